package io.sharedconfig.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.ReferenceReader.Output;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The readers in other languages, {@code src/interop}, on golden files, on files that
 * nobody should read, and next to a master that publishes as fast as it can.
 */
@ParameterizedClass
@EnumSource(ReferenceReader.class)
class InteropTests {

	private static final String NAME = StoreFixture.NAME;

	private static final Map<ReferenceReader, List<String>> COMMANDS = new EnumMap<>(ReferenceReader.class);

	@TempDir
	static Path programs;

	@TempDir
	Path temp;

	private final ReferenceReader language;

	private List<String> command;

	private Path directory;

	InteropTests(ReferenceReader language) {
		this.language = language;
	}

	@BeforeEach
	void prepare() throws Exception {
		this.language.requireTool();
		if (!COMMANDS.containsKey(this.language)) {
			COMMANDS.put(this.language, this.language.prepare(programs));
		}
		this.command = COMMANDS.get(this.language);
		this.directory = this.temp.resolve("shared");
	}

	static Stream<String> golden() throws IOException {
		return GoldenFilesTests.names();
	}

	@ParameterizedTest
	@MethodSource("golden")
	void readWhenFileIsGoldenFindsWhatIsExpected(String name) throws Exception {
		GoldenFile file = GoldenFile.kept(name);
		file.putInto(this.directory);
		requireExpected(file, read(name));
	}

	@Test
	void readWhenFileIsDamagedIsRefused() throws Exception {
		for (GoldenFile file : GoldenFiles.damaged(this.temp)) {
			String name = file.name().toLowerCase(Locale.ROOT);
			Files.move(file.putInto(this.directory), this.directory.resolve(name + ".scfg"));
			requireExpected(file, read(name));
		}
	}

	private void requireExpected(GoldenFile file, Output output) {
		GoldenFile.Expected expected = file.expected();
		if (this.language == ReferenceReader.C && "stateHash".equals(expected.fact())) {
			assertThat(output.exit()).as("hands out patches").isZero();
			return;
		}
		assertThat(output.exit()).as("%s: %s", file, output).isEqualTo(expected.exit());
		if (expected.exit() == 0) {
			assertThat(output.text()).endsWith("\n");
			List<String> lines = Stream.of(output.text().split("\n")).toList();
			assertThat(lines).hasSizeLessThanOrEqualTo((this.language == ReferenceReader.C) ? Integer.MAX_VALUE : 1);
			assertThat(lines.get(lines.size() - 1)).startsWith(expected.version() + " ");
			HandedOut handedOut = new HandedOut();
			String last = "";
			for (String line : lines) {
				last = handedOut.document(line.substring(line.indexOf(' ') + 1));
			}
			byte[] document = GoldenFile.utf8(last);
			assertThat(document).hasSize(expected.lengthBytes());
			assertThat(GoldenFile.digest(document)).isEqualTo(expected.sha256());
		}
		else {
			assertThat(output.bytes()).isEmpty();
		}
		if (expected.fact() != null) {
			assertThat(output.error()).as(file.name()).contains(expected.fact() + " expected=").hasLineCount(1);
		}
		else {
			assertThat(output.error()).isEmpty();
		}
	}

	@Test
	void readWhenVersionIsNotAskedForWritesTheDocumentAlone() throws Exception {
		publish(version(1, 50));
		Output output = run("read", this.directory.toString(), NAME);
		assertThat(output.text()).isEqualTo(document(1, 50) + "\n");
		assertThat(output.exit()).isZero();
	}

	@Test
	void readWhenDirectoryOrFileIsAbsentFindsNothing() throws Exception {
		assertThat(read(NAME)).matches((output) -> output.exit() == 1 && output.error().isEmpty());
		createDirectory("rwx------");
		assertThat(read(NAME)).matches((output) -> output.exit() == 1 && output.error().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Orders", "../orders", ".orders", "a~b", "orders/x", "ordé" })
	void readWhenNameIsInvalidSaysHowItIsUsed(String name) throws Exception {
		createDirectory("rwx------");
		assertThat(read(name)).matches((output) -> output.exit() == 64 && !output.error().isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "rwxrwx---, rw-------", "rwx----w-, rw-------", "rwx------, rw-----w-", "rwx------, rw-rw-rw-" })
	void readWhenOthersCanWriteIsRefused(String ofDirectory, String ofFile) throws Exception {
		publish(version(1, 50));
		Files.setPosixFilePermissions(StoreFixture.data(this.directory), PosixFilePermissions.fromString(ofFile));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(ofDirectory));
		requireRefused("writableBy expected=owner");
	}

	@ParameterizedTest
	@ValueSource(strings = { "directory", "file" })
	void readWhenOwnerIsAnotherUserIsRefusedUnlessTrusted(String what) throws Exception {
		assumeThat(SharedDirectory.currentOwner()).as("only root can give a file away").isEqualTo("0");
		publish(version(1, 50));
		Files.setAttribute(what.equals("file") ? StoreFixture.data(this.directory) : this.directory, "unix:uid", 65534);
		requireRefused("owner expected=");
		assertThat(run("read", "--trust", "65534", this.directory.toString(), NAME).exit()).isZero();
		assertThat(run("read", "--trust", "65533", this.directory.toString(), NAME).exit()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "link to the file", "link to the directory", "directory", "fifo", "link to nothing" })
	void readWhenPathIsNotAFileIsRefused(String what) throws Exception {
		publish(version(1, 50));
		Path data = StoreFixture.data(this.directory);
		Path elsewhere = this.temp.resolve("elsewhere");
		if (what.equals("link to the directory")) {
			Files.move(this.directory, elsewhere);
			Files.createSymbolicLink(this.directory, elsewhere);
		}
		else {
			Files.move(data, elsewhere);
			switch (what) {
				case "link to the file" -> Files.createSymbolicLink(data, elsewhere);
				case "link to nothing" -> Files.createSymbolicLink(data, this.temp.resolve("nowhere"));
				case "directory" -> Files.createDirectory(data);
				default -> assumeThat(ReferenceReader.run(List.of("mkfifo", "-m", "600", data.toString()), this.temp))
					.as("mkfifo")
					.matches((output) -> output.exit() == 0);
			}
		}
		requireRefused(this.directory.toString());
	}

	private void requireRefused(String reason) throws Exception {
		Output output = read(NAME);
		assertThat(output.exit()).as(output.error()).isEqualTo(2);
		assertThat(output.bytes()).isEmpty();
		assertThat(output.error()).contains(reason).hasLineCount(1);
	}

	@Test
	void readWhenDocumentIsLargeAndRealWritesItByteForByte() throws Exception {
		byte[] payload = new DocumentCodec().encode(Files.readString(realDocument())).payload();
		publish(new StoredVersion(1, 0, 0, new byte[0], payload));
		assertThat(run("read", this.directory.toString(), NAME).text())
			.isEqualTo(new String(payload, StandardCharsets.UTF_8) + "\n");
	}

	private static Path realDocument() {
		Path folder = Path.of("").toAbsolutePath();
		while (folder != null && !Files.isDirectory(folder.resolve("shared/data"))) {
			folder = folder.getParent();
		}
		assumeThat(folder).as("there is no shared/data above this folder").isNotNull();
		return folder.resolve("shared/data/schemastore-catalog.json");
	}

	@Test
	void watchWhenMasterPublishesAsFastAsItCanSeesWholeVersionsOnlyAndTheLast() throws Exception {
		try (WatchingReader reader = watch(false)) {
			Random random = new Random(4);
			long version = 0;
			try (SharedFileStore store = StoreFixture.begun(StoreFixture.options(this.directory, 1000, 1024 * 1024))) {
				// with every phase the documents outgrow the file, and it is replaced
				for (int longest = 900; longest < 64_000; longest *= 4) {
					for (int burst = 0; burst < 15; burst++) {
						for (int left = 1 + random.nextInt(200); left > 0; left--) {
							store.append(NewVersion.of(version(++version, 50 + random.nextInt(longest))),
									CommitStep.NONE);
						}
						awaitVersion(reader, version);
					}
				}
				for (int left = 20_000; left > 0; left--) {
					store.append(NewVersion.of(version(++version, 50 + random.nextInt(16_000))), CommitStep.NONE);
				}
				awaitVersion(reader, version);
			}
			assertThat(reader.said()).isEmpty();
		}
	}

	@Test
	void watchWhenMasterPublishesChangesSeesWholeVersionsOnlyAndTheLast() throws Exception {
		try (WatchingReader reader = watch(false)) {
			long version = 0;
			try (SharedFileStore store = StoreFixture.begun(StoreFixture.options(this.directory, 1000, 1024 * 1024))) {
				for (int length : new int[] { 20, 800, 9000 }) {
					NewVersion first = change(++version, length);
					store.append(new NewVersion(version, 0, 0, new byte[0], first.documentLengthBytes(),
							first.document(), null), CommitStep.NONE);
					for (int burst = 1; burst < 300; burst++) {
						for (int left = burst % 20 * 5; left >= 0; left--) {
							store.append(change(++version, length), CommitStep.NONE);
						}
						if (burst % 20 == 0) {
							awaitVersion(reader, version);
						}
					}
					awaitVersion(reader, version);
				}
			}
			assertThat(reader.said()).isEmpty();
		}
	}

	@Test
	void watchWhenFileIsReplacedByAnotherFollowsIt() throws Exception {
		try (WatchingReader reader = watch(true)) {
			createDirectory("rwx------");
			publish(version(9, 50));
			awaitVersion(reader, 9);
			Files.delete(StoreFixture.data(this.directory));
			publish(version(3, 50));
			awaitVersion(reader, 3);
			assertThat(reader.said()).isEmpty();
		}
	}

	@Test
	void watchWhenFileIsCorruptSaysSoOnceAndGoesOnWithTheNext() throws Exception {
		publish(version(1, 50));
		Path data = StoreFixture.data(this.directory);
		try (WatchingReader reader = watch(false)) {
			awaitVersion(reader, 1);
			StoreFixture.patchLong(data, SharedFileLayout.PUBLISHED_OFFSET, 1024);
			await().atMost(30, TimeUnit.SECONDS).until(() -> !reader.said().isEmpty());
			StoreFixture.patchLong(data, SharedFileLayout.PUBLISHED_OFFSET, 0);
			publish(version(2, 50));
			awaitVersion(reader, 2);
			assertThat(reader.said()).singleElement().asString().contains("lengthBytes expected=");
		}
	}

	@Test
	void watchWhenFileIsTruncatedGoesOnWithTheNextOrEnds() throws Exception {
		publish(version(1, 50));
		try (WatchingReader reader = watch(false)) {
			awaitVersion(reader, 1);
			StoreFixture.truncate(StoreFixture.data(this.directory), 100);
			await().atMost(30, TimeUnit.SECONDS).until(() -> !reader.said().isEmpty());
			assertThat(reader.said()).first().asString().contains("fileLengthBytes");
			if (this.language != ReferenceReader.C) { // which has it mapped
				Files.delete(StoreFixture.data(this.directory));
				publish(version(2, 50));
				awaitVersion(reader, 2);
			}
		}
	}

	private WatchingReader watch(boolean backwards) throws IOException {
		List<String> watch = new ArrayList<>(this.command);
		watch.addAll(List.of("watch", this.directory.toString(), NAME));
		HandedOut handedOut = new HandedOut();
		return WatchingReader.start(watch, backwards, (version, payload) -> {
			String document = (this.language == ReferenceReader.C) ? handedOut.document(payload) : payload;
			int length = Integer.parseInt(document.substring(document.indexOf("th\":") + 4, document.indexOf(",\"t")));
			return document.equals(document(version, length)) || document.equals(withBallast(version, length));
		});
	}

	private static void awaitVersion(WatchingReader reader, long version) {
		await().atMost(60, TimeUnit.SECONDS).pollInterval(5, TimeUnit.MILLISECONDS).untilAsserted(() -> {
			assertThat(reader.isAlive()).as("%s", reader.said()).isTrue();
			assertThat(reader.version()).as("%s", reader.said()).isEqualTo(version);
		});
	}

	private void createDirectory(String permissions) throws IOException {
		Files.createDirectory(this.directory,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(permissions));
	}

	private void publish(StoredVersion version) {
		try (SharedFileStore store = SharedFileStore.open(StoreFixture.options(this.directory))) {
			store.begin(NewVersion.of(version));
		}
	}

	private Output read(String name) throws Exception {
		return run("read", "--version", this.directory.toString(), name);
	}

	private Output run(String... arguments) throws Exception {
		return ReferenceReader.run(this.command, this.temp, arguments);
	}

	static StoredVersion version(long version, int length) {
		return new StoredVersion(version, 0, 0, new byte[0], GoldenFile.utf8(document(version, length)));
	}

	/**
	 * A version of a document of the same length, with what it changes in the one before.
	 */
	private static NewVersion change(long version, int length) {
		Document document = new DocumentCodec().encode(withBallast(version, length));
		String patch = "[{\"op\":\"replace\",\"path\":\"/version\",\"value\":%d},"
				+ "{\"op\":\"replace\",\"path\":\"/text\",\"value\":\"%s\"}]";
		return new NewVersion(version, 0, document.stateHash(), new byte[0], document.payload().length,
				document::payload, GoldenFile.utf8(patch.formatted(version, text(version, length))));
	}

	/**
	 * A document that tells by itself whether it is whole.
	 */
	static String document(long version, int length) {
		return "{\"version\":%d,\"length\":%d,\"text\":\"%s\"}".formatted(version, length, text(version, length));
	}

	private static String withBallast(long version, int length) {
		return document(version, length).replace("\"}",
				"\",\"ballast\":[%s1.50]}".formatted("true,".repeat(50 + length / 4)));
	}

	private static String text(long version, int length) {
		return Character.toString((int) ('a' + version % 26)).repeat(length);
	}

}
