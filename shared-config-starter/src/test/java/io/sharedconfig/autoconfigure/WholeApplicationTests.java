package io.sharedconfig.autoconfigure;

import java.nio.file.Path;

import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.env.LiveSources;
import io.sharedconfig.env.SharedConfig;
import io.sharedconfig.env.SharedConfigPropertySource;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.env.TestRun;
import io.sharedconfig.env.ThreadsOfOurs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint.EnvironmentDescriptor;
import org.springframework.boot.actuate.env.EnvironmentEndpoint.PropertySourceDescriptor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for followers within an application that has all optional libraries.
 */
@ExtendWith(OutputCaptureExtension.class)
class WholeApplicationTests {

	@TempDir
	private Path directory;

	@TempDir
	private Path files;

	private TestRun application;

	@BeforeEach
	void application() {
		this.application = new TestRun(this.files, this.directory);
	}

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, OnSource.class, OnImported.class })
	void refreshOfSpringCloudPollsAndAnswersKeys(Class<?> source) {
		if (source == Plain.class) {
			this.application.file("application.properties", "spring.config.import=shared-config:orders");
		}
		try (TestMaster master = orders("{\"kept\":1,\"changed\":1,\"removed\":1}")) {
			ThreadsOfOurs sinceMaster = new ThreadsOfOurs();
			try (ConfigurableApplicationContext context = this.application.run(source)) {
				// else its first poll by time may be faster than the refresh
				context.getBean(FollowedConfigs.class).hub().stop();
				master.publish("{\"kept\":1,\"changed\":2,\"added\":1}");
				ContextRefresher refresher = context.getBean(ContextRefresher.class);
				int threads = sinceMaster.count();
				assertThat(refresher.refresh()).containsExactlyInAnyOrder("changed", "removed", "added");
				assertThat(refresher.refresh()).isEmpty();
				assertThat(sinceMaster.count()).isEqualTo(threads);
				assertThat(context.getEnvironment().getProperty("changed")).isEqualTo("2");
				master.publish("{\"kept\":1,\"changed\":3}");
				context.getBean(FollowedConfigs.class).hub().refresh();
				assertThat(context.getEnvironment().getProperty("changed")).isEqualTo("3");
				assertThat(LiveSources.in(context.getEnvironment())).extracting(SharedConfigPropertySource::getName)
					.containsOnlyOnce("shared-config:orders");
			}
			sinceMaster.awaitEnd();
		}
	}

	@Test
	void environmentEndpointShowsOrigin() {
		this.application.file("application.properties", "spring.config.import=shared-config:orders",
				"management.endpoint.env.show-values=always", "management.endpoints.web.exposure.include=env",
				"management.endpoints.jmx.exposure.include=env");
		try (TestMaster master = orders("{\"pricing\":{\"discount\":0.15}}");
				ConfigurableApplicationContext context = this.application.run(Plain.class,
						"--spring.jmx.enabled=true")) {
			EnvironmentDescriptor descriptor = context.getBean(EnvironmentEndpoint.class)
				.environment("pricing.discount");
			PropertySourceDescriptor source = descriptor.getPropertySources()
				.stream()
				.filter((candidate) -> candidate.getName().equals("shared-config:orders"))
				.findFirst()
				.orElseThrow();
			assertThat(source.getProperties().get("pricing.discount").getOrigin())
				.isEqualTo("shared config file [%s] version 1 - /pricing/discount"
					.formatted(this.directory.resolve("orders.scfg")));
		}
	}

	@Test
	void runWhenDirectoryIsFoundTooLateWarns(CapturedOutput output, @TempDir Path other) {
		TestRun plain = new TestRun(this.files, null);
		plain.file("application.properties", "shared-config.directory=" + this.directory,
				"spring.config.import=optional:shared-config:orders");
		plain.file("application-prod.properties", "shared-config.directory=" + other);
		try (ConfigurableApplicationContext context = plain.run(Plain.class, "--spring.profiles.active=prod")) {
			assertThat(context.getBean(FollowedConfigs.class).hub().directory()).isEqualTo(this.directory);
		}
		assertThat(output).containsOnlyOnce("'shared-config.directory' has no effect where it was found last");
	}

	@Test
	void runWhenSettingsAreOrdinaryDoesNotWarn(CapturedOutput output) {
		this.application.file("application.properties", "spring.config.import=optional:shared-config:orders",
				"shared-config.follower.trusted-owners=alice,bob", "shared-config.follower.stale-after=7s");
		this.application.run(Plain.class).close();
		assertThat(output).doesNotContain("has no effect");
	}

	@Test
	void runWhenDisabledByProfileFollowsNothing() {
		this.application.file("application.properties", "spring.config.import=shared-config:orders");
		this.application.file("application-off.properties", "shared-config.enabled=false");
		try (TestMaster master = orders("{\"a\":1}")) {
			ThreadsOfOurs sinceMaster = new ThreadsOfOurs();
			try (ConfigurableApplicationContext context = this.application.run(Plain.class,
					"--spring.profiles.active=off")) {
				assertThat(context.getEnvironment().getProperty("a")).isNull();
				sinceMaster.awaitEnd();
			}
		}
	}

	@Test
	void runWithAllAutoConfigurationsHasNoWarning(CapturedOutput output) {
		this.application.file("application.properties", "spring.config.import=shared-config:orders");
		try (TestMaster master = orders("{\"a\":1}");
				ConfigurableApplicationContext context = this.application.run(Plain.class)) {
			assertThat(context.getBean(FollowedConfigs.class).hub().isRunning()).isTrue();
		}
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN") && line.contains("haredConfig")))
			.isEmpty();
	}

	private TestMaster orders(String document) {
		return TestMaster.publish(this.directory, "orders", document);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@SharedConfig("orders")
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OnSource {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OnSource.class)
	static class OnImported {

	}

}
