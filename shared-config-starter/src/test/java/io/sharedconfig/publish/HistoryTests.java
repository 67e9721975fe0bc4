package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigHistory;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.StorageException;
import io.sharedconfig.VersionNotKeptException;
import io.sharedconfig.plain.PublisherBuilder;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HistoryFile}, {@link HistoryReader} and {@link MemoryHistory}.
 */
class HistoryTests {

	@TempDir
	Path temp;

	private Path directory;

	private Path backup;

	private Path file;

	private final List<String> warnings = new ArrayList<>();

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("shared");
		this.backup = this.temp.resolve("backup");
		this.file = this.backup.resolve("orders.history.jsonl");
	}

	@Test
	void historyHasVersionTimeAuthorCommentAndChangedNamesNewestFirst() {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1.50,\"b\":2}").open()) {
			ConfigSnapshot second = publisher.change()
				.set("c", 3)
				.set("a", "2.50")
				.remove("b")
				.author("alice")
				.comment("more")
				.publish();
			assertThat(publisher.history()).satisfiesExactly((newest) -> {
				assertThat(newest.version()).isEqualTo(2);
				assertThat(newest.publishedAt()).isEqualTo(second.publishedAt());
				assertThat(newest.author()).isEqualTo("alice");
				assertThat(newest.comment()).isEqualTo("more");
				assertThat(newest.changes()).isEqualTo(3);
				assertThat(newest.changed()).containsExactly("c", "a", "b");
			}, (first) -> {
				assertThat(first.version()).isOne();
				assertThat(first.author()).isNull();
				assertThat(first.changed()).containsExactly("a", "b");
			});
		}
	}

	@Test
	void revisionReturnsTheVersionAsItWasPublished() {
		String document = "{\"z\":1e10,\"a\":-0.0,\"n\":123456789012345678901234567890,\"t\":\"ü\\n\"}";
		try (SharedConfigPublisher publisher = master().open()) {
			ConfigSnapshot published = publisher.change().document(document).author("alice").comment("why").publish();
			publisher.publish("{}");
			ConfigSnapshot found = publisher.revision(1);
			assertThat(found.json()).isEqualTo(document);
			assertThat(found.properties()).isEqualTo(published.properties());
			assertThat(found.author()).isEqualTo("alice");
			assertThat(found.comment()).isEqualTo("why");
			assertThat(found.publishedAt()).isEqualTo(published.publishedAt());
			assertThat(found.version()).isOne();
		}
	}

	@Test
	void historyWhenThereAreTooManyVersionsKeepsTheNewest() throws IOException {
		try (SharedConfigPublisher publisher = master().history(5, 1 << 20).open()) {
			publish(publisher, 1, 23);
			assertThat(versions(publisher.history())).containsExactly(23L, 22L, 21L, 20L, 19L);
			assertThat(Files.readAllLines(this.file)).hasSize(5);
			assertThatExceptionOfType(VersionNotKeptException.class).isThrownBy(() -> publisher.revision(18))
				.withMessage("Version 18 of shared config 'orders' is not kept: kept=5 oldest=19 newest=23")
				.satisfies((ex) -> assertThat(ex.version()).isEqualTo(18));
			assertThatExceptionOfType(VersionNotKeptException.class)
				.isThrownBy(() -> publisher.change().rollbackTo(18).publish());
			assertThat(publisher.current().version()).isEqualTo(23);
			assertThat(publisher.change().rollbackTo(19).publish().json()).isEqualTo("{\"n\":19}");
		}
		assertNothingIsLeftOver();
	}

	@Test
	void historyWhenFileIsRewrittenNowAndThenShowsNoMoreThanItShould() throws IOException {
		try (SharedConfigPublisher publisher = master().history(16, 1 << 20).open()) {
			publish(publisher, 1, 40);
			assertThat(versions(publisher.history())).hasSize(16).startsWith(40L).endsWith(25L);
			assertThat(Files.readAllLines(this.file)).hasSizeBetween(16, 18);
			assertThatExceptionOfType(VersionNotKeptException.class).isThrownBy(() -> publisher.revision(24));
		}
	}

	@Test
	void historyWhenFileIsTooLongDropsTheOldestButNeverTheLastTwo() throws IOException {
		try (SharedConfigPublisher publisher = master().history(1000, 8 * 1024).open()) {
			publish(publisher, 1, 60);
			assertThat(Files.size(this.file)).isLessThanOrEqualTo(8 * 1024);
			assertThat(versions(publisher.history())).startsWith(60L, 59L).hasSizeGreaterThan(20);
			publisher.publish("{\"large\":\"%s\"}".formatted("x".repeat(20_000)));
			publisher.publish("{\"large\":\"%s\"}".formatted("y".repeat(20_000)));
			assertThat(versions(publisher.history())).containsExactly(62L, 61L);
			publish(publisher, 63, 80);
			assertThat(Files.size(this.file)).isLessThanOrEqualTo(8 * 1024);
			assertThat(versions(publisher.history())).startsWith(80L).hasSizeGreaterThan(10);
		}
	}

	@Test
	void openWhenLimitsWereLoweredShortensTheHistoryAndAppendsToIt() throws IOException {
		try (SharedConfigPublisher publisher = master().open()) {
			publish(publisher, 1, 20);
		}
		try (SharedConfigPublisher publisher = master().history(3, 1 << 20).open()) {
			assertThat(versions(publisher.history())).containsExactly(20L, 19L, 18L);
			assertThat(Files.readAllLines(this.file)).hasSize(3);
			publish(publisher, 21, 21);
		}
		FileSystemUtils.deleteRecursively(this.directory);
		try (SharedConfigPublisher publisher = master().history(3, 1 << 20).open()) {
			assertThat(publisher.current().version()).isEqualTo(21);
			assertThat(versions(publisher.history())).containsExactly(21L, 20L, 19L);
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void rollbackToAnyKeptVersionWorksAfterTheSharedDirectoryWasWiped() throws IOException {
		try (SharedConfigPublisher publisher = master().history(6, 1 << 20).open()) {
			publish(publisher, 1, 10);
		}
		FileSystemUtils.deleteRecursively(this.directory);
		try (SharedConfigPublisher publisher = master().open()) {
			for (long version : versions(publisher.history())) {
				long next = publisher.current().version() + ((version == publisher.current().version()) ? 0 : 1);
				ConfigSnapshot back = publisher.change().rollbackTo(version).publish();
				assertThat(back.json()).isEqualTo("{\"n\":%d}".formatted(version));
				assertThat(back.version()).isEqualTo(next);
			}
		}
	}

	@Test
	void historyOfADirectoryIsReadWithTheMasterRunningAndDead() throws IOException {
		ConfigHistory history = SharedConfigs.history(this.backup, "orders");
		assertThat(history.revisions()).isEmpty();
		assertThatExceptionOfType(VersionNotKeptException.class).isThrownBy(() -> history.revision(1))
			.withMessage("Version 1 of shared config 'orders' is not kept: kept=0");
		try (SharedConfigPublisher publisher = master().open()) {
			publish(publisher, 1, 3);
			assertThat(history.revisions()).isEqualTo(publisher.history()).hasSize(3);
			publish(publisher, 4, 4);
			assertThat(history.revision(4).json()).isEqualTo("{\"n\":4}");
		}
		FileSystemUtils.deleteRecursively(this.directory);
		assertThat(versions(history.revisions())).containsExactly(4L, 3L, 2L, 1L);
		assertThat(history.revision(2).json()).isEqualTo("{\"n\":2}");
		assertThat(this.directory).doesNotExist();
		assertThatExceptionOfType(InvalidNameException.class)
			.isThrownBy(() -> SharedConfigs.history(this.backup, "../orders"));
	}

	@Test
	void historyWhenALineInTheMiddleIsDamagedPassesOverIt() throws IOException {
		try (SharedConfigPublisher publisher = master().open()) {
			publish(publisher, 1, 4);
		}
		List<String> lines = new ArrayList<>(Files.readAllLines(this.file));
		lines.set(0, lines.get(0).replace("{\"n\":1}", "{\"n\":7}"));
		lines.set(1, "{\"version\":2,,");
		lines.set(2, "");
		Files.write(this.file, lines);
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(versions(publisher.history())).containsExactly(4L, 1L);
			assertThatExceptionOfType(StorageException.class).isThrownBy(() -> publisher.revision(1))
				.withMessageContainingAll("read version 1 in the history", "another SHA-256");
			assertThatExceptionOfType(VersionNotKeptException.class).isThrownBy(() -> publisher.revision(2));
			assertThat(publisher.change().set("n", 5).publish().version()).isEqualTo(5);
		}
	}

	@Test
	void historyWhenTheLastLineIsNotFinishedPassesOverIt() throws IOException {
		try (SharedConfigPublisher publisher = master().open()) {
			publish(publisher, 1, 2);
		}
		String unfinished = Files.readAllLines(this.file).get(1).replace("\"version\":2", "\"version\":3");
		Files.writeString(this.file, unfinished, StandardOpenOption.APPEND);
		assertThat(versions(SharedConfigs.history(this.backup, "orders").revisions())).containsExactly(2L, 1L);
		Files.writeString(this.file, "\n", StandardOpenOption.APPEND);
		assertThat(versions(SharedConfigs.history(this.backup, "orders").revisions())).containsExactly(3L, 2L, 1L);
	}

	@Test
	void historyWhenALineSaysNothingOfChangesIsReadAllTheSame() throws IOException {
		try (SharedConfigPublisher publisher = master().open()) {
			publish(publisher, 1, 1);
		}
		Files.writeString(this.file, Files.readString(this.file).replace("\"changes\":1,\"changed\":[\"n\"],", ""));
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.history()).singleElement().extracting(ConfigRevision::changes).isEqualTo(0);
			assertThat(publisher.revision(1).json()).isEqualTo("{\"n\":1}");
		}
	}

	@Test
	void historyWhenVeryManyNamesChangedKeepsTheirNumber() {
		StringBuilder document = new StringBuilder("{");
		for (int i = 0; i < 4000; i++) {
			document.append("\"name%d\":%d,".formatted(i, i));
		}
		document.setCharAt(document.length() - 1, '}');
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.publish(document.toString());
			assertThat(publisher.history()).singleElement().satisfies((revision) -> {
				assertThat(revision.changes()).isEqualTo(4000);
				assertThat(revision.changed()).startsWith("name0", "name1").hasSizeBetween(1000, 3000);
			});
		}
	}

	@Test
	void eachLineIsJsonWhoseLastFieldIsTheDocument() throws IOException {
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.change().document("{\"a\":1.50}").author("al\"ice").comment("line\nfeed").publish();
		}
		JsonNode line = JsonMapper.shared().readTree(Files.readAllLines(this.file).get(0));
		assertThat(line.propertyNames()).containsExactly("version", "publishedAt", "author", "comment", "changes",
				"changed", "sha256", "document");
		assertThat(line.get("author").stringValue()).isEqualTo("al\"ice");
	}

	@Test
	void historyWithoutBackupIsInMemoryAndWithinItsLimits() {
		try (SharedConfigPublisher publisher = master().withoutBackup().history(3, 1 << 20).open()) {
			publish(publisher, 1, 5);
			assertThat(versions(publisher.history())).containsExactly(5L, 4L, 3L);
			assertThat(publisher.history().get(0).changed()).containsExactly("n");
			assertThat(publisher.revision(3).json()).isEqualTo("{\"n\":3}");
			assertThat(publisher.change().rollbackTo(3).publish().json()).isEqualTo("{\"n\":3}");
			assertThatExceptionOfType(VersionNotKeptException.class).isThrownBy(() -> publisher.revision(2));
		}
		try (SharedConfigPublisher publisher = master().withoutBackup().history(1000, 100).open()) {
			assertThat(versions(publisher.history())).containsExactly(6L);
			publisher.publish("{\"n\":\"%s\"}".formatted("x".repeat(200)));
			assertThat(versions(publisher.history())).containsExactly(7L);
		}
	}

	@Test
	void limitsWhenNotPositiveAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> master().history(0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> master().history(1, 0));
	}

	private void publish(SharedConfigPublisher publisher, long from, long to) {
		for (long version = from; version <= to; version++) {
			assertThat(publisher.publish("{\"n\":%d}".formatted(version)).version()).isEqualTo(version);
		}
	}

	private static List<Long> versions(List<ConfigRevision> revisions) {
		return revisions.stream().map(ConfigRevision::version).toList();
	}

	private void assertNothingIsLeftOver() throws IOException {
		try (var files = Files.list(this.backup)) {
			assertThat(files.map((path) -> path.getFileName().toString())).containsExactlyInAnyOrder("orders.json",
					"orders.json.version", "orders.lock", "orders.history.jsonl");
		}
	}

	private PublisherBuilder master() {
		return SharedConfigs.publisher(this.directory, "orders").backup(this.backup).events(new PublishEvents() {
			@Override
			public void warning(String name, String problem) {
				HistoryTests.this.warnings.add(problem);
			}
		});
	}

}
