package io.sharedconfig.test;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.autoconfigure.SharedConfigFollowerAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedConfigTestPublisher} with an {@link ApplicationContextRunner}.
 */
class SharedConfigTestPublisherTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class))
		.withPropertyValues("spring.config.import=shared-config:orders", "shared-config.follower.poll-interval=1h",
				"shared-config.follower.doorbell=off");

	@Test
	void publishWithRunnerIsAppliedAndLeavesNothing() {
		TemporaryDirectory directory = TemporaryDirectory.create();
		try (SharedConfigTestPublisher publisher = SharedConfigTestPublisher.open(directory, "orders", "{\"a\":1}")) {
			this.runner.withInitializer(publisher::attach)
				.withInitializer(new ConfigDataApplicationContextInitializer())
				.run((context) -> {
					assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
					publisher.publish("{\"a\":2}");
					assertThat(context.getEnvironment().getProperty("a")).isEqualTo("2");
					assertThat(context).hasSingleBean(SharedConfigTestPublisher.class);
				});
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> publisher.publish("{\"a\":3}"))
				.withMessageContaining("No running application");
		}
		assertThat(directory.root()).doesNotExist();
	}

	@Test
	void openWhenInitialIsInvalidLeavesNothing() {
		TemporaryDirectory directory = TemporaryDirectory.create();
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> SharedConfigTestPublisher.open(directory, "orders", "[]"));
		assertThat(directory.root()).doesNotExist();
	}

}
