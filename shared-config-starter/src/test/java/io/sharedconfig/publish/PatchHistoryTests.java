package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import io.sharedconfig.ConfigHistory;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.StorageException;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a history whose lines hold patches: {@link HistoryFile},
 * {@link HistoryReplay}, {@link HistoryCut} and {@link HistoryReader}.
 */
class PatchHistoryTests {

	@TempDir
	Path temp;

	private Path directory;

	private ConfigHistory history;

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("backup");
		this.history = SharedConfigs.history(this.directory, "orders");
	}

	@Test
	void commitOfAPatchAppendsItWithTheHashOfItsResult() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"a\":1.50,\"b\":{\"c\":[1]},%s}".formatted(BackupLife.FILLER));
			life.patch("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2.50}]");
			JsonNode line = JsonMapper.shared().readTree(life.lines().get(1));
			assertThat(line.propertyNames()).containsExactly("version", "publishedAt", "author", "comment", "changes",
					"changed", "stateHash", "patch");
			assertThat(line.get("stateHash").stringValue()).isEqualTo("%016x".formatted(life.document().stateHash()));
			assertThat(life.lines().get(1))
				.endsWith("\"patch\":[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2.50}]}");
			assertThat(life.lines().get(0)).contains("\"sha256\":\"").doesNotContain("stateHash");
		}
	}

	@Test
	void patchOfManyLinesIsKeptInOne() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{%s}".formatted(BackupLife.FILLER));
			life.patch("[\r\n {\"op\":\"add\",\n\"path\":\"/a\",\"value\":\"x\\ny\"}\n]\n");
			assertThat(life.lines()).hasSize(2);
			assertEverythingIsThere(life, 1);
		}
	}

	@Test
	void revisionIsMadeOfTheDocumentAndThePatchesThatFollowIt() {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			assertEverythingIsThere(life, 1);
			ConfigSnapshot found = this.history.revision(3);
			assertThat(found.author()).isEqualTo("alice");
			assertThat(found.publishedAt().toEpochMilli()).isEqualTo(1_700_000_000_003L);
		}
		try (BackupLife next = new BackupLife(this.directory)) {
			assertThat(next.version()).isEqualTo(6);
			assertThat(next.warnings).isEmpty();
		}
	}

	@Test
	void historyOfAMasterThatDiedIsRead() throws IOException {
		BackupLife life = new BackupLife(this.directory);
		publishAndPatch(life);
		life.die();
		assertEverythingIsThere(life, 1);
	}

	@Test
	void documentAndPatchAsDeepAsTheyMayBeAreRead() {
		String deep = "{\"a\":".repeat(499) + "1" + "}".repeat(499);
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"b\":" + deep + "}");
			life.patch("[{\"op\":\"add\",\"path\":\"/c\",\"value\":" + deep + "}]");
			assertEverythingIsThere(life, 1);
		}
	}

	@Test
	void everyLineInTwoHundredAndFiftySixHoldsTheWholeDocument() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"n\":0,%s}".formatted(BackupLife.FILLER));
			for (int i = 1; i <= 520; i++) {
				life.patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":%d}]".formatted(i));
			}
			assertThat(versionsOfWholeDocuments(life)).containsExactly(1L, 257L, 513L);
			assertThat(life.lines().get(256)).contains("\"stateHash\":\"", "\"sha256\":\"");
			assertThat(this.history.revision(512).json()).startsWith("{\"n\":511,");
		}
		try (BackupLife life = new BackupLife(this.directory)) {
			for (int i = 521; i <= 769; i++) {
				life.patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":%d}]".formatted(i));
			}
			assertThat(versionsOfWholeDocuments(life)).containsExactly(1L, 257L, 513L, 769L);
		}
	}

	@ParameterizedTest
	@CsvSource({ "12000, 7", "100000, 10" })
	void patchesThatAreLongerThanTheDocumentGiveWayToIt(int documentLength, long next) throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"s\":\"%s\",\"n\":\"\"}".formatted("x".repeat(documentLength)));
			for (int i = 0; i < 12; i++) {
				String value = String.valueOf((char) ('a' + i)).repeat(11_000);
				life.patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":\"%s\"}]".formatted(value));
			}
			assertThat(versionsOfWholeDocuments(life)).startsWith(1L, next);
			assertEverythingIsThere(life, 1);
		}
	}

	@Test
	void patchOfAnotherVersionThanTheLastOneIsNotRelied() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"a\":1}");
			life.backup.commit(
					BackupLife.snapshot(5, BackupLife.CODEC.encode("{\"a\":5,%s}".formatted(BackupLife.FILLER))),
					"[{\"op\":\"replace\",\"path\":\"/a\",\"value\":5}]".getBytes());
			assertThat(versionsOfWholeDocuments(life)).containsExactly(1L, 5L);
			assertThat(this.history.revision(5).json()).startsWith("{\"a\":5,");
		}
	}

	@Test
	void patchThatIsAsLongAsTheDocumentIsNotKept() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"a\":1}");
			life.patch("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]");
			assertThat(life.lines().get(1)).contains("\"stateHash\":\"", "\"sha256\":\"")
				.endsWith("\"document\":{\"a\":2}}");
		}
	}

	@Test
	void damagedLineDamagesOnlyWhatBuildsOnIt() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			life.publish("{}");
			edit(life, 2, (line) -> line.replace("\"patch\":[", "\"patch\":[["));
			assertThat(versions()).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
			assertRead(life, 1, 2, 7);
			assertDamaged(3, "it ends too early");
			assertDamaged(4, "version 3: ", "version 4 builds on it");
			assertDamaged(6, "version 3: ", "version 6 builds on it");
		}
	}

	@Test
	void lineThatIsNoneDamagesOnlyWhatBuildsOnIt() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			edit(life, 2, (line) -> "{\"version\":3,,");
			assertThat(versions()).containsExactly(6L, 5L, 4L, 2L, 1L);
			assertRead(life, 1, 2);
			assertDamaged(4, "version 4 is kept as a patch, and the line before it is damaged");
			assertDamaged(5, "version 4 is kept as a patch", "version 5 builds on it");
		}
	}

	@Test
	void lineThatIsMissingDamagesOnlyWhatBuildsOnIt() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			List<String> lines = new ArrayList<>(life.lines());
			lines.remove(2);
			Files.write(life.history(), lines);
			assertRead(life, 1, 2);
			assertDamaged(4, "the line before it is damaged or of another version");
			lines.remove(0);
			Files.write(life.history(), lines);
			assertDamaged(2, "the line before it is not there");
		}
	}

	@Test
	void patchWithAnotherValueShowsByTheHashUntilTheValueIsReplaced() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			edit(life, 1, (line) -> line.replace("2.50", "2.51"));
			assertRead(life, 1);
			assertDamaged(2, "lead to another document than was published");
			assertDamaged(5, "lead to another document than was published");
			assertRead(life, 6); // it sets the value anew
		}
	}

	@Test
	void patchThatDoesNotApplySaysSoWithoutItsValue() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			edit(life, 1, (line) -> line.replace("\"/a\",\"value\":2.50", "\"/a/b\",\"value\":\"s3cr3t\""));
			assertThatExceptionOfType(StorageException.class).isThrownBy(() -> this.history.revision(2))
				.withMessageContaining("replace '/a/b'")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cr3t"));
		}
	}

	@Test
	void openWhenTheLastVersionsBuildOnADamagedLineGoesOnWithTheOneBeforeAndKeepsTheRest() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			edit(life, 2, (line) -> line.replace("\"patch\":[", "\"patch\":[["));
		}
		Files.delete(this.directory.resolve("orders.json"));
		try (BackupLife next = new BackupLife(this.directory)) {
			assertThat(next.version()).isEqualTo(2);
			assertThat(next.warnings).singleElement()
				.asString()
				.contains("a damaged line at the end", "3 more that build on it", "orders.history.jsonl.damaged");
			assertThat(Files.readAllLines(this.directory.resolve("orders.history.jsonl.damaged"))).hasSize(6);
			next.patch("[{\"op\":\"add\",\"path\":\"/new\",\"value\":1}]");
			assertThat(versions()).containsExactly(3L, 2L, 1L);
			assertRead(next, 3);
		}
	}

	@Test
	void openWhenAValueWasChangedInAPatchGoesOnWithTheNewestVersionThatProvesItself() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			edit(life, 4, (line) -> line.replace("\"d\"", "\"e\""));
		}
		Files.delete(this.directory.resolve("orders.json"));
		try (BackupLife next = new BackupLife(this.directory)) {
			assertThat(next.version()).isEqualTo(4);
			assertThat(next.document().json()).isEqualTo(this.history.revision(4).json());
		}
	}

	@Test
	void forgetKeepsAWholeDocumentAtTheBeginning() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"n\":0,%s}".formatted(BackupLife.FILLER));
			for (int i = 1; i <= 40; i++) {
				life.patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":%d.0}]".formatted(i));
				life.backup.look();
				life.backup.forget(new HistoryLimits(16, 1 << 20));
				assertThat(life.lines().get(0)).contains("\"document\":{");
				assertEverythingIsThere(life, Math.max(1, life.version() - 15));
			}
			assertThat(life.lines()).hasSizeBetween(16, 18);
			assertThat(life.lines().get(0)).contains("\"author\":\"alice\"", "\"stateHash\":\"", "\"sha256\":\"");
		}
	}

	@Test
	void forgetWhenTheFileIsTooLongCountsTheDocumentThatTakesThePlaceOfAPatch() throws IOException {
		HistoryLimits limits = new HistoryLimits(1000, 30_000);
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"s\":\"%s\",\"n\":0}".formatted("x".repeat(10_000)));
			for (int i = 1; i <= 500; i++) {
				life.patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":%d}]".formatted(i));
				life.backup.look();
				life.backup.forget(limits);
				assertThat(Files.size(life.history())).isLessThanOrEqualTo(30_000);
			}
			assertThat(versions()).hasSizeGreaterThan(50);
			assertEverythingIsThere(life, versions().get(versions().size() - 1));
		}
	}

	@Test
	void forgetWhenOneDocumentIsLargerThanTheHistoryMayBeIsNotDoneForEachPatch() throws IOException {
		HistoryLimits limits = new HistoryLimits(1000, 10_000);
		try (BackupLife life = new BackupLife(this.directory)) {
			life.publish("{\"s\":\"%s\",\"n\":0}".formatted("x".repeat(20_000)));
			for (int i = 1; i <= 300; i++) {
				life.patch("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":%d}]".formatted(i));
				life.backup.look();
				life.backup.forget(limits);
			}
			assertThat(versions()).hasSize(301 - 256).startsWith(301L).endsWith(257L);
			assertEverythingIsThere(life, 257);
		}
	}

	@Test
	void forgetWhenTheFirstLinesAreDamagedKeepsThemAsTheyAre() throws IOException {
		try (BackupLife life = new BackupLife(this.directory)) {
			publishAndPatch(life);
			edit(life, 0, (line) -> line.replace("1.50", "9.99"));
			life.publish("{}").publish("{\"z\":1}");
			life.backup.look();
			life.backup.forget(new HistoryLimits(4, 1 << 20));
			assertThat(versions()).containsExactly(8L, 7L, 6L, 5L);
			assertRead(life, 7, 8);
			assertDamaged(5, "the line before it is not there");
		}
	}

	/**
	 * Version 1 is a document, 2 to 6 are patches of it.
	 */
	private static void publishAndPatch(BackupLife life) {
		life.publish("{\"a\":1.50,\"b\":{\"c\":[1,\"\u00fc\"]},\"x/y\":null,%s}".formatted(BackupLife.FILLER));
		life.patch("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2.50}]");
		life.patch(
				"[{\"op\":\"add\",\"path\":\"/b/c/1\",\"value\":{\"k\":1e10}},{\"op\":\"remove\",\"path\":\"/x~1y\"}]");
		life.patch("[]");
		life.patch("[{\"op\":\"add\",\"path\":\"/b/c/-\",\"value\":\"d\"}]");
		life.patch("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":-0.0}]");
	}

	private void edit(BackupLife life, int index, UnaryOperator<String> change) throws IOException {
		List<String> lines = new ArrayList<>(life.lines());
		String changed = change.apply(lines.get(index));
		assertThat(changed).isNotEqualTo(lines.get(index));
		lines.set(index, changed);
		Files.write(life.history(), lines);
	}

	private static List<Long> versionsOfWholeDocuments(BackupLife life) throws IOException {
		return life.lines()
			.stream()
			.map((line) -> JsonMapper.shared().readTree(line))
			.filter((line) -> line.has("document"))
			.map((line) -> line.get("version").longValue())
			.toList();
	}

	private List<Long> versions() {
		return this.history.revisions().stream().map(ConfigRevision::version).toList();
	}

	private void assertEverythingIsThere(BackupLife life, long oldest) {
		assertThat(versions()).startsWith(LongStream.rangeClosed(oldest, life.version())
			.mapToObj((version) -> life.version() + oldest - version)
			.toArray(Long[]::new));
		assertRead(life, LongStream.rangeClosed(oldest, life.version()).toArray());
	}

	private void assertRead(BackupLife life, long... versions) {
		for (long version : versions) {
			assertThat(this.history.revision(version).json()).as("version " + version)
				.isEqualTo(life.committed.get(version));
		}
	}

	private void assertDamaged(long version, String... said) {
		assertThatExceptionOfType(StorageException.class).isThrownBy(() -> this.history.revision(version))
			.withMessageContaining("read version %d in the history".formatted(version))
			.withMessageContainingAll(said)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("2.50", "1e10"));
	}

}
