package io.sharedconfig.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * The readers of {@code src/interop}, each run by the tool of its language. Where that is
 * not there, its tests are skipped and say so.
 */
enum ReferenceReader {

	PYTHON("python3") {

		@Override
		List<String> prepare(Path temp) {
			return List.of("python3", SOURCES.resolve("python/shared_config.py").toString());
		}

	},

	C("cc") {

		@Override
		List<String> prepare(Path temp) throws IOException, InterruptedException {
			Path program = temp.resolve("scfg_cat");
			Output compiled = run(List.of("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-o",
					program.toString(), SOURCES.resolve("c/shared_config.c").toString(),
					SOURCES.resolve("c/scfg_cat.c").toString()), temp);
			if (compiled.exit() != 0) {
				throw new AssertionError(compiled.error());
			}
			return List.of(program.toString());
		}

	},

	NODE("node") {

		@Override
		List<String> prepare(Path temp) {
			return List.of("node", SOURCES.resolve("node/shared-config.js").toString());
		}

	};

	private static final Path SOURCES = Path.of("src", "interop").toAbsolutePath();

	private final String tool;

	ReferenceReader(String tool) {
		this.tool = tool;
	}

	/**
	 * Return how to start it.
	 * @param temp a directory for what has to be made before
	 * @return the begin of a command
	 */
	abstract List<String> prepare(Path temp) throws IOException, InterruptedException;

	void requireTool() {
		boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, this.tool)));
		if (!there) {
			String reason = "The reader in %s is not tested: there is no '%s' on the PATH".formatted(this, this.tool);
			System.out.println(reason);
			throw new TestAbortedException(reason);
		}
	}

	static Output run(List<String> command, Path temp, String... arguments) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(command);
		all.addAll(Arrays.asList(arguments));
		Path output = Files.createTempFile(temp, "output", ".txt");
		Path error = Files.createTempFile(temp, "error", ".txt");
		Process process = new ProcessBuilder(all).redirectOutput(output.toFile()).redirectError(error.toFile()).start();
		process.getOutputStream().close();
		if (!process.waitFor(60, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new AssertionError("Still running: " + all);
		}
		return new Output(process.exitValue(), Files.readAllBytes(output), Files.readString(error));
	}

	/**
	 * What a program left.
	 *
	 * @param exit its status
	 * @param bytes what it wrote
	 * @param error what it said on standard error
	 */
	record Output(int exit, byte[] bytes, String error) {

		String text() {
			return new String(this.bytes, StandardCharsets.UTF_8);
		}

	}

}
