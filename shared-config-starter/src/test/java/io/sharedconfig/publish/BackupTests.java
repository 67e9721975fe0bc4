package io.sharedconfig.publish;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.FileEffects;
import io.sharedconfig.plain.PublisherBuilder;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Backup} and {@link Recovery}.
 */
class BackupTests {

	@TempDir
	Path temp;

	private Path directory;

	private Path backup;

	private Path document;

	private Path history;

	private final List<String> warnings = new ArrayList<>();

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("shared");
		this.backup = this.temp.resolve("backup");
		this.document = this.backup.resolve("orders.json");
		this.history = this.backup.resolve("orders.history.jsonl");
	}

	@Test
	void publishAppendsALineAndReplacesTheReadableDocument() throws Exception {
		publishTwoVersions();
		assertThat(Files.readAllLines(this.history)).satisfiesExactly(
				(line) -> assertThat(line).startsWith("{\"version\":1,\"publishedAt\":")
					.contains("\"sha256\":\"")
					.endsWith("\"document\":{\"a\":1.50}}"),
				(line) -> assertThat(line).startsWith("{\"version\":2,\"publishedAt\":")
					.contains("\"author\":\"alice\",\"comment\":\"more\"")
					.endsWith("\"document\":{\"a\":1.50,\"b\":\"\u00fc\"}}"));
		assertThat(this.document).content(StandardCharsets.UTF_8).isEqualToIgnoringNewLines("""
				{
				  "a" : 1.50,
				  "b" : "\u00fc"
				}
				""");
	}

	@Test
	void openWhenSharedDirectoryWasWipedPublishesTheLastVersionUnderItsNumberAndAuthor() throws Exception {
		publishTwoVersions();
		FileSystemUtils.deleteRecursively(this.directory);
		try (SharedConfigPublisher publisher = master().initial("{\"never\":1}").open()) {
			ConfigSnapshot current = publisher.current();
			assertThat(current.version()).isEqualTo(2);
			assertThat(current.json()).isEqualTo("{\"a\":1.50,\"b\":\"\u00fc\"}");
			assertThat(current.author()).isEqualTo("alice");
			assertThat(current.comment()).isEqualTo("more");
			assertFollowerSees(current);
			assertThat(publisher.change().set("a", 2).publish().version()).isEqualTo(3);
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void openWhenDocumentIsAsDeepAsItMayBeFindsItInTheHistory() throws Exception {
		String deep = "{\"a\":".repeat(500) + "1" + "}".repeat(500);
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.change().document(deep).author("alice").publish();
		}
		FileSystemUtils.deleteRecursively(this.directory);
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().json()).isEqualTo(deep);
			assertThat(publisher.current().author()).isEqualTo("alice");
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void openWhenMasterDiedBetweenHistoryAndFilePublishesThatVersion() {
		publishTwoVersions();
		commitBehindTheFile(3, "{\"a\":3}");
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(3);
			assertThat(publisher.current().author()).isEqualTo("bob");
			assertFollowerSees(publisher.current());
		}
	}

	@Test
	void openWhenMasterDiedBetweenHistoryAndDocumentReplacesTheDocument() throws Exception {
		publishTwoVersions();
		Image before = Image.of(this.backup);
		commitBehindTheFile(3, "{\"a\":3}");
		for (String file : List.of("orders.json", "orders.json.version")) {
			before.files().get(file).writeTo(this.backup.resolve(file));
		}
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(3);
			assertThat(publisher.current().json()).isEqualTo("{\"a\":3}");
		}
		assertThat(this.document).content().isEqualToIgnoringWhitespace("{\"a\":3}");
	}

	@Test
	void openWhenBackupIsBehindAppendsTheVersionOfTheFile() throws Exception {
		publishTwoVersions();
		try (SharedConfigPublisher publisher = master().withoutBackup().open()) {
			publisher.change().set("a", 3).author("carol").publish();
		}
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(3);
		}
		assertThat(Files.readAllLines(this.history)).hasSize(3)
			.last()
			.satisfies((line) -> assertThat(line).startsWith("{\"version\":3,").contains("\"author\":\"carol\""));
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void openWhenFileAndBackupDifferUnderOneVersionPublishesWhatFollowersHaveAsANewOne() {
		publishTwoVersions();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
		try (SharedConfigPublisher publisher = master().withoutBackup().open()) {
			publisher.publish("{\"x\":1}");
			publisher.publish("{\"x\":2}");
		}
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(3);
			assertThat(publisher.current().json()).isEqualTo("{\"x\":2}");
			assertFollowerSees(publisher.current());
		}
		assertThat(this.warnings).singleElement().asString().contains("version 2", "different documents");
	}

	@Test
	void openWhenDocumentWasEditedByHandPublishesItAsAVersionOfItsOwn() throws Exception {
		publishTwoVersions();
		Files.writeString(this.document, "{ \"a\": 9e2, \"c\": [true] }");
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(3);
			assertThat(publisher.current().json()).isEqualTo("{\"a\":9e2,\"c\":[true]}");
			assertThat(publisher.current().comment()).isEqualTo("Edited in the backup while no master was running");
			assertFollowerSees(publisher.current());
		}
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(3);
		}
	}

	@Test
	void openWhenOnlyTheWhiteSpaceOfTheDocumentWasEditedPublishesNothing() throws Exception {
		publishTwoVersions();
		Files.writeString(this.document, "{\"a\":1.50,\n\n\"b\":\"\u00fc\"}");
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(2);
		}
	}

	@Test
	void openWhenEditedDocumentIsNotJsonKeepsTheLastVersionAndTheEdit() throws Exception {
		publishTwoVersions();
		Files.writeString(this.document, "{ \"a\": s3cr3t }");
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(2);
		}
		assertThat(this.backup.resolve("orders.json.invalid")).hasContent("{ \"a\": s3cr3t }");
		assertThat(this.warnings).singleElement()
			.asString()
			.contains("orders.json.invalid", "line 1")
			.doesNotContain("s3cr3t");
		assertThat(this.document).content().isEqualToIgnoringWhitespace("{\"a\":1.50,\"b\":\"\u00fc\"}");
	}

	@Test
	void openWhenDocumentIsTheOnlyThingThereIsPublishesIt() throws Exception {
		Files.createDirectories(this.backup);
		Files.writeString(this.document, "{\"from\":\"a person\"}");
		Files.setPosixFilePermissions(this.backup, PosixFilePermissions.fromString("rwx------"));
		try (SharedConfigPublisher publisher = master().initial("{\"never\":1}").open()) {
			assertThat(publisher.current().version()).isOne();
			assertThat(publisher.current().json()).isEqualTo("{\"from\":\"a person\"}");
		}
	}

	@Test
	void openWhenLastLineWasNotFinishedCutsItAndWarns() throws Exception {
		publishTwoVersions();
		Files.writeString(this.history, "{\"version\":3,\"publishedAt\":17", StandardOpenOption.APPEND);
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isEqualTo(2);
			assertThat(publisher.change().set("a", 3).publish().version()).isEqualTo(3);
		}
		assertThat(this.warnings).singleElement().asString().contains("unfinished last line", "lengthBytes=29");
		assertThat(Files.readAllLines(this.history)).hasSize(3).allMatch((line) -> line.endsWith("}"));
	}

	@Test
	void openWhenLastLineIsDamagedKeepsACopyAndGoesOnWithTheNewestGoodVersion() throws Exception {
		publishTwoVersions();
		FileSystemUtils.deleteRecursively(this.directory);
		Files.delete(this.document);
		List<String> lines = new ArrayList<>(Files.readAllLines(this.history));
		lines.set(1, lines.get(1).replace("1.50", "9.99"));
		Files.write(this.history, lines);
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current().version()).isOne();
		}
		assertThat(this.backup.resolve("orders.history.jsonl.damaged")).content().contains("9.99");
		assertThat(this.warnings).singleElement().asString().contains("damaged line").doesNotContain("9.99");
	}

	@Test
	void openRemovesTemporaryFilesOfACrash() throws Exception {
		publishTwoVersions();
		Path left = this.backup.resolve("orders~0b7c.tmp");
		Path other = this.backup.resolve("other~0b7c.tmp");
		Files.writeString(left, "{");
		Files.writeString(other, "{");
		master().open().close();
		assertThat(left).doesNotExist();
		assertThat(other).exists();
	}

	@Test
	void openWhenAnotherMasterUsesTheBackupIsRefusedAndLeavesTheSharedDirectoryFree() {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1}").open()) {
			Path elsewhere = this.temp.resolve("elsewhere");
			assertThatExceptionOfType(MasterAlreadyRunningException.class)
				.isThrownBy(() -> SharedConfigs.publisher(elsewhere, "orders").backup(this.backup).open())
				.withMessageContaining(this.backup.toString());
			SharedConfigs.publisher(elsewhere, "orders").withoutBackup().open().close();
			assertThat(publisher.publish("{\"a\":2}").version()).isEqualTo(2);
		}
	}

	@Test
	void openWhenBackupDirectoryIsALinkIsRefused() throws Exception {
		Path target = Files.createDirectory(this.temp.resolve("target"));
		Files.createSymbolicLink(this.backup, target);
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(() -> master().open())
			.withMessageContainingAll(this.backup.toString(), "shared-config.publisher.backup.directory");
		assertThat(target).isEmptyDirectory();
	}

	@Test
	void openWhenBackupDirectoryCannotBeMadeIsRefused() throws Exception {
		Files.writeString(this.backup, "a file");
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> SharedConfigs.publisher(this.directory, "orders").backup(this.backup.resolve("x")).open())
			.withMessageContaining(this.backup.toString());
	}

	@Test
	void publishWhenHistoryCanNeitherBeWrittenNorCutStopsAndSaysThatTheOutcomeIsUnknown() throws Exception {
		MasterPublisher publisher = (MasterPublisher) master().initial("{\"a\":1}").open();
		try (publisher) {
			String readable = Files.readString(this.document);
			publisher.backup().history().close();
			assertThatExceptionOfType(StorageException.class).isThrownBy(() -> publisher.publish("{\"a\":2}"))
				.withMessageContainingAll(this.history.toString(), "may be there after a restart")
				.satisfies((ex) -> assertThat(ex.outcomeUnknown()).isTrue());
			assertThat(publisher.state()).isEqualTo(PublisherState.FENCED);
			assertThatExceptionOfType(NotMasterException.class).isThrownBy(() -> publisher.publish("{\"a\":3}"));
			assertThat(publisher.current().version()).isOne();
			assertThat(this.document).hasContent(readable);
			assertFollowerSees(publisher.current());
		}
	}

	private void publishTwoVersions() {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1.50}").open()) {
			publisher.change().set("b", "\u00fc").author("alice").comment("more").publish();
		}
		this.warnings.clear();
	}

	private void commitBehindTheFile(long version, String json) {
		DocumentCodec codec = new DocumentCodec();
		try (Backup open = Backup.open(this.backup, "orders", codec, this.warnings::add, FileEffects.UNWATCHED)) {
			HistoryEntry entry = Recovered.entry(version, "bob", codec.encode(json));
			DocumentSnapshot snapshot = Versions.of("orders", entry);
			open.commit(snapshot, null);
		}
	}

	private void assertFollowerSees(ConfigSnapshot expected) {
		try (var follower = SharedConfigs.follower(this.directory, "orders").trustedOwners(Set.of()).open()) {
			ConfigSnapshot seen = follower.current();
			assertThat(seen).isNotNull();
			assertThat(seen.version()).isEqualTo(expected.version());
			assertThat(seen.json()).isEqualTo(expected.json());
			assertThat(seen.author()).isEqualTo(expected.author());
			assertThat(seen.properties()).isEqualTo(expected.properties());
		}
	}

	private PublisherBuilder master() {
		return SharedConfigs.publisher(this.directory, "orders").backup(this.backup).events(new PublishEvents() {
			@Override
			public void warning(String name, String problem) {
				BackupTests.this.warnings.add(problem);
			}
		});
	}

}
