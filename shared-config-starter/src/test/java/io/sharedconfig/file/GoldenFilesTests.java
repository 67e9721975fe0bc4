package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.SharedConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for the golden files, {@code src/test/resources/golden}. With
 * {@code -Dgolden.write} they are written anew.
 */
class GoldenFilesTests {

	@TempDir
	static Path temp;

	static List<GoldenFile> made() throws IOException {
		return GoldenFiles.kept(temp);
	}

	static List<GoldenFile> damaged() throws IOException {
		return GoldenFiles.damaged(temp);
	}

	static Stream<String> names() throws IOException {
		return StoreFixture.names(GoldenFile.directory())
			.stream()
			.filter((name) -> name.endsWith(".scfg"))
			.map((name) -> name.substring(0, name.length() - ".scfg".length()));
	}

	@ParameterizedTest
	@MethodSource("made")
	void fileWhenMadeAgainIsTheSame(GoldenFile made) throws IOException {
		if (System.getProperty("golden.write") != null) {
			Files.write(GoldenFile.directory().resolve(made.name() + ".scfg"), made.bytes());
			Files.writeString(GoldenFile.directory().resolve(made.name() + ".json"), made.about());
		}
		GoldenFile kept = GoldenFile.kept(made.name());
		assertThat(GoldenFile.digest(kept.bytes())).isEqualTo(GoldenFile.digest(made.bytes()));
		assertThat(GoldenFile.directory().resolve(made.name() + ".json")).hasContent(made.about());
	}

	@Test
	void filesWhenKeptAreTheOnesThatAreMadeAndAllAreInTheReadme() throws IOException {
		Set<String> expected = new TreeSet<>(Set.of("README.md"));
		String readme = Files.readString(GoldenFile.directory().resolve("README.md"));
		for (GoldenFile made : made()) {
			expected.add(made.name() + ".scfg");
			expected.add(made.name() + ".json");
			assertThat(readme).contains("| `%s` | %s".formatted(made.name(), made.what()));
		}
		assertThat(StoreFixture.names(GoldenFile.directory())).containsExactlyElementsOf(expected);
	}

	@ParameterizedTest
	@MethodSource("names")
	void readWhenFileIsKeptReturnsWhatIsExpected(String name, @TempDir Path directory) throws IOException {
		requireReadAsExpected(GoldenFile.kept(name), directory);
	}

	@ParameterizedTest
	@MethodSource("damaged")
	void readWhenFileIsDamagedIsRefused(GoldenFile file, @TempDir Path directory) throws IOException {
		requireReadAsExpected(file, directory);
	}

	private static void requireReadAsExpected(GoldenFile file, Path directory) throws IOException {
		file.putInto(directory.resolve("shared"));
		SharedFileReader reader = new SharedFileReader(directory.resolve("shared"), file.name(), Set.of());
		GoldenFile.Expected expected = file.expected();
		switch (expected.exit()) {
			case 0 -> assertThat(reader.read()).satisfies((read) -> {
				assertThat(read.version()).isEqualTo(expected.version());
				byte[] document = HandedOut.document(read);
				assertThat(document).hasSize(expected.lengthBytes());
				assertThat(GoldenFile.digest(document)).isEqualTo(expected.sha256());
			});
			case 1 -> assertThat(reader.read()).isNull();
			default -> requireRefused(reader, expected);
		}
	}

	private static void requireRefused(SharedFileReader reader, GoldenFile.Expected expected) {
		if ("stateHash".equals(expected.fact())) {
			assertThat(HandedOut.document(reader.read())).isNull();
		}
		else {
			assertThat(catchThrowableOfType(SharedConfigException.class, reader::read))
				.isInstanceOfAny(CorruptFileException.class, IncompatibleFileException.class)
				.hasMessageContaining("%s expected=", expected.fact());
		}
	}

}
