package io.sharedconfig.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DocumentFile} and {@link DocumentNote}: the readable document, how far
 * it may be behind, and what a person makes of it.
 */
class DocumentFileTests {

	private static final String NOTE = "orders.json.version";

	@TempDir
	Path temp;

	private Path directory;

	private Path document;

	private Path note;

	private final List<String> warnings = new ArrayList<>();

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("backup");
		this.document = this.directory.resolve("orders.json");
		this.note = this.directory.resolve(NOTE);
	}

	@Test
	void commitOfADocumentReplacesTheReadableOneAtOnce() {
		try (BackupLife life = new BackupLife(this.directory)) {
			assertReads(life.publish(json(1)), json(1));
			assertReads(life.publish(json(2)), json(2));
			assertThat(this.note).doesNotExist();
			life.backup.look();
			assertThat(this.note).content().startsWith("{\"version\":2,\"sha256\":\"");
		}
	}

	@Test
	void commitOfAPatchLeavesTheReadableOneToTheNextLook() {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish(json(1));
			set(life, 2);
			set(life, 3);
			assertReads(life, json(1));
			life.backup.look();
			assertReads(life, json(3));
			assertThat(this.note).content().startsWith("{\"version\":3,");
		}
	}

	@Test
	void closeWritesWhatIsNotWrittenYet() {
		BackupLife life = new BackupLife(this.directory);
		set(life.publish(json(1)), 2).close();
		assertReads(life, json(2));
		assertThat(this.note).content().startsWith("{\"version\":2,");
		life.backup.look();
		assertThat(life.warnings).isEmpty();
	}

	@Test
	void documentOfARunningMasterFollowsByItself() throws Exception {
		try (MasterPublisher master = MasterPublisher.open(
				Recovered.options(this.temp.resolve("shared"), this.directory), null,
				Recovered.warningsTo(this.warnings))) {
			master.publish(json(1));
			await().atMost(FaultScene.LONG).until(() -> Files.exists(this.note));
			master.backup()
				.commit(BackupLife.snapshot(2, BackupLife.CODEC.encode(json(2))),
						"[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]".getBytes());
			await().atMost(FaultScene.LONG).until(() -> Files.readString(this.note).startsWith("{\"version\":2,"));
			assertThat(this.document).content().isEqualToIgnoringWhitespace(json(2));
		}
	}

	@Test
	void openWhenMasterDiedBeforeTheDocumentWasReplacedReplacesIt() throws Exception {
		BackupLife life = new BackupLife(this.directory);
		life.publish(json(1)).backup.look();
		set(set(life, 2), 3).die();
		assertReads(life, json(1));
		assertIsBehind(json(3));
	}

	@Test
	void openWhenMasterDiedBetweenTheDocumentAndItsNoteReplacesIt() throws Exception {
		BackupLife life = new BackupLife(this.directory);
		life.publish(json(1)).backup.look();
		Image before = Image.of(this.directory);
		set(life, 2).backup.close();
		life = new BackupLife(this.directory);
		set(set(life, 3), 4).die();
		assertReads(life, json(2));
		before.files().get(NOTE).writeTo(this.note);
		assertIsBehind(json(4));
	}

	@Test
	void openWhenMasterDiedBeforeItsFirstNoteReplacesTheDocument() throws Exception {
		BackupLife life = new BackupLife(this.directory);
		set(set(life.publish(json(1)), 2), 3).die();
		assertThat(this.note).doesNotExist();
		assertIsBehind(json(3));
	}

	@Test
	void openWhenTheDocumentIsOlderThanTheHistoryReplacesIt() throws Exception {
		BackupLife life = new BackupLife(this.directory);
		life.publish(json(1)).backup.look();
		Image before = Image.of(this.directory);
		for (int i = 2; i <= 10; i++) {
			set(life, i).backup.look();
			life.backup.forget(new HistoryLimits(3, 1 << 20));
		}
		life.close();
		assertThat(life.lines()).hasSize(3);
		before.files().get(NOTE).writeTo(this.note);
		before.files().get("orders.json").writeTo(this.document);
		assertIsBehind(json(10));
	}

	@Test
	void openWhenOnlyTheWhiteSpaceOfTheDocumentWasEditedNotesIt() throws Exception {
		set(new BackupLife(this.directory).publish(json(1)), 2).close();
		Files.writeString(this.document, json(2).replace(":", ":\n"));
		String before = Files.readString(this.note);
		try (BackupLife next = new BackupLife(this.directory)) {
			assertThat(next.backup.edit()).isNull();
		}
		assertThat(this.document).hasContent(json(2).replace(":", ":\n"));
		assertThat(this.note).content().startsWith("{\"version\":2,").isNotEqualTo(before);
	}

	@Test
	void openWhenAnOlderVersionWasPutBackPublishesItAsANewOne() throws Exception {
		BackupLife life = new BackupLife(this.directory);
		set(set(life.publish(json(1)), 2), 3).close();
		Files.writeString(this.document, json(2));
		try (SharedConfigPublisher master = master()) {
			assertThat(master.current().version()).isEqualTo(4);
			assertThat(master.current().json()).isEqualTo(json(2));
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void openWhenTheDocumentWasEditedBehindTheHistoryNamesWhatTheEditDoesNotKnow() throws Exception {
		BackupLife life = new BackupLife(this.directory);
		life.publish(json(1)).backup.look();
		set(set(life, 2), 3).die();
		Files.writeString(this.document, "{\"a\":1,\"b\":7}");
		try (SharedConfigPublisher master = master()) {
			assertThat(master.current().version()).isEqualTo(4);
			assertThat(master.current().json()).isEqualTo("{\"a\":1,\"b\":7}");
			assertThat(master.current().comment()).isEqualTo(Recovery.EDITED_COMMENT);
			assertThat(master.history().stream().map(ConfigRevision::version)).containsExactly(4L, 3L, 2L, 1L);
			assertThat(master.revision(3).json()).isEqualTo(json(3));
		}
		assertThat(this.warnings).singleElement()
			.asString()
			.contains("published as version 4, but was made from version 1", "versions 2 to 3 changed");
		this.warnings.clear();
		try (SharedConfigPublisher master = master()) {
			assertThat(master.current().version()).isEqualTo(4);
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void openWhenTheDocumentWasEditedBeforeTheFirstNoteNamesWhatTheEditMayNotKnow() throws Exception {
		BackupLife life = new BackupLife(this.directory);
		set(life.publish(json(1)), 2).die();
		Files.writeString(this.document, "{\"a\":1,\"b\":7}");
		master().close();
		assertThat(this.warnings).singleElement().asString().contains("from version 1", "what version 2 changed");
	}

	@Test
	void openWhenTheSharedFileIsAheadLeavesTheEditUntilItIsCommitted() throws Exception {
		new BackupLife(this.directory).publish(json(1)).close();
		Files.writeString(this.document, "{\"edited\":1}");
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"from\":\"the shared file\"}").backup.look();
			assertReads(life, "{\"edited\":1}");
			life.die();
		}
		try (BackupLife life = new BackupLife(this.directory)) {
			Backup.Edit edit = life.backup.edit();
			assertThat(edit.document().json()).isEqualTo("{\"edited\":1}");
			assertThat(edit.madeFrom()).isOne();
			life.backup.commit(BackupLife.snapshot(3, edit.document()), null);
			assertThat(this.document).hasContent("{\n  \"edited\" : 1\n}");
		}
	}

	@Test
	void refuseEditPutsTheNewestVersionBack() throws Exception {
		new BackupLife(this.directory).publish(json(1)).close();
		Files.writeString(this.document, "{\"edited\":1}");
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"from\":\"the shared file\"}").backup.refuseEdit("it is not good");
			assertReads(life, "{\"from\":\"the shared file\"}");
			assertThat(this.directory.resolve("orders.json.invalid")).hasContent("{\"edited\":1}");
		}
	}

	@Test
	void lookWhenTheDocumentCannotBeReplacedWarnsOnceAndTriesAgain() throws Exception {
		try (BackupLife life = new BackupLife(this.directory)) {
			set(life.publish(json(1)), 2);
			Files.delete(this.document);
			Path inTheWay = Files.createDirectories(this.document.resolve("in the way"));
			life.backup.look();
			set(life, 3);
			life.publish(json(4));
			assertThat(life.warnings).singleElement()
				.asString()
				.contains("orders.json' could not be replaced and is older than the history");
			Files.delete(inTheWay);
			Files.delete(this.document);
			life.close();
			assertReads(life, json(4));
		}
	}

	@Test
	void forgetWhenTheNoteCannotBeReplacedKeepsTheVersionThatMayBeInTheDocument() throws Exception {
		Files.createDirectories(this.note.resolve("in the way"));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		BackupLife life = new BackupLife(this.directory);
		set(life.publish(json(1)), 2).backup.look();
		Image before = Image.of(this.directory);
		for (int i = 3; i <= 10; i++) {
			set(life, i).backup.forget(new HistoryLimits(3, 1 << 20));
		}
		assertThat(life.warnings).singleElement().asString().contains("orders.json.version' could not be replaced");
		life.die();
		before.files().get("orders.json").writeTo(this.document);
		assertIsBehind(json(10));
	}

	private static String json(int value) {
		return "{\"a\":%d,%s}".formatted(value, BackupLife.FILLER);
	}

	private static BackupLife set(BackupLife life, int value) {
		return life.patch("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":%d}]".formatted(value));
	}

	private void assertReads(BackupLife life, String json) {
		assertThat(life.readable()).content().isEqualToIgnoringWhitespace(json);
	}

	private void assertIsBehind(String newest) {
		try (BackupLife next = new BackupLife(this.directory)) {
			assertThat(next.backup.edit()).isNull();
			assertThat(next.document().json()).isEqualTo(newest);
			assertReads(next, newest);
			assertThat(next.warnings).filteredOn((warning) -> !warning.contains(NOTE)).isEmpty();
		}
	}

	private SharedConfigPublisher master() {
		return SharedConfigs.publisher(this.temp.resolve("shared"), "orders")
			.backup(this.directory)
			.events(Recovered.warningsTo(this.warnings))
			.open();
	}

}
