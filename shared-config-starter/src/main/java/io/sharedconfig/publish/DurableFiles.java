package io.sharedconfig.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import io.sharedconfig.file.FileEffects;

/**
 * Files that are there, whole, after a power cut. All of them are readable by this user
 * only.
 * <p>
 * Thread-safe.
 */
final class DurableFiles {

	private static final int BLOCK_BYTES = 64 * 1024;

	private DurableFiles() {
	}

	/**
	 * Create an empty private file unless it is there.
	 * @return whether it was made; after a power cut it may be gone again
	 */
	static boolean createUnlessThere(Path path, FileEffects effects) throws IOException {
		try {
			effects.createPrivately(path);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
				throw new IOException("expected a regular file, found another kind of file", ex);
			}
			return false;
		}
	}

	static Path temporaryBeside(Path path, String name) {
		return path.resolveSibling(name + "~" + UUID.randomUUID() + ".tmp");
	}

	/**
	 * Put content in the place of a file, all or nothing.
	 */
	static void replace(Path path, InputStream content, String name, FileEffects effects) throws IOException {
		put(path, content, name, effects);
		syncDirectoryOf(path, effects);
	}

	/**
	 * Put content in the place of a file, all or nothing. After a power cut there may
	 * still be the one before.
	 */
	static void put(Path path, InputStream content, String name, FileEffects effects) throws IOException {
		Path temporary = temporaryBeside(path, name);
		try {
			effects.createPrivately(temporary);
			try (RandomAccessFile out = new RandomAccessFile(temporary.toFile(), "rw")) {
				byte[] block = new byte[BLOCK_BYTES];
				for (int length = content.read(block); length >= 0; length = content.read(block)) {
					effects.write(out, temporary, block, length);
				}
				effects.sync(out, temporary);
			}
			effects.rename(temporary, path);
		}
		catch (IOException ex) {
			effects.delete(temporary);
			throw ex;
		}
	}

	static void syncDirectoryOf(Path path, FileEffects effects) throws IOException {
		effects.syncDirectory(Objects.requireNonNull(path.toAbsolutePath().getParent()));
	}

	/**
	 * Remove the temporary files that a crash left behind.
	 */
	static void removeTemporaries(Path directory, String name, FileEffects effects) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				String fileName = file.getFileName().toString();
				if (fileName.startsWith(name + "~") && fileName.endsWith(".tmp")) {
					effects.delete(file);
				}
			}
		}
	}

}
