package io.sharedconfig.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The last version for which a publish has returned, in a small mapped file of its own:
 * what a master had reported is still known after {@code kill -9}, and telling it costs
 * the master nothing.
 */
final class Progress {

	private final ByteBuffer word;

	Progress(Path root) {
		try (FileChannel channel = FileChannel.open(root.resolve("progress"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			this.word = channel.map(MapMode.READ_WRITE, 0, Long.BYTES);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long published() {
		return this.word.getLong(0);
	}

	void published(long version) {
		this.word.putLong(0, version);
	}

}
