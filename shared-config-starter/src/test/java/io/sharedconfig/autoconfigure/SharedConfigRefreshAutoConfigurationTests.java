package io.sharedconfig.autoconfigure;

import java.nio.file.Path;

import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.inject.Injections;
import io.sharedconfig.refresh.ContextApplier;
import io.sharedconfig.refresh.ContextRefresh;
import io.sharedconfig.refresh.SpringCloudRefresh;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigRefreshAutoConfiguration} and
 * {@link SharedConfigSpringCloudAutoConfiguration}.
 */
class SharedConfigRefreshAutoConfigurationTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner().withPropertyValues("shared-config.directory=" + this.directory)
			.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class,
					SharedConfigInjectAutoConfiguration.class, SharedConfigRefreshAutoConfiguration.class,
					SharedConfigSpringCloudAutoConfiguration.class));
	}

	@Test
	void contextWhenSpringCloudRefreshesUsesItsMonitor() {
		this.runner.withConfiguration(AutoConfigurations.of(RefreshAutoConfiguration.class)).run((context) -> {
			assertThat(context).hasSingleBean(ContextApplier.class).hasSingleBean(SpringCloudRefresh.class);
			assertThat(context.getBean(ContextRefresh.class).monitor())
				.isSameAs(context.getBean(ContextRefresher.class));
		});
	}

	@Test
	void contextWhenSpringCloudDoesNotRefreshGoesWithout() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ContextApplier.class)
			.doesNotHaveBean(ContextRefresh.class));
		this.runner.withConfiguration(AutoConfigurations.of(RefreshAutoConfiguration.class))
			.withPropertyValues("spring.cloud.refresh.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ContextApplier.class)
				.doesNotHaveBean(ContextRefresh.class));
	}

	@Test
	void contextWhenSpringCloudIsNotOnTheClassPathGoesWithout() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ContextApplier.class)
				.doesNotHaveBean(ContextRefresh.class));
	}

	@Test
	void contextWhenApplicationBringsItsOwnBeansBacksOff() {
		this.runner.withConfiguration(AutoConfigurations.of(RefreshAutoConfiguration.class))
			.withUserConfiguration(Own.class)
			.run((context) -> assertThat(context).hasSingleBean(ContextApplier.class)
				.doesNotHaveBean(SpringCloudRefresh.class)
				.doesNotHaveBean("sharedConfigContextApplier"));
	}

	@Test
	void contextWhenDisabledHasNone() {
		this.runner.withConfiguration(AutoConfigurations.of(RefreshAutoConfiguration.class))
			.withPropertyValues("shared-config.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ContextApplier.class)
				.doesNotHaveBean(ContextRefresh.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		ContextRefresh ownRefresh() {
			return ContextRefresh.none();
		}

		@Bean
		ContextApplier ownApplier(FollowerHub hub, ConfigurableApplicationContext context, ContextRefresh refresh,
				Injections injections) {
			return new ContextApplier(hub, context, refresh, injections);
		}

	}

}
