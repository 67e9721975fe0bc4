package io.sharedconfig.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.file.ReferenceReader.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what only the reader in Node has two ways of. The others are in
 * {@link InteropTests}.
 */
class NodeReaderTests {

	@TempDir
	Path temp;

	@Test
	void readWhenNodeHasNoChecksumOfItsOwnComputesIt() throws Exception {
		ReferenceReader.NODE.requireTool();
		Path directory = this.temp.resolve("shared");
		try (SharedFileStore store = SharedFileStore.open(StoreFixture.options(directory))) {
			store.begin(NewVersion.of(InteropTests.version(1, 5000)));
		}
		Path without = Files.writeString(this.temp.resolve("without.js"), "delete require('zlib').crc32");
		List<String> command = new ArrayList<>(ReferenceReader.NODE.prepare(this.temp));
		command.addAll(1, List.of("--require", without.toString()));
		Output output = ReferenceReader.run(command, this.temp, "read", directory.toString(), StoreFixture.NAME);
		assertThat(output.text()).as(output.error()).isEqualTo(InteropTests.document(1, 5000) + "\n");
	}

}
