package io.sharedconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.sharedconfig.autoconfigure.SharedConfigFollowerAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigInjectAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigRefreshAutoConfiguration;
import io.sharedconfig.plain.SharedConfigs;
import io.sharedconfig.refresh.SharedConfigChangedEvent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

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
	void firstLookAndAReplacedValueNeedNoDataBinding(Class<?> main) throws Exception {
		assertNoDataBinding(main, "0.15", (publisher) -> {
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainFollower.class, BootFollower.class })
	void firstLookWhenValuesWereReplacedBeforeNeedsNoDataBinding(Class<?> main) throws Exception {
		assertNoDataBinding(main, "0.25", (publisher) -> {
			publisher.change().set("pricing.limits[1]", 3.5).set("pricing.discount", "0.20").publish();
			publisher.change().set("pricing.discount", "0.25").author("bob").publish();
		});
	}

	private void assertNoDataBinding(Class<?> main, String discount, Consumer<SharedConfigPublisher> changes)
			throws Exception {
		Path directory = this.temp.resolve("shared");
		Path log = this.temp.resolve("classes.log");
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(directory, "orders").withoutBackup().open()) {
			publisher.change()
				// longer than the patches are: they are written as such
				.document(Map.of("pricing", Map.of("discount", "0.15", "limits", List.of(1, 2.5, true)), "motd",
						"x".repeat(500)))
				.author("alice")
				.comment("why")
				.publish();
			changes.accept(publisher);
			try (ChildJvm child = ChildJvm.start(List.of("-Xmx256m", "-Xlog:class+load:file=" + log), main,
					directory)) {
				assertThat(child.await("discount ")).isEqualTo(discount);
				awaitApplied(publisher);
				// a value that is replaced later takes none either
				publisher.change().set("pricing.discount", "0.30").publish();
				assertThat(child.await("discount ")).isEqualTo("0.30");
				awaitApplied(publisher);
				child.endInput();
				assertThat(child.awaitExit()).isZero();
			}
		}
		List<String> loaded = loadedClasses(log);
		assertThat(loaded.contains("tools.jackson.core.JsonParser")).as("the log shows what is loaded").isTrue();
		assertThat(loaded.stream().filter((name) -> name.startsWith(DATA_BINDING))).isEmpty();
	}

	private static void awaitApplied(SharedConfigPublisher publisher) {
		long version = publisher.current().version();
		await().atMost(Duration.ofSeconds(60))
			.until(() -> publisher.followers().stream().anyMatch((status) -> status.appliedVersion() == version));
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
				follower.onChange(
						(diff) -> System.out.println("discount " + diff.changed().get("pricing.discount").newValue()));
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

			@EventListener
			void changed(SharedConfigChangedEvent event) {
				System.out.println("discount " + this.discount);
			}

		}

	}

}
