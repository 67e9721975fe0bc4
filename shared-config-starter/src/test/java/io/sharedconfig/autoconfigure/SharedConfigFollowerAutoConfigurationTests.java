package io.sharedconfig.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.env.SharedConfig;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.env.ThreadsOfOurs;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.FollowOptions;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedConfigFollowerAutoConfiguration}.
 */
class SharedConfigFollowerAutoConfigurationTests {

	private static final String IMPORT = "spring.config.import=optional:shared-config:orders";

	@TempDir
	private Path directory;

	private final ThreadsOfOurs threads = new ThreadsOfOurs();

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void contextRunner() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class))
			.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("shared-config.directory=" + this.directory,
					"shared-config.follower.poll-interval=10ms");
	}

	@Test
	void runWhenNothingIsFollowedHasHubAndNoThread() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(FollowerHub.class).doesNotHaveBean(SharedConfigFollower.class);
			assertThat(this.threads.count()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Imports.class, Annotated.class })
	void runWhenFollowedPollsUntilClosed(Class<?> way) {
		try (TestMaster master = orders("{\"a\":1}")) {
			ThreadsOfOurs sinceMaster = new ThreadsOfOurs();
			this.contextRunner.withUserConfiguration(way)
				.withPropertyValues((way == Imports.class) ? IMPORT : "x=y")
				.run((context) -> {
					assertThat(context.getBean(FollowerHub.class).isRunning()).isTrue();
					assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
					master.publish("{\"a\":2}");
					await().atMost(Duration.ofSeconds(10))
						.until(() -> "2".equals(context.getEnvironment().getProperty("a")));
				});
			sinceMaster.awaitEnd();
		}
	}

	@Test
	void runWhenFollowedHasBeanWithNameAndQualifier() {
		this.contextRunner.withUserConfiguration(Injected.class)
			.withPropertyValues(IMPORT + ",optional:shared-config:environment")
			.run((context) -> {
				assertThat(context.getBean("sharedConfigFollower.orders")).isInstanceOf(Follower.class);
				assertThat(context.getBean("sharedConfigFollower.environment")).isInstanceOf(Follower.class);
				assertThat(context.getBean("environment")).isSameAs(context.getEnvironment());
				assertThat(context.getBean(Injected.class).byQualifier.name()).isEqualTo("orders");
				assertThat(context.getBean(Injected.class).byType).isNull();
			});
	}

	@Test
	void runWhenOneIsNamedInjectsItByTypeDespiteItsProfiles() {
		this.contextRunner.withUserConfiguration(Injected.class)
			.withPropertyValues(IMPORT, "spring.profiles.active=prod")
			.run((context) -> {
				assertThat(context.getBeansOfType(SharedConfigFollower.class))
					.containsOnlyKeys("sharedConfigFollower.orders", "sharedConfigFollower.orders-prod");
				assertThat(context.getBean(Injected.class).byType.name()).isEqualTo("orders");
			});
	}

	@Test
	void runDestroysFollowersWithHubOnly() {
		this.contextRunner.withPropertyValues(IMPORT).run((context) -> {
			FollowerHub hub = context.getBean(FollowerHub.class);
			context.getSourceApplicationContext().close();
			assertThat(hub.isRunning()).isFalse();
			// a follower that was closed would be gone
			assertThat(hub.followers()).hasSize(2);
		});
		this.threads.awaitEnd();
	}

	@Test
	void runWhenPausedAndResumedPollsAgain() {
		this.contextRunner.withPropertyValues(IMPORT).run((context) -> {
			FollowerHub hub = context.getBean(FollowerHub.class);
			context.stop();
			assertThat(hub.isRunning()).isFalse();
			context.start();
			assertThat(hub.isRunning()).isTrue();
		});
	}

	@Test
	void runWhenDisabledHasNoBeans() {
		this.contextRunner.withPropertyValues(IMPORT, "shared-config.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FollowerHub.class)
				.doesNotHaveBean(FollowedConfigs.class)
				.doesNotHaveBean(SharedConfigFollower.class));
	}

	@Test
	void runWhenUserHasHubBacksOff() {
		this.contextRunner.withUserConfiguration(OwnHub.class)
			.run((context) -> assertThat(context).hasSingleBean(FollowerHub.class).hasBean("ownHub"));
	}

	@Test
	void runWithoutOptionalLibrariesFollows() {
		this.contextRunner.withPropertyValues(IMPORT)
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud", "org.springframework.boot.actuate",
					"org.springframework.web", "org.springframework.boot.web", "jakarta.servlet", "reactor",
					"io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("sharedConfigFollower.orders"));
	}

	@Test
	void phaseIsBeforeWebServers() {
		assertThat(FollowerLifecycle.PHASE).isEqualTo(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024);
	}

	@Test
	void runWhenChildIsClosedLeavesParentPolling() {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "shared-config.directory=" + this.directory, IMPORT);
		try (ConfigurableApplicationContext child = builder.child(Empty.class).web(WebApplicationType.NONE).run()) {
			ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent();
			assertThat(parent).isNotNull();
			child.close();
			FollowerHub hub = parent.getBean(FollowerHub.class);
			assertThat(hub.isRunning()).isTrue();
			assertThat(parent.getBean("sharedConfigFollower.orders", Follower.class).refresh().reason()).isNull();
			parent.close();
		}
		this.threads.awaitEnd();
	}

	@Test
	void runWhenChildFollowsNothingLeavesToParentWhatItSeesThere() {
		this.contextRunner.withPropertyValues(IMPORT).run((parent) -> {
			FollowerHub hub = parent.getBean(FollowerHub.class);
			try (AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
				child.setParent(parent);
				child.register(SharedConfigFollowerAutoConfiguration.class);
				child.refresh();
				assertThat(child.getEnvironment().getPropertySources().contains("shared-config:orders")).isTrue();
				assertThat(child.getBean(FollowerHub.class)).isNotSameAs(hub);
			}
			assertThat(hub.isRunning()).isTrue();
			assertThat(hub.find("orders").refresh().reason()).isNull();
		});
	}

	private TestMaster orders(String document) {
		return TestMaster.publish(this.directory, "orders", document);
	}

	@Configuration(proxyBeanMethods = false)
	static class Imports {

	}

	@SharedConfig("orders")
	@Configuration(proxyBeanMethods = false)
	static class Annotated {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		private final SharedConfigFollower byQualifier;

		private final SharedConfigFollower byType;

		Injected(@Qualifier("orders") SharedConfigFollower byQualifier, ObjectProvider<SharedConfigFollower> byType) {
			this.byQualifier = byQualifier;
			this.byType = byType.getIfUnique();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHub {

		@Bean
		FollowerHub ownHub() {
			return new FollowerHub(
					new FollowOptions(Path.of("nowhere"), Duration.ofSeconds(1), Duration.ofSeconds(1), Set.of(), true),
					FollowEvents.NONE);
		}

	}

}
