package io.sharedconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sharedconfig.autoconfigure.SharedConfigFollowerAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigInjectAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigRefreshAutoConfiguration;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a process loads until it has read its first property, and the master knows of it.
 */
class FirstLookTests {

	private static final String DATA_BINDING = "tools.jackson.databind.";

	@TempDir
	Path temp;

	@ParameterizedTest
	@ValueSource(classes = { PlainFollower.class, BootFollower.class })
	void firstLookWhenVersionIsThereNeedsNoDataBinding(Class<?> main) throws Exception {
		Path directory = this.temp.resolve("shared");
		Path log = this.temp.resolve("classes.log");
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(directory, "orders").withoutBackup().open()) {
			publisher.change()
				.document(Map.of("pricing", Map.of("discount", "0.15", "limits", List.of(1, 2.5, true))))
				.author("alice")
				.comment("why")
				.publish();
			try (ChildJvm child = ChildJvm.start(List.of("-Xmx256m", "-Xlog:class+load:file=" + log), main,
					directory)) {
				assertThat(child.await("discount ")).isEqualTo("0.15");
				await().atMost(Duration.ofSeconds(60))
					.until(() -> publisher.followers().stream().anyMatch((status) -> status.appliedVersion() > 0));
				child.endInput();
				assertThat(child.awaitExit()).isZero();
			}
		}
		List<String> loaded = loadedClasses(log);
		assertThat(loaded.contains("tools.jackson.core.JsonParser")).as("the log shows what is loaded").isTrue();
		assertThat(loaded.stream().filter((name) -> name.startsWith(DATA_BINDING))).isEmpty();
	}

	private static List<String> loadedClasses(Path log) throws IOException {
		try (Stream<String> lines = Files.lines(log)) {
			return lines.map((line) -> line.replaceFirst("^(\\[[^]]*])+ ", "").split(" ", 2)[0]).toList();
		}
	}

	/**
	 * Reads a property without Spring.
	 */
	static final class PlainFollower {

		private PlainFollower() {
		}

		public static void main(String[] args) throws IOException {
			try (SharedConfigFollower follower = SharedConfigs.follower(Path.of(args[0]), "orders").open()) {
				ConfigSnapshot current = follower.current();
				if (current != null) {
					System.out.println("discount " + current.property("pricing.discount"));
				}
				System.in.read();
			}
		}

	}

	/**
	 * Reads a property through {@code @Value}. Only what is ours is configured: what Boot
	 * finds to be initialized on its class path binds data, too.
	 */
	static final class BootFollower {

		private BootFollower() {
		}

		public static void main(String[] args) throws IOException {
			System.setProperty("spring.backgroundpreinitializer.ignore", "true");
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.run("--spring.config.import=shared-config:orders", "--shared-config.directory=" + args[0])) {
				System.out.println("discount " + context.getBean(Application.class).discount);
				System.in.read();
			}
		}

		@Configuration(proxyBeanMethods = false)
		@ImportAutoConfiguration({ SharedConfigFollowerAutoConfiguration.class,
				SharedConfigInjectAutoConfiguration.class, SharedConfigRefreshAutoConfiguration.class })
		static class Application {

			@Value("${pricing.discount}")
			String discount = "";

		}

	}

}
