package io.sharedconfig.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.FollowMeters;
import io.sharedconfig.actuate.PublishMeters;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.follow.FollowerHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigMetricsAutoConfiguration}.
 */
class SharedConfigMetricsAutoConfigurationTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void runner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MetricsAutoConfiguration.class, SharedConfigFollowerAutoConfiguration.class,
							SharedConfigPublisherAutoConfiguration.class, SharedConfigMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("shared-config.directory=" + this.directory, "shared-config.follower.poll-interval=1h",
					"shared-config.follower.doorbell=off");
	}

	@Test
	void metersWhenFollowedTellVersionAgeAndHowItWasApplied() {
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"secret\":\"s3cr3t\"}")) {
			this.runner.withPropertyValues("spring.config.import=shared-config:orders").run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				FollowerHub hub = context.getBean(FollowerHub.class);
				assertThat(registry.get("shared.config.version").tag("name", "orders").gauge().value()).isOne();
				assertThat(registry.get("shared.config.age").timeGauge().value(TimeUnit.MINUTES)).isBetween(0.0, 1.0);
				assertThat(registry.get("shared.config.apply").timer().count()).isZero();
				master.publish("{\"secret\":\"0th3r\"}");
				hub.refresh();
				assertThat(registry.get("shared.config.version").gauge().value()).isEqualTo(2);
				assertThat(registry.get("shared.config.apply").timer().count()).isOne();
				assertThat(registry.get("shared.config.apply").timer().totalTime(TimeUnit.NANOSECONDS)).isPositive();
				assertThat(registry.get("shared.config.rejections").functionCounter().count()).isZero();
				assertThat(registry.get("shared.config.poll.failures").functionCounter().count()).isZero();
				hub.use((follower, candidate, diff) -> {
					throw new IllegalStateException("s3cr3t");
				});
				master.publish("{\"secret\":\"third\"}");
				hub.refresh();
				assertThat(registry.get("shared.config.rejections").functionCounter().count()).isOne();
				assertThat(registry.get("shared.config.version").gauge().value()).isEqualTo(2);
			});
		}
	}

	@Test
	void metersWhenFileIsDamagedCountFailures() {
		TestMaster.publish(this.directory, "orders", "{\"a\":1}").close();
		this.runner.withPropertyValues("spring.config.import=shared-config:orders").run((context) -> {
			Path other = Files.writeString(this.directory.resolve("other"), "x".repeat(4096));
			Files.move(other, this.directory.resolve("orders.scfg"), StandardCopyOption.REPLACE_EXISTING);
			context.getBean(FollowerHub.class).refresh();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("shared.config.poll.failures").functionCounter().count()).isPositive();
			assertThat(registry.get("shared.config.version").gauge().value()).isOne();
		});
	}

	@Test
	void metersWhenPublishedTellVersionAndTime() {
		master().run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("shared.config.version").gauge().value()).isZero();
			assertThat(registry.get("shared.config.age").timeGauge().value(TimeUnit.SECONDS)).isNaN();
			SharedConfigPublisher publisher = context.getBean(SharedConfigPublisher.class);
			publisher.publish("{\"a\":1}");
			publisher.publish("{\"a\":1}");
			assertThat(registry.get("shared.config.version").gauge().value()).isOne();
			assertThat(registry.get("shared.config.publish").timer().count()).isOne();
			assertThat(registry.get("shared.config.publish").timer().totalTime(TimeUnit.NANOSECONDS)).isPositive();
		});
	}

	@Test
	void metersWhenPublishedAndFollowedAreThereOnce() {
		master().withPropertyValues("spring.config.import=optional:shared-config:orders").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(SharedConfigPublisher.class).publish("{\"a\":1}");
			assertThat(registry.get("shared.config.version").gauge().value()).isZero();
			context.getBean(FollowerHub.class).refresh();
			assertThat(registry.get("shared.config.version").gauge().value()).isOne();
		});
	}

	@Test
	void metersWhenConfigOfProfileIsAbsentAreThereFromItsFirstVersionOn() {
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":1}")) {
			this.runner.withPropertyValues("spring.config.import=shared-config:orders").run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("shared.config.version").tag("name", "orders-default").gauge()).isNull();
				try (TestMaster other = TestMaster.publish(this.directory, "orders-default", "{\"a\":2}")) {
					context.getBean(FollowerHub.class).refresh();
					assertThat(registry.get("shared.config.version").tag("name", "orders-default").gauge().value())
						.isOne();
				}
			});
		}
	}

	@Test
	void metersWhenRegisteredHaveNameUnitAndDescription() {
		master().withPropertyValues("spring.config.import=optional:shared-config:stock").run((context) -> {
			List<Meter> meters = context.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.filter((meter) -> meter.getId().getName().startsWith("shared.config."))
				.toList();
			assertThat(meters).extracting((meter) -> meter.getId().getName())
				.containsExactlyInAnyOrder("shared.config.version", "shared.config.version", "shared.config.age",
						"shared.config.age", "shared.config.publish", "shared.config.apply",
						"shared.config.poll.failures", "shared.config.rejections", "shared.config.followers");
			assertThat(meters).allSatisfy((meter) -> {
				assertThat(meter.getId().getTags()).extracting(Tag::getKey).containsExactly("name");
				assertThat(meter.getId().getDescription()).isNotBlank();
				assertThat(meter.getId().getBaseUnit()).isNotBlank();
			});
			assertThat(context.getBean(MeterRegistry.class).get("shared.config.age").timeGauges())
				.allSatisfy((age) -> assertThat(age.baseTimeUnit()).isEqualTo(TimeUnit.SECONDS));
		});
	}

	@Test
	void metersWhenDisabledOrWithoutRegistryOrClassBackOff() {
		this.runner.withPropertyValues("shared-config.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FollowMeters.class)
				.doesNotHaveBean(PublishMeters.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class,
					SharedConfigMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FollowMeters.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class,
					SharedConfigMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sharedConfigFollowMeters"));
	}

	private ApplicationContextRunner master() {
		return this.runner.withPropertyValues("shared-config.publisher.name=orders",
				"shared-config.publisher.backup.enabled=false");
	}

}
