package io.sharedconfig.publish;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files that are there, whole, after a power cut. All of them are readable by this user
 * only.
 * <p>
 * Thread-safe.
 */
final class DurableFiles {

	private DurableFiles() {
	}

	/**
	 * Create an empty private file unless it is there.
	 */
	static void createPrivate(Path path) throws IOException {
		boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
		try {
			if (posix) {
				Files.createFile(path,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			}
			else {
				Files.createFile(path);
			}
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
				throw new IOException("expected a regular file, found another kind of file", ex);
			}
		}
	}

	/**
	 * Put bytes in the place of a file, all or nothing.
	 */
	static void replace(Path path, byte[] content, String name) throws IOException {
		Path temporary = path.resolveSibling(name + "~" + UUID.randomUUID() + ".tmp");
		try {
			createPrivate(temporary);
			try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
				out.write(content);
				out.getFD().sync();
			}
			Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			Files.deleteIfExists(temporary);
			throw ex;
		}
		syncDirectory(Objects.requireNonNull(path.toAbsolutePath().getParent()));
	}

	/*
	 * An interrupt of the caller closes the channel, not the publishing: once more with
	 * the flag kept for later. Windows cannot open a directory, and needs no sync of it.
	 */
	private static void syncDirectory(Path directory) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
					channel.force(true);
					return;
				}
				catch (ClosedByInterruptException ex) {
					interrupted |= Thread.interrupted();
				}
				catch (IOException ex) {
					if (File.separatorChar == '\\') {
						return;
					}
					throw ex;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Remove the temporary files that a crash left behind.
	 */
	static void removeTemporaries(Path directory, String name) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				String fileName = file.getFileName().toString();
				if (fileName.startsWith(name + "~") && fileName.endsWith(".tmp")) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

}
