package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.opentest4j.TestAbortedException;

/**
 * A file system of a few megabytes, where this process may mount one. Tests that need it
 * are skipped elsewhere.
 */
public final class SmallFileSystem implements AutoCloseable {

	private final Path path;

	private SmallFileSystem(Path path) {
		this.path = path;
	}

	public static SmallFileSystem mount(Path parent, int sizeMegabytes) throws IOException, InterruptedException {
		Path path = Files.createDirectory(parent.resolve("small"));
		if (run("mount", "-t", "tmpfs", "-o", "size=" + sizeMegabytes + "m,mode=0755", "tmpfs", path.toString()) != 0) {
			throw new TestAbortedException("This process may not mount a file system");
		}
		return new SmallFileSystem(path);
	}

	private static int run(String... command) throws IOException, InterruptedException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			return -1;
		}
	}

	public Path path() {
		return this.path;
	}

	@Override
	public void close() throws IOException, InterruptedException {
		// lazily: mappings go when they are collected
		run("umount", "-l", this.path.toString());
	}

}
