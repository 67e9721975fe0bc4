package io.sharedconfig.autoconfigure;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.env.ThreadsOfOurs;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is left of versions and applications that are gone: nothing.
 */
class LeakTests {

	private static final int VERSIONS = 10_000;

	private static final int KEYS = 20;

	private static final int CONTEXTS = 200;

	/*
	 * A leak of the names alone would be ten times as much.
	 */
	private static final long TOLERATED_BYTES = 4 << 20;

	@TempDir
	private Path directory;

	@Test
	void versionsWithChangingKeysLeaveNeitherMemoryNorThreadsNorSources() {
		ThreadsOfOurs threads = new ThreadsOfOurs();
		try (SharedConfigPublisher master = SharedConfigs.publisher(this.directory, "orders").withoutBackup().open()) {
			master.publish(document(0));
			try (ConfigurableApplicationContext context = start()) {
				int threadsBefore = threads.count();
				int sources = context.getEnvironment().getPropertySources().size();
				apply(master, context, 1, VERSIONS / 10);
				long before = usedBytes();
				apply(master, context, VERSIONS / 10 + 1, VERSIONS);
				assertThat(usedBytes() - before).isLessThan(TOLERATED_BYTES);
				assertThat(threads.count()).isEqualTo(threadsBefore);
				assertThat(context.getEnvironment().getPropertySources()).hasSize(sources);
			}
		}
		threads.awaitEnd();
	}

	@Test
	void contextsStartedAndStoppedLeaveNeitherThreadsNorMappingsNorThemselves() {
		ThreadsOfOurs threads = new ThreadsOfOurs();
		List<WeakReference<Object>> left = new ArrayList<>();
		TestMaster.publish(this.directory, "orders", "{\"a\":1}").close();
		for (int i = 0; i < CONTEXTS; i++) {
			try (ConfigurableApplicationContext context = start()) {
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
				left.add(new WeakReference<>(context));
				left.add(new WeakReference<>(context.getBean(FollowerHub.class)));
			}
		}
		threads.awaitEnd();
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			System.gc();
			// Spring and the JVM may keep the last one
			assertThat(left.stream().filter((reference) -> reference.get() != null).count()).isLessThanOrEqualTo(2);
			assertThat(mappings()).isZero();
		});
	}

	private static void apply(SharedConfigPublisher master, ConfigurableApplicationContext context, int from, int to) {
		FollowerHub hub = context.getBean(FollowerHub.class);
		ConfigurableEnvironment environment = context.getEnvironment();
		for (int version = from; version <= to; version++) {
			master.publish(document(version));
			hub.refresh();
			assertThat(environment.getProperty("orders.version-" + version + ".key-0")).isEqualTo("0");
			assertThat(environment.getProperty("orders.version-" + (version - 1) + ".key0")).isNull();
			if (version % 100 == 0) {
				assertThat(Binder.get(environment)
					.bind("orders.version-" + version, Bindable.mapOf(String.class, String.class))
					.get()).hasSize(KEYS);
			}
		}
	}

	private static Map<String, Object> document(int version) {
		Map<String, Object> keys = new LinkedHashMap<>();
		for (int key = 0; key < KEYS; key++) {
			keys.put("key-" + key, key);
		}
		return Map.of("orders", Map.of("version-" + version, keys));
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.logStartupInfo(false)
			.run("--spring.main.banner-mode=off", "--spring.config.import=shared-config:orders",
					"--logging.level.io.sharedconfig=warn", "--shared-config.directory=" + this.directory,
					"--shared-config.follower.poll-interval=1h");
	}

	private static long usedBytes() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

	private long mappings() throws IOException {
		Path maps = Path.of("/proc/self/maps");
		if (!Files.exists(maps)) {
			return 0;
		}
		try (Stream<String> lines = Files.lines(maps)) {
			return lines.filter((line) -> line.contains(this.directory.toString())).count();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SharedConfigFollowerAutoConfiguration.class, SharedConfigInjectAutoConfiguration.class,
			SharedConfigRefreshAutoConfiguration.class })
	static class Application {

	}

}
