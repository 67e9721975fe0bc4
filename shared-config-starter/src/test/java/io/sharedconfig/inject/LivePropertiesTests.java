package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.sharedconfig.LiveProperties;
import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigFollower.Pin;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LiveProperties} in a running application.
 */
class LivePropertiesTests {

	@TempDir
	Path directory;

	@Test
	void getWhenVersionIsAppliedReturnsItsRecord() {
		try (Following application = start("{\"pricing\":{\"percent\":5}}")) {
			LiveProperties<Pricing> live = application.bean(User.class).live;
			Pricing before = live.get();
			assertThat(before).isEqualTo(new Pricing(5, "none"));
			application.publish("{\"pricing\":{\"percent\":6,\"name\":\"n\"}}");
			assertThat(live.get()).isEqualTo(new Pricing(6, "n"));
			assertThat(before).isEqualTo(new Pricing(5, "none"));
			application.publish("{\"pricing\":{\"percent\":6}}");
			assertThat(live.get()).isEqualTo(new Pricing(6, "none"));
		}
	}

	@Test
	void getWhenNothingOfItHasChangedReturnsTheSameInstance() {
		try (Following application = start("{\"pricing\":{\"percent\":5},\"other\":1}")) {
			LiveProperties<Pricing> live = application.bean(User.class).live;
			Pricing before = live.get();
			application.publish("{\"pricing\":{\"percent\":5},\"other\":2}");
			assertThat(live.get()).isSameAs(before);
		}
	}

	@Test
	void getWhenInjectedAnywhereIsOfTheTypeThere() {
		try (Following application = start("{\"pricing\":{\"percent\":5},\"mutable\":{\"name\":\"m\"}}")) {
			User user = application.bean(User.class);
			assertThat(user.field.get().percent()).isEqualTo(5);
			assertThat(user.provider.getObject().get().percent()).isEqualTo(5);
			assertThat(user.optional.orElseThrow().get().percent()).isEqualTo(5);
			assertThat(user.mutable.get().getName()).isEqualTo("m");
			assertThat(user.live).isEqualTo(user.field);
		}
	}

	@Test
	void getWhenTypeHasSettersReturnsAnotherInstancePerVersion() {
		try (Following application = start("{\"mutable\":{\"name\":\"m\"}}")) {
			Mutable before = application.live(Mutable.class);
			application.publish("{\"mutable\":{\"name\":\"n\"}}");
			assertThat(application.live(Mutable.class).getName()).isEqualTo("n");
			assertThat(before.getName()).isEqualTo("m");
		}
	}

	@Test
	void typeThatIsABeanTooIsBoundOncePerVersion() {
		try (Following application = start("{\"counted\":{\"percent\":5}}")) {
			assertThat(application.live(Counted.class).percent()).isEqualTo(5);
			int before = Counted.MADE.get();
			application.publish("{\"counted\":{\"percent\":6}}");
			assertThat(application.live(Counted.class).percent()).isEqualTo(6);
			assertThat(Counted.MADE.get() - before).isOne();
			application.publish("{\"counted\":{\"percent\":7}}");
			assertThat(application.live(Counted.class).percent()).isEqualTo(7);
			assertThat(Counted.MADE.get() - before).isEqualTo(2);
		}
	}

	@Test
	void getWhenThreadIsPinnedReturnsThatVersion() {
		try (Following application = start("{\"pricing\":{\"percent\":5}}")) {
			LiveProperties<Pricing> live = application.bean(User.class).live;
			try (Pin pin = application.follower().pin()) {
				application.publish("{\"pricing\":{\"percent\":6}}");
				assertThat(live.get().percent()).isEqualTo(5);
				assertThat(application.live(Unregistered.class).percent()).isEqualTo(5);
				assertThat(application.property("pricing.percent")).isEqualTo("5");
			}
			assertThat(live.get().percent()).isEqualTo(6);
			assertThat(application.live(Unregistered.class).percent()).isEqualTo(6);
		}
	}

	@Test
	void trialWhenOnlyLivePropertiesRefuseRefuses() {
		try (Following application = start("{\"alone\":{\"percent\":5}}")) {
			assertThat(application.live(Alone.class).percent()).isEqualTo(5);
			assertThat(application.publish("{\"alone\":{\"percent\":101}}").outcome()).isEqualTo(Outcome.REJECTED);
			assertThat(application.rejected().get(0).reasons())
				.containsExactly("'alone.percent' violates Max of " + Alone.class.getName());
			assertThat(application.live(Alone.class).percent()).isEqualTo(5);
			application.publish("{\"alone\":{\"percent\":7}}");
			assertThat(application.live(Alone.class).percent()).isEqualTo(7);
		}
	}

	@Test
	void ofWhenPropertiesAreInvalidSaysWhyWithoutTheValue() {
		try (Following application = start("{\"alone\":{\"percent\":10177}}")) {
			LivePropertiesFactory factory = application.bean(LivePropertiesFactory.class);
			assertThatIllegalStateException().isThrownBy(() -> factory.of(Alone.class))
				.withMessageContaining("'alone.percent' violates Max")
				.withMessageNotContaining("10177")
				.withNoCause();
		}
	}

	@Test
	void ofWhenTypeHasNoAnnotationSaysSo() {
		try (Following application = start("{}")) {
			LivePropertiesFactory factory = application.bean(LivePropertiesFactory.class);
			assertThatIllegalArgumentException().isThrownBy(() -> factory.of(String.class))
				.withMessageContaining("no @ConfigurationProperties annotation");
		}
	}

	@Test
	void contextWhenTypeIsUnknownSaysWhere() {
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> Following.start(this.directory, "{}", Raw.class).close())
			.withStackTraceContaining("declare it as LiveProperties<MyProperties>");
	}

	private Following start(String document) {
		return Following.start(this.directory, document, Beans.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Counted.class })
	@Import(User.class)
	static class Beans {

	}

	@SuppressWarnings("rawtypes")
	static class Raw {

		@Autowired
		private LiveProperties raw;

	}

	static class User {

		private final LiveProperties<Pricing> live;

		@Autowired
		private LiveProperties<Pricing> field;

		@Autowired
		private ObjectProvider<LiveProperties<Pricing>> provider;

		@Autowired
		private Optional<LiveProperties<Pricing>> optional;

		@Autowired
		private LiveProperties<Mutable> mutable;

		User(LiveProperties<Pricing> live) {
			this.live = live;
		}

	}

	@ConfigurationProperties("pricing")
	record Pricing(int percent, @DefaultValue("none") String name) {

	}

	@ConfigurationProperties("pricing")
	record Unregistered(int percent) {

	}

	@ConfigurationProperties("counted")
	record Counted(int percent) {

		static final AtomicInteger MADE = new AtomicInteger();

		Counted {
			MADE.incrementAndGet();
		}

	}

	@ConfigurationProperties("alone")
	@Validated
	record Alone(@Max(100) int percent) {

	}

	@ConfigurationProperties("mutable")
	static class Mutable {

		private String name;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

}
