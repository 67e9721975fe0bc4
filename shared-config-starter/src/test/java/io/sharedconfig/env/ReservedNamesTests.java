package io.sharedconfig.env;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReservedNames}.
 */
class ReservedNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "shared-config.publisher.name", "sharedConfig.publisher.name", "shared_config.enabled",
			"SHARED-CONFIG.ENABLED", "shared-config[publisher].name", "[shared-config].enabled", "sharedconfig",
			"-shared-config.enabled", "spring.profiles.active", "spring.profiles", "spring.profiles[0]",
			"spring.profiles.group.a[0]", "SPRING.Profiles.Active", "spring[profiles].active", "[spring][profiles]",
			"sprİng.profİles.active", "s-pring.pro-files.active", "spring.config.import", "spring.config.import[0]",
			"spring.config.activate.on-profile", "spring.main.sources", "spring.main.web-application-type",
			"spring.cloud.bootstrap.enabled", "spring.cloud.boot-strap.location" })
	void containsWhenNameIsReservedReturnsTrue(String name) {
		assertThat(ReservedNames.contains(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "s", "pricing.discount", "shared-configuration.x", "shared.config.enabled",
			"my.shared-config.enabled", "spring", "spring.application.name", "spring.profile.active",
			"spring.configuration.x", "spring.mainly", "spring.cloud.config.uri", "springprofiles.active",
			"server.port", "map[spring.profiles.active]", "spring.cloud.bootstrapper" })
	void containsWhenNameIsFreeReturnsFalse(String name) {
		assertThat(ReservedNames.contains(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.profiles.active", "SPRING.Profiles.Active", "spring[profiles].active",
			"[spring][profiles][active]", "s-pring.pro-files.acti-ve", "-spring.profiles.active",
			"spring.pro_files.active", "spring.prof!iles.active" })
	void containsWhenBinderTakesNameForReservedReturnsTrue(String name) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, "x")));
		boolean bound = Binder.get(environment).bind("spring.profiles.active", Bindable.of(String.class)).isBound();
		assertThat(ReservedNames.contains(name)).isTrue();
		assertThat(bound).as("the binder takes it for reserved").isTrue();
	}

	@Test
	void removeFromWhenNothingIsReservedReturnsSameMap() {
		Map<String, Object> properties = Map.of("a", 1, "spring.application.name", "x");
		assertThat(ReservedNames.removeFrom(properties)).isSameAs(properties);
	}

	@Test
	void removeFromWhenSomethingIsReservedReturnsOthers() {
		Map<String, Object> properties = Map.of("a", 1, "spring.main.lazy-initialization", true);
		assertThat(ReservedNames.removeFrom(properties)).isEqualTo(Map.of("a", 1));
	}

}
