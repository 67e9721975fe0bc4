package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.autoconfigure.SharedConfigFollowerAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigInjectAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigRefreshAutoConfiguration;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.refresh.SharedConfigChangedEvent;
import io.sharedconfig.refresh.SharedConfigRejectedEvent;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/**
 * A master of {@code orders} and an application that follows it, without Spring Cloud
 * unless its source adds that, and polls when it is told to.
 */
final class Following implements AutoCloseable {

	private final TestMaster master;

	private final ConfigurableApplicationContext context;

	private Following(TestMaster master, ConfigurableApplicationContext context) {
		this.master = master;
		this.context = context;
	}

	static Following start(Path directory, String document, Class<?> source, String... properties) {
		return start(TestMaster.publish(directory, "orders", document), directory, source, properties);
	}

	static Following start(TestMaster master, Path directory, Class<?> source, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.main.banner-mode=off", "--spring.main.log-startup-info=false",
						"--shared-config.directory=" + directory, "--spring.config.import=shared-config:orders",
						"--shared-config.follower.poll-interval=1h", "--shared-config.follower.doorbell=off"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		try {
			return new Following(master,
					new SpringApplicationBuilder(source, Starter.class).web(WebApplicationType.NONE)
						.run(arguments.toArray(String[]::new)));
		}
		catch (RuntimeException | Error ex) {
			master.close();
			throw ex;
		}
	}

	/**
	 * Make a document of properties whose values need no quoting but that of a text.
	 */
	static String json(Map<String, ?> properties) {
		List<String> members = new ArrayList<>();
		properties.forEach((name, value) -> members.add("\"%s\":\"%s\"".formatted(name, value)));
		return "{" + String.join(",", members) + "}";
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	SharedConfigFollower follower() {
		return this.context.getBean(SharedConfigFollower.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T live(Class<T> type) {
		return bean(LivePropertiesFactory.class).of(type).get();
	}

	String property(String key) {
		return this.context.getEnvironment().getProperty(key, "(none)");
	}

	List<SharedConfigRejectedEvent> rejected() {
		return bean(Heard.class).rejected;
	}

	List<SharedConfigChangedEvent> changed() {
		return bean(Heard.class).changed;
	}

	RefreshResult publish(String document) {
		this.master.publish(document);
		return follower().refresh();
	}

	RefreshResult set(String property, Object value) {
		this.master.set(property, value);
		return follower().refresh();
	}

	void publishOnly(String property, Object value) {
		this.master.set(property, value);
	}

	void publishOnly(String document) {
		this.master.publish(document);
	}

	@Override
	public void close() {
		this.context.close();
		this.master.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SharedConfigFollowerAutoConfiguration.class, SharedConfigInjectAutoConfiguration.class,
			SharedConfigRefreshAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class,
			PropertyPlaceholderAutoConfiguration.class })
	@Import(Heard.class)
	static class Starter {

	}

	static class Heard {

		private final List<SharedConfigRejectedEvent> rejected = new ArrayList<>();

		private final List<SharedConfigChangedEvent> changed = new ArrayList<>();

		@EventListener
		void on(SharedConfigRejectedEvent event) {
			this.rejected.add(event);
		}

		@EventListener
		void on(SharedConfigChangedEvent event) {
			this.changed.add(event);
		}

	}

}
