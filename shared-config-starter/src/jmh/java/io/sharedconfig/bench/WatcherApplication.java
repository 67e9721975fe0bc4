package io.sharedconfig.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

import io.sharedconfig.LiveProperties;
import io.sharedconfig.LivePropertiesFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The other process of {@link PublishToVisible} with Spring Boot: one key as
 * {@code @Value}, as {@code LiveProperties} and in the environment.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(WatcherApplication.Pricing.class)
public class WatcherApplication {

	@Value("${" + PublishToVisible.KEY + "}")
	private volatile @Nullable String value;

	/**
	 * Watch until the input ends.
	 * @param args arguments of the application
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(WatcherApplication.class)
			.web(WebApplicationType.NONE)
			.run(args);
		WatcherApplication application = context.getBean(WatcherApplication.class);
		LiveProperties<Pricing> pricing = context.getBean(LivePropertiesFactory.class).of(Pricing.class);
		Supplier<@Nullable String> value = () -> application.value;
		Supplier<@Nullable String> live = () -> pricing.get().discount();
		Supplier<@Nullable String> environment = () -> context.getEnvironment().getProperty(PublishToVisible.KEY);
		Lookout.run(List.of(value, live, environment));
		context.close();
	}

	/**
	 * The properties.
	 *
	 * @param discount the one that changes
	 */
	@ConfigurationProperties("pricing")
	public record Pricing(String discount) {

	}

}
