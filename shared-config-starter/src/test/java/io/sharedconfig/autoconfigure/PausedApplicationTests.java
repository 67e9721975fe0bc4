package io.sharedconfig.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sharedconfig.env.TestMaster;
import io.sharedconfig.follow.FollowerHub;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that is stopped or paused, as it is for a checkpoint (CRaC): nothing of
 * the shared file stays open, and it goes on when it is started again.
 */
@EnabledOnOs(OS.LINUX)
class PausedApplicationTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void applicationWhenPausedLetsGoOfTheFileAndGoesOnAfterwards(Pause pause) {
		TestMaster.publish(this.directory, "orders", "{\"a\":1}").close();
		awaitNothingMapped();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigFollowerAutoConfiguration.class))
			.withInitializer(new ConfigDataApplicationContextInitializer())
			.withPropertyValues("shared-config.directory=" + this.directory,
					"spring.config.import=shared-config:orders", "shared-config.follower.poll-interval=10ms")
			.run((context) -> {
				Set<Thread> threads = threads();
				assertThat(threads).hasSize(2);
				assertThat(mapped()).isNotEmpty();

				pause.begin.accept(context);
				awaitNothingMapped();
				assertThat(opened()).isEmpty();
				context.getBean(FollowerHub.class).refresh();
				awaitNothingMapped();
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");

				pause.end.accept(context);
				assertThat(mapped()).isNotEmpty();
				try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":2}")) {
					await().untilAsserted(() -> assertThat(context.getEnvironment().getProperty("a")).isEqualTo("2"));
				}
				assertThat(threads()).isEqualTo(threads);
			});
	}

	/*
	 * Until JDK 22 only the garbage collector unmaps a file.
	 */
	private void awaitNothingMapped() {
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			System.gc();
			assertThat(mapped()).isEmpty();
		});
	}

	private List<String> mapped() throws IOException {
		try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
			return maps.filter((line) -> line.contains(this.directory.toString())).toList();
		}
	}

	private List<Path> opened() throws IOException {
		try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
			return open.map(PausedApplicationTests::target).filter((path) -> path.startsWith(this.directory)).toList();
		}
	}

	private static Path target(Path descriptor) {
		try {
			return Files.isSymbolicLink(descriptor) ? Files.readSymbolicLink(descriptor) : descriptor;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> Set.of("shared-config-poll", "shared-config-apply").contains(thread.getName()))
			.collect(Collectors.toSet());
	}

	private enum Pause {

		STOP_AND_START(ConfigurableApplicationContext::stop, ConfigurableApplicationContext::start),

		PAUSE_AND_RESTART(ConfigurableApplicationContext::pause, ConfigurableApplicationContext::restart);

		private final Consumer<ConfigurableApplicationContext> begin;

		private final Consumer<ConfigurableApplicationContext> end;

		Pause(Consumer<ConfigurableApplicationContext> begin, Consumer<ConfigurableApplicationContext> end) {
			this.begin = begin;
			this.end = end;
		}

	}

}
