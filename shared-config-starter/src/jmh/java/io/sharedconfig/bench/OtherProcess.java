package io.sharedconfig.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A child process that says on its standard output what it sees, and does what it is told
 * on its standard input.
 * <p>
 * Not thread-safe.
 */
final class OtherProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader out;

	private final PrintStream in;

	private OtherProcess(Process process) {
		this.process = process;
		this.out = process.inputReader(StandardCharsets.UTF_8);
		this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	/**
	 * Start a main class with the class path of this process.
	 */
	static OtherProcess start(Class<?> main, Object... arguments) throws IOException {
		return start(List.of("-Xmx512m"), System.getProperty("java.class.path"), main, arguments);
	}

	static OtherProcess start(List<String> options, String classPath, Class<?> main, Object... arguments)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, main.getName()));
		Arrays.stream(arguments).map(Object::toString).forEach(command::add);
		return new OtherProcess(
				new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	/**
	 * Wait for a line that begins with a word, and return the rest of it.
	 */
	String await(String word) throws IOException {
		for (String line = this.out.readLine(); line != null; line = this.out.readLine()) {
			if (line.startsWith(word + ' ')) {
				return line.substring(word.length() + 1);
			}
		}
		throw new IOException("The process has ended before it said '" + word + "'");
	}

	void tell(String line) {
		this.in.println(line);
	}

	/**
	 * Return the processor time used so far: of all threads that live, as the scheduler
	 * of Linux counts it, else what the system says of the process, which is coarser.
	 */
	long cpuNanos() throws IOException {
		return Files.isDirectory(tasks()) ? cpuNanosOf("")
				: this.process.info().totalCpuDuration().orElseThrow().toNanos();
	}

	/**
	 * Return the processor time used so far by threads whose names begin with a text of
	 * at most 15 characters. 0 where that is not known.
	 */
	long cpuNanosOf(String threads) throws IOException {
		if (!Files.isDirectory(tasks())) {
			return 0;
		}
		try (Stream<Path> all = Files.list(tasks())) {
			return all.filter((thread) -> name(thread).startsWith(threads))
				.mapToLong(OtherProcess::scheduledNanos)
				.sum();
		}
	}

	private Path tasks() {
		return Path.of("/proc", String.valueOf(this.process.pid()), "task");
	}

	private static String name(Path thread) {
		try {
			return Files.readString(thread.resolve("comm"));
		}
		catch (IOException ex) {
			return ""; // it has ended
		}
	}

	private static long scheduledNanos(Path thread) {
		try {
			return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
		}
		catch (IOException ex) {
			return 0; // it has ended
		}
	}

	/**
	 * Return its share of the memory in use, in KiB: pages of several processes are
	 * divided among them. 0 where that is not known.
	 */
	long memoryKib() throws IOException {
		Path rollup = Path.of("/proc", String.valueOf(this.process.pid()), "smaps_rollup");
		if (!Files.isReadable(rollup)) {
			return 0;
		}
		return Files.readAllLines(rollup)
			.stream()
			.filter((line) -> line.startsWith("Pss:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.sum();
	}

	int awaitExit() throws InterruptedException {
		return this.process.waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
