package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.sharedconfig.ConfigHistory;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Histories as masters of each time wrote them are read and gone on with.
 */
class GoldenHistoryTests {

	private static final Path GOLDEN = Path.of("src", "test", "resources", "history");

	private static final List<String> DOCUMENTS = List.of(
			"{\"rate\":1.50,\"regions\":[\"eu\",\"us\"],\"text\":\"\u00fc\\n\u2028\"}",
			"{\"rate\":2,\"regions\":[\"eu\",\"us\"],\"text\":\"\u00fc\\n\u2028\"}",
			"{\"rate\":1e10,\"none\":null,\"empty\":{},\"n\":123456789012345678901234567890}");

	private static final String LONG = "\"long\":\"%s\"".formatted("l".repeat(150));

	private static final List<String> PATCHED = List.of("{\"rate\":1.50,%s,\"a/b\":{\"list\":[1]}}".formatted(LONG),
			"{\"rate\":2.50,%s,\"a/b\":{\"list\":[1,\"\u00fc\"]}}".formatted(LONG),
			"{\"rate\":2.50,%s,\"new\":null}".formatted(LONG));

	@TempDir
	Path temp;

	private Path directory;

	private ConfigHistory history;

	@BeforeEach
	void paths() throws IOException {
		this.directory = Files.createDirectory(this.temp.resolve("backup"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		this.history = SharedConfigs.history(this.directory, "orders");
	}

	@Test
	void historyOfDocumentsIsReadAndGoneOnWith() throws IOException {
		copy("documents.jsonl", "orders.history.jsonl");
		copy("documents.json", "orders.json");
		assertKept(DOCUMENTS);
		ConfigRevision second = this.history.revisions().get(1);
		assertThat(second.publishedAt().toEpochMilli()).isEqualTo(1_795_245_567_168L);
		assertThat(second.changed()).containsExactly("rate");
		assertThat(this.history.revision(1).author()).isEqualTo("alice");
		try (BackupLife life = new BackupLife(this.directory)) {
			assertThat(life.version()).isEqualTo(3);
			assertThat(life.backup.edit()).isNull();
			life.patch("[{\"op\":\"replace\",\"path\":\"/rate\",\"value\":4}]");
			assertThat(life.lines()).hasSize(4).last().asString().endsWith("\"value\":4}]}");
			assertThat(life.warnings).isEmpty();
		}
		assertThat(this.history.revision(4).json()).isEqualTo(DOCUMENTS.get(2).replace("1e10", "4"));
	}

	@Test
	void readableDocumentOfTheVersionBeforeTheLastIsReplaced() throws IOException {
		copy("documents.jsonl", "orders.history.jsonl");
		Files.writeString(this.directory.resolve("orders.json"), DOCUMENTS.get(1));
		try (BackupLife life = new BackupLife(this.directory)) {
			assertThat(life.backup.edit()).isNull();
			assertThat(life.readable()).content().isEqualToIgnoringWhitespace(DOCUMENTS.get(2));
		}
	}

	@Test
	void readableDocumentThatWasEditedIsAnEditOfTheLastVersion() throws IOException {
		copy("documents.jsonl", "orders.history.jsonl");
		Files.writeString(this.directory.resolve("orders.json"), DOCUMENTS.get(0));
		try (BackupLife life = new BackupLife(this.directory)) {
			assertThat(life.backup.edit().document().json()).isEqualTo(DOCUMENTS.get(0));
			assertThat(life.backup.edit().madeFrom()).isGreaterThanOrEqualTo(3);
		}
	}

	@Test
	void historyOfPatchesIsReadAndWrittenTheSame() throws IOException {
		copy("patches.jsonl", "orders.history.jsonl");
		assertKept(PATCHED);
		Path again = this.temp.resolve("again");
		try (BackupLife life = new BackupLife(again)) {
			life.publish(PATCHED.get(0));
			life.patch("[{\"op\":\"replace\",\"path\":\"/rate\",\"value\":2.50},"
					+ "{\"op\":\"add\",\"path\":\"/a~1b/list/1\",\"value\":\"\u00fc\"}]");
			life.patch("[{\"op\":\"remove\",\"path\":\"/a~1b\"},{\"op\":\"add\",\"path\":\"/new\",\"value\":null}]");
			assertThat(life.history()).hasSameBinaryContentAs(GOLDEN.resolve("patches.jsonl"));
		}
	}

	@Test
	void everyVersionIsReadByJq() throws Exception {
		assertThat(jq("patches.jsonl", 2)).isEqualTo(PATCHED.get(1).replace("2.50", "2.5"));
		assertThat(jq("patches.jsonl", 3)).isEqualTo(PATCHED.get(2).replace("2.50", "2.5"));
		assertThat(jq("documents.jsonl", 2)).startsWith("{\"rate\":2,");
	}

	private String jq(String golden, long version) throws Exception {
		try {
			Process jq = new ProcessBuilder("jq", "-nc", "--argjson", "version", String.valueOf(version), "-f",
					Path.of("src", "interop", "jq", "version.jq").toString(), GOLDEN.resolve(golden).toString())
				.redirectErrorStream(true)
				.start();
			String said = new String(jq.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			jq.waitFor();
			return said;
		}
		catch (IOException ex) {
			throw new TestAbortedException("There is no jq", ex);
		}
	}

	private void copy(String golden, String name) throws IOException {
		Files.copy(GOLDEN.resolve(golden), this.directory.resolve(name));
	}

	private void assertKept(List<String> documents) {
		assertThat(this.history.revisions()).hasSize(documents.size());
		for (int i = 0; i < documents.size(); i++) {
			assertThat(this.history.revision(i + 1).json()).isEqualTo(documents.get(i));
		}
	}

}
