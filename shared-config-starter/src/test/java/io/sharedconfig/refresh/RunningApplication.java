package io.sharedconfig.refresh;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.publish.MasterPublisher;
import io.sharedconfig.publish.PublishEvents;
import io.sharedconfig.publish.PublisherOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A master of {@code orders} and an application that follows it and polls only when it is
 * told to, unless it is started with another interval.
 */
final class RunningApplication implements AutoCloseable {

	private final MasterPublisher master;

	private final ConfigurableApplicationContext context;

	private RunningApplication(MasterPublisher master, ConfigurableApplicationContext context) {
		this.master = master;
		this.context = context;
	}

	static RunningApplication start(Class<?> source, Path directory, @Nullable String document, String... properties) {
		MasterPublisher master = master(directory, "orders", document);
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off",
				"--shared-config.directory=" + directory, "--spring.config.import=${import:shared-config:orders}",
				"--shared-config.follower.poll-interval=${interval:1h}", "--shared-config.follower.doorbell=off"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		try {
			return new RunningApplication(master, new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
				.run(arguments.toArray(String[]::new)));
		}
		catch (RuntimeException | Error ex) {
			master.close();
			throw ex;
		}
	}

	static MasterPublisher master(Path directory, String name, @Nullable String document) {
		PublisherOptions options = PublisherOptions.of(directory, name, 1 << 16, 1 << 20,
				PosixFilePermissions.fromString("rw-------"), null);
		return MasterPublisher.open(options, () -> document, PublishEvents.NONE);
	}

	MasterPublisher master() {
		return this.master;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	SharedConfigFollower follower() {
		return this.context.getBean("sharedConfigFollower.orders", SharedConfigFollower.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	String property(String key) {
		return this.context.getEnvironment().getProperty(key, "(none)");
	}

	void publishAndPoll(String document) {
		this.master.publish(document);
		follower().refresh();
	}

	@Override
	public void close() {
		this.context.close();
		this.master.close();
	}

}
