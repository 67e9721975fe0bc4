package io.sharedconfig.autoconfigure;

import java.util.List;

import io.sharedconfig.actuate.DocumentSanitizer;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigEndpoint;
import io.sharedconfig.actuate.SharedConfigEndpointWebExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigEndpointAutoConfiguration} and the management context
 * configurations.
 */
class SharedConfigEndpointAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(EndpointAutoConfiguration.class,
			WebEndpointAutoConfiguration.class, SharedConfigFollowerAutoConfiguration.class,
			SharedConfigEndpointAutoConfiguration.class, ManagementContextAutoConfiguration.class);

	private static final String EXPOSED = "management.endpoints.web.exposure.include=sharedconfig";

	private static final String MAPPING = "sharedConfigChangeHandlerMapping";

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void contextWhenExposedHasTheEndpoint() {
		this.servlet.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(SharedConfigEndpoint.class)
				.hasSingleBean(SharedConfigEndpointWebExtension.class)
				.hasBean(MAPPING));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoints.web.exposure.exclude=sharedconfig",
			"management.endpoint.sharedconfig.access=NONE", "shared-config.enabled=false" })
	void contextWhenNotAvailableHasNoEndpoint(String property) {
		this.servlet.withPropertyValues(EXPOSED, property)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SharedConfigEndpoint.class)
				.doesNotHaveBean(SharedConfigEndpointWebExtension.class)
				.doesNotHaveBean(MAPPING));
	}

	@Test
	void contextWhenApplicationBringsItsOwnEndpointBacksOff() {
		this.servlet.withPropertyValues(EXPOSED)
			.withUserConfiguration(Own.class)
			.run((context) -> assertThat(context).hasSingleBean(SharedConfigEndpoint.class).hasBean("ownEndpoint"));
	}

	@Test
	void contextWhenOnlyJmxExposesHasNoWebPart() {
		this.servlet
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=sharedconfig")
			.run((context) -> assertThat(context).hasSingleBean(SharedConfigEndpoint.class)
				.doesNotHaveBean(SharedConfigEndpointWebExtension.class)
				.doesNotHaveBean(MAPPING));
	}

	@Test
	void contextWhenWebMvcIsNotOnTheClassPathHasNoMapping() {
		this.servlet.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MAPPING));
	}

	@Test
	void contextWhenWebFluxIsNotOnTheClassPathHasNoMapping() {
		this.reactive.withPropertyValues(EXPOSED).run((context) -> assertThat(context).hasBean(MAPPING));
		this.reactive.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MAPPING));
	}

	@Test
	void contextWhenActuatorIsNotOnTheClassPathHasNoEndpoint() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class,
					SharedConfigEndpointAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LocalConfigs.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		SharedConfigEndpoint ownEndpoint(LocalConfigs configs, ConfigurableEnvironment environment) {
			return new SharedConfigEndpoint(configs, environment, new DocumentSanitizer(List.of()), Show.ALWAYS,
					List::of);
		}

	}

}
