package io.sharedconfig.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.follow.Applier;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.refresh.SharedConfigChangedEvent;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SharedConfigTest}.
 */
class SharedConfigTestTests {

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = { "spring.config.import=shared-config:orders,optional:shared-config:stock",
					"shared-config.follower.poll-interval=1h", "shared-config.follower.doorbell=off" })
	@SharedConfigTest(name = "orders", initial = "{\"a\":1}")
	class Follows {

		@Autowired
		private Environment environment;

		@Autowired
		private Application application;

		@Autowired
		private SharedConfigTestPublisher publisher;

		@Test
		void publishWhenReturnedIsApplied(SharedConfigTestPublisher given) {
			assertThat(given).isSameAs(this.publisher);
			assertThat(this.environment.getProperty("a")).isEqualTo("1");
			ConfigSnapshot published = given.publish("{\"a\":2}");
			assertThat(this.environment.getProperty("a")).isEqualTo("2");
			assertThat(this.application.versions).endsWith(published.version());
		}

		@Test
		void changeWhenReturnedIsApplied() {
			assertThat(this.environment.getProperty("a")).isEqualTo("1");
			this.publisher.change((change) -> change.set("b", 3));
			assertThat(this.environment.getProperty("a")).isEqualTo("1");
			assertThat(this.environment.getProperty("b")).isEqualTo("3");
		}

		@Test
		void publishWhenOfAnotherConfigurationIsApplied() {
			assertThat(this.environment.containsProperty("b")).isFalse();
			this.publisher.publish("stock", "{\"c\":4}");
			assertThat(this.environment.getProperty("c")).isEqualTo("4");
		}

		@Test
		void publishWhenRefusedFailsWithReason(@Autowired FollowerHub hub) {
			hub.use((follower, candidate, diff) -> {
				throw new IllegalStateException("no");
			});
			try {
				assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.publisher.publish("{\"a\":9}"))
					.withMessageMatching("Version \\d+ of shared config 'orders' was refused: the trial failed .*");
			}
			finally {
				hub.use(Applier.DIRECT);
			}
		}

		@Test
		void publishWhenNobodyFollowsFails() {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.publisher.publish("other", "{}"))
				.withMessage("No running application of this test follows shared config 'other'");
		}

		@Test
		void directoryIsTemporary() {
			assertThat(this.environment.getProperty("shared-config.directory")).contains("shared-config-of-test");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "shared-config.publisher.name=orders")
	@SharedConfigTest
	class Publishes {

		@Autowired
		private Environment environment;

		@Test
		void applicationThatIsAMasterHasDirectoriesOfItsOwn(@Autowired SharedConfigPublisher master) {
			master.publish("{\"a\":1}");
			Path backup = Path.of(this.environment.getProperty("shared-config.publisher.backup.directory"));
			assertThat(Files.exists(backup.resolve("orders.json"))).isTrue();
			assertThat(backup.getParent().getFileName().toString()).startsWith("shared-config-of-test");
		}

		@Test
		void publishWithoutNameSaysSo(SharedConfigTestPublisher publisher) {
			assertThatIllegalStateException().isThrownBy(() -> publisher.publish("{}"))
				.withMessage("Set 'name' of @SharedConfigTest to publish");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final List<Long> versions = new ArrayList<>();

		@EventListener
		void changed(SharedConfigChangedEvent event) {
			this.versions.add(event.diff().toVersion());
		}

	}

}
