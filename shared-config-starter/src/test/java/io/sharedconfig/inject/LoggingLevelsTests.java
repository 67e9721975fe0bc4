package io.sharedconfig.inject;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingLevels} in a running application.
 */
class LoggingLevelsTests {

	@TempDir
	Path directory;

	@Test
	void applyWhenLevelChangesSetsItAndResetsItWhenItIsGone() {
		try (Following application = start("{\"logging\":{\"level\":{\"org.Some\":\"debug\"}}}")) {
			assertThat(level(application, "org.Some")).isEqualTo(LogLevel.DEBUG);
			application.publish("{\"logging\":{\"level\":{\"org.Some\":\"TRACE\",\"org.Other\":\"off\"}}}");
			assertThat(level(application, "org.Some")).isEqualTo(LogLevel.TRACE);
			assertThat(level(application, "org.Other")).isEqualTo(LogLevel.OFF);
			application.publish("{\"logging\":{\"level\":{\"org.Other\":false}}}");
			assertThat(level(application, "org.Some")).isNull();
			assertThat(level(application, "org.Other")).isEqualTo(LogLevel.OFF);
			application.publish("{}");
			assertThat(level(application, "org.Other")).isNull();
		}
	}

	@Test
	void applyWhenLevelIsGoneGivesTheOneOfTheApplication() {
		try (Following application = start("{\"logging\":{\"level\":{\"org.Some\":\"debug\"}}}",
				"spring.config.import=optional:shared-config:orders,")) {
			application.publish("{}");
			assertThat(level(application, "org.Some")).isNull();
		}
	}

	@Test
	void applyWhenGroupChangesSetsAndResetsItsMembers() {
		try (Following application = start("{\"logging\":{\"level\":{\"pair\":\"warn\"}}}",
				"logging.group.pair=org.One,org.Two")) {
			application.publish("{\"logging\":{\"level\":{\"pair\":\"error\"}}}");
			assertThat(level(application, "org.One")).isEqualTo(LogLevel.ERROR);
			assertThat(level(application, "org.Two")).isEqualTo(LogLevel.ERROR);
			application.publish("{}");
			assertThat(level(application, "org.Two")).isNull();
		}
	}

	@Test
	void applyWhenRootIsGoneGivesItTheDefault() {
		try (Following application = start("{\"logging\":{\"level\":{\"root\":\"warn\"}}}")) {
			application.publish("{\"logging\":{\"level\":{\"root\":\"error\"}}}");
			assertThat(level(application, LoggingSystem.ROOT_LOGGER_NAME)).isEqualTo(LogLevel.ERROR);
			application.publish("{}");
			assertThat(level(application, LoggingSystem.ROOT_LOGGER_NAME)).isEqualTo(LogLevel.INFO);
		}
	}

	@Test
	void trialWhenLevelIsUnknownRefuses() {
		try (Following application = start("{\"logging\":{\"level\":{\"org.Some\":\"debug\"}}}")) {
			application.publish("{\"logging\":{\"level\":{\"org.Some\":\"loudly\"}}}");
			assertThat(application.rejected().get(0).reasons()).singleElement()
				.asString()
				.contains("logging.level.org.some")
				.contains("LogLevel")
				.doesNotContain("loudly");
			assertThat(level(application, "org.Some")).isEqualTo(LogLevel.DEBUG);
		}
	}

	@Test
	void applyWhenSwitchedOffLeavesLevelsAlone() {
		try (Following application = start("{\"logging\":{\"level\":{\"org.Some\":\"debug\"}}}",
				"shared-config.refresh.logging=false")) {
			application.publish("{\"logging\":{\"level\":{\"org.Some\":\"warn\"}}}");
			assertThat(level(application, "org.Some")).isEqualTo(LogLevel.DEBUG);
		}
	}

	private Following start(String document, String... properties) {
		return Following.start(this.directory, document, Empty.class, properties);
	}

	private static LogLevel level(Following application, String logger) {
		LoggerConfiguration configuration = application.bean(LoggingSystem.class).getLoggerConfiguration(logger);
		return (configuration != null) ? configuration.getConfiguredLevel() : null;
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
