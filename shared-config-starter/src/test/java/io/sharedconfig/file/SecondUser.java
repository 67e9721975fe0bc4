package io.sharedconfig.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.sharedconfig.StorageException;

/**
 * A process of a user that is not the master's: it reads, and tries to do everything
 * else.
 */
public final class SecondUser {

	/**
	 * How many things it tries.
	 */
	public static final int ATTEMPTS = 12;

	private SecondUser() {
	}

	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[0]);
		read(directory);
		for (Map.Entry<String, Attempt> attempt : attempts(directory).entrySet()) {
			try {
				attempt.getValue().run();
				System.out.println("allowed " + attempt.getKey());
			}
			catch (AccessDeniedException ex) {
				System.out.println("refused " + attempt.getKey());
			}
			catch (FileSystemException ex) {
				System.out.println("refused " + attempt.getKey() + ": " + ex.getReason());
			}
			catch (IOException ex) {
				boolean denied = String.valueOf(ex.getMessage()).contains("Permission denied");
				System.out.println((denied ? "refused " : "failed ") + attempt.getKey() + ": " + ex);
			}
		}
	}

	private static void read(Path directory) {
		try {
			StoredRun read = new SharedFileReader(directory, StoreFixture.NAME, Set.of()).read();
			System.out.println("version " + ((read != null) ? read.version() : 0));
		}
		catch (StorageException ex) {
			System.out.println("cannot be opened");
		}
	}

	private static Map<String, Attempt> attempts(Path directory) {
		Path data = StoreFixture.data(directory);
		Path lock = StoreFixture.lock(directory);
		Map<String, Attempt> all = new LinkedHashMap<>();
		all.put("to open the file for writing", () -> FileChannel.open(data, StandardOpenOption.WRITE).close());
		all.put("to open the file for reading and writing", () -> new RandomAccessFile(data.toFile(), "rw").close());
		all.put("to truncate the file", () -> Files.write(data, new byte[0], StandardOpenOption.TRUNCATE_EXISTING));
		all.put("to change the file's permissions",
				() -> Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rw-rw-rw-")));
		all.put("to delete the file", () -> Files.delete(data));
		all.put("to rename the file", () -> Files.move(data, directory.resolve("b"), StandardCopyOption.ATOMIC_MOVE));
		all.put("to read the lock file", () -> FileChannel.open(lock, StandardOpenOption.READ).close());
		all.put("to write the lock file", () -> FileChannel.open(lock, StandardOpenOption.WRITE).close());
		all.put("to delete the lock file", () -> Files.delete(lock));
		all.put("to create a file", () -> Files.createFile(directory.resolve("orders~1.tmp")));
		all.put("to create a link", () -> Files.createLink(directory.resolve("link"), data));
		all.put("to change the directory's permissions",
				() -> Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx")));
		return all;
	}

	@FunctionalInterface
	private interface Attempt {

		void run() throws IOException;

	}

}
