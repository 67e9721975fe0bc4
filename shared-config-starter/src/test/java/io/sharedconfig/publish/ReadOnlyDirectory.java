package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.opentest4j.TestAbortedException;

/**
 * A directory that nothing can be changed in for a while, not even by root.
 */
final class ReadOnlyDirectory implements AutoCloseable {

	private final Path path;

	private final Set<PosixFilePermission> before;

	private ReadOnlyDirectory(Path path, Set<PosixFilePermission> before) {
		this.path = path;
		this.before = before;
	}

	/**
	 * Make a directory read-only: by its permissions, or, for root, by mounting it over
	 * itself. The test is skipped where neither helps.
	 */
	static ReadOnlyDirectory of(Path path) throws IOException, InterruptedException {
		ReadOnlyDirectory directory = new ReadOnlyDirectory(path, Files.getPosixFilePermissions(path));
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-x------"));
		if (directory.isWritable()) {
			Files.setPosixFilePermissions(path, directory.before);
			run("mount", "--bind", path.toString(), path.toString());
			run("mount", "-o", "remount,ro,bind", path.toString());
			if (directory.isWritable()) {
				directory.close();
				throw new TestAbortedException("This process may write everywhere and mount nothing");
			}
		}
		return directory;
	}

	private boolean isWritable() {
		try {
			Files.delete(Files.createFile(this.path.resolve("probe")));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void run(String... command) throws IOException, InterruptedException {
		new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		run("umount", "-l", this.path.toString());
		Files.setPosixFilePermissions(this.path, this.before);
	}

}
