package io.sharedconfig.plain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.source.InitialDocument;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that documents of all sizes go from a master to a follower unchanged.
 */
class DocumentSizesTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@TempDir
	Path temp;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1_000, 10_000, 100_000 })
	void documentOfSoManyPropertiesGoesThroughUnchanged(int properties) throws Exception {
		Map<String, Object> document = new LinkedHashMap<>();
		for (int i = 0; i < properties; i++) {
			Object value = (i % 3 == 0) ? i : (i % 3 == 1) ? "text \u00e4\u20ac\ud83d\ude00 " + i : i % 2 == 0;
			document.put("group" + i / 100 + "-" + i, value);
		}
		ConfigSnapshot seen = goThrough(document);
		assertThat(seen.properties()).hasSize(properties).containsExactlyEntriesOf(document);
	}

	@Test
	void documentOfFiveMegabytesGoesThroughWhileAnotherFollowerReads() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		AtomicReference<Throwable> torn = new AtomicReference<>();
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(this.temp, "orders").withoutBackup().open();
				SharedConfigFollower follower = SharedConfigs.follower(this.temp, "orders")
					.pollInterval(Duration.ofMillis(1))
					.open()) {
			Thread reader = new Thread(() -> {
				while (!done.get()) {
					ConfigSnapshot current = follower.current();
					if (current != null && (!current.properties().get("first").equals(current.properties().get("last"))
							|| current.property("text").length() < 10)) {
						torn.set(new AssertionError("mixture in version " + current.version()));
					}
				}
			});
			reader.start();
			for (int i = 1; i <= 10; i++) {
				int length = (i % 2 == 0) ? 5 * 1024 * 1024 : 10;
				publisher.publish(
						"{\"first\":%d,\"text\":\"%s\",\"last\":%d}".formatted(i, "\u00e4".repeat(length / 2 + 10), i));
			}
			assertThat(follower.awaitVersion(10, LONG)).isTrue();
			assertThat(follower.current().document()).isEqualTo(publisher.current().document());
			done.set(true);
			reader.join();
			assertThat(torn.get()).isNull();
		}
	}

	@Test
	void schemaStoreCatalogGoesThroughUnchanged() throws Exception {
		Path catalog = data("schemastore-catalog.json");
		String text = Files.readString(catalog);
		JsonNode expected = new JsonMapper().readTree(text);
		assertThat(goThrough(text).document()).isEqualTo(expected);
	}

	@Test
	void petClinicConfigurationGoesThroughUnchanged() throws Exception {
		int files = 0;
		try (Stream<Path> list = Files.list(data("petclinic-config"))) {
			for (Path file : (Iterable<Path>) list.filter((path) -> path.toString().endsWith(".yml"))::iterator) {
				Object document = InitialDocument.load(new FileSystemResource(file),
						Set.of("mysql", "docker", "chaos-monkey"));
				try (SharedConfigPublisher publisher = SharedConfigs
					.publisher(this.temp.resolve("shared"), "petclinic" + files)
					.withoutBackup()
					.open();
						SharedConfigFollower follower = SharedConfigs
							.follower(this.temp.resolve("shared"), "petclinic" + files)
							.open()) {
					ConfigSnapshot published = publisher.publish(document);
					assertThat(follower.awaitVersion(1, LONG)).isTrue();
					assertThat(follower.current().document()).isEqualTo(published.document());
					assertThat(follower.current().properties()).isNotEmpty().isEqualTo(published.properties());
				}
				files++;
			}
		}
		assertThat(files).isEqualTo(9);
	}

	private ConfigSnapshot goThrough(Object document) throws Exception {
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(this.temp, "orders")
			.backup(this.temp.resolve("backup"))
			.open(); SharedConfigFollower follower = SharedConfigs.follower(this.temp, "orders").open()) {
			ConfigSnapshot published = publisher.publish(document);
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			assertThat(follower.current().document()).isEqualTo(published.document());
			assertThat(follower.current().json()).isEqualTo(published.json());
			return follower.current();
		}
	}

	private static Path data(String name) {
		Path folder = Path.of("").toAbsolutePath();
		while (folder != null && !Files.exists(folder.resolve("shared/data").resolve(name))) {
			folder = folder.getParent();
		}
		Assumptions.assumeTrue(folder != null, "the shared documents are not beside this clone");
		return folder.resolve("shared/data").resolve(name);
	}

}
