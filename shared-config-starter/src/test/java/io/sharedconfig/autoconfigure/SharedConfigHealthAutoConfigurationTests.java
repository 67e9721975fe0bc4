package io.sharedconfig.autoconfigure;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.sharedconfig.FollowerState;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigHealthIndicator;
import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.follow.Applier.Trial;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.plain.SharedConfigs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigHealthAutoConfiguration}.
 */
class SharedConfigHealthAutoConfigurationTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void runner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class,
					SharedConfigPublisherAutoConfiguration.class, SharedConfigHealthAutoConfiguration.class))
			.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("shared-config.directory=" + this.directory, "shared-config.follower.poll-interval=1h",
					"shared-config.follower.doorbell=off");
	}

	@Test
	void healthWhenFollowedIsUpWithVersionAgeAndState() {
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":1}")) {
			this.runner.withPropertyValues("spring.config.import=shared-config:orders").run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(details(health, "orders")).containsEntry("version", 1L)
					.containsEntry("state", FollowerState.CURRENT)
					.containsOnlyKeys("version", "age", "state");
				assertThat((Duration) details(health, "orders").get("age")).isBetween(Duration.ZERO,
						Duration.ofMinutes(1));
			});
		}
	}

	@Test
	void healthWhenMasterIsGoneAndVersionIsOldIsUp() {
		TestMaster.publish(this.directory, "orders", "{\"a\":1}").close();
		this.runner.withBean(Clock.class, () -> Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofDays(365)))
			.withPropertyValues("spring.config.import=shared-config:orders")
			.run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(details(health, "orders")).containsEntry("state", FollowerState.STALE);
				assertThat((Duration) details(health, "orders").get("age")).isGreaterThan(Duration.ofDays(364));
			});
	}

	@Test
	void healthWhenVersionIsRefusedIsUpWithReason() {
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":1}")) {
			this.runner.withPropertyValues("spring.config.import=shared-config:orders").run((context) -> {
				FollowerHub hub = context.getBean(FollowerHub.class);
				hub.use((follower, candidate, diff) -> new Refusal());
				master.publish("{\"a\":2}");
				hub.refresh();
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(details(health, "orders")).containsEntry("version", 1L)
					.containsEntry("state", FollowerState.REJECTING)
					.containsEntry("rejectedVersion", 2L)
					.containsEntry("reason", "'a' must be one");
			});
		}
	}

	@Test
	void healthWhenOptionalIsAbsentIsUp() {
		this.runner.withPropertyValues("spring.config.import=optional:shared-config:orders").run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("orders");
			assertThat(details(health, "orders")).containsEntry("version", 0L)
				.containsEntry("state", FollowerState.WAITING);
		});
	}

	@Test
	void healthWhenMandatoryIsAbsentIsDown() {
		try (StaticApplicationContext beans = new StaticApplicationContext();
				SharedConfigFollower follower = SharedConfigs.follower(this.directory, "orders").open()) {
			beans.getBeanFactory().registerSingleton("orders", follower);
			LocalConfigs configs = new LocalConfigs(beans.getBeanProvider(SharedConfigPublisher.class),
					beans.getBeanProvider(SharedConfigFollower.class), beans.getBeanProvider(FollowedConfigs.class));
			Clock clock = Clock.systemUTC();
			assertThat(
					new SharedConfigHealthIndicator(configs, List.of("orders")::contains, clock).health().getStatus())
				.isEqualTo(Status.DOWN);
			assertThat(new SharedConfigHealthIndicator(configs, List.of()::contains, clock).health().getStatus())
				.isEqualTo(Status.UP);
		}
	}

	@Test
	void healthWhenPublishedShowsStateOfMaster() {
		this.runner
			.withPropertyValues("shared-config.publisher.name=orders", "shared-config.publisher.backup.enabled=false")
			.run((context) -> {
				assertThat(details(health(context), "orders")).containsEntry("version", 0L)
					.containsEntry("state", PublisherState.ACTIVE);
				SharedConfigPublisher publisher = context.getBean(SharedConfigPublisher.class);
				publisher.publish("{\"a\":1}");
				publisher.close();
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(details(health, "orders")).containsEntry("version", 1L)
					.containsEntry("state", PublisherState.FENCED);
			});
	}

	@Test
	void healthWhenDisabledBacksOff() {
		this.runner.withPropertyValues("management.health.shared-config.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SharedConfigHealthIndicator.class));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SharedConfigHealthIndicator.class));
		this.runner.withPropertyValues("shared-config.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SharedConfigHealthIndicator.class));
	}

	@Test
	void healthWhenUserHasOwnBacksOff() {
		HealthIndicator own = () -> Health.up().build();
		this.runner.withBean("sharedConfigHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(HealthIndicator.class).isSameAs(own));
	}

	private static Health health(AssertableApplicationContext context) {
		return context.getBean("sharedConfigHealthIndicator", HealthIndicator.class).health();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> details(Health health, String name) {
		return (Map<String, Object>) health.getDetails().get(name);
	}

	private static final class Refusal implements Trial {

		@Override
		public @Nullable String refusal() {
			return "'a' must be one";
		}

		@Override
		public void applied() {
			throw new AssertionError("A refused version must not be applied");
		}

	}

}
