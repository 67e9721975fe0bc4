package io.sharedconfig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A real child JVM that runs a main class of the tests. What it prints is read line by
 * line; what is told to it comes on its standard input.
 */
public final class ChildJvm implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Process process;

	private final Thread reader;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final List<String> seen = new ArrayList<>();

	private ChildJvm(Process process) {
		this.process = process;
		this.reader = new Thread(this::readAll, "child-" + process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
	}

	public static ChildJvm start(Class<?> main, Object... arguments) {
		return start(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), main, arguments);
	}

	public static ChildJvm start(List<String> options, Class<?> main, Object... arguments) {
		return start(options, System.getProperty("java.class.path"), main, arguments);
	}

	public static ChildJvm start(List<String> options, String classPath, Class<?> main, Object... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, main.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		try {
			return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void readAll() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			this.lines.add(ex.toString());
		}
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Wait for a line that starts with a text, and return the rest of it.
	 */
	public String await(String start) throws InterruptedException {
		return await((line) -> line.startsWith(start)).substring(start.length());
	}

	private String await(Predicate<String> condition) throws InterruptedException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			String line = this.lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			if (line == null) {
				throw new AssertionError(
						"No such line within " + PATIENCE + " from " + this.process + ": " + this.seen);
			}
			this.seen.add(line);
			if (condition.test(line)) {
				return line;
			}
		}
	}

	public void tell(String line) {
		PrintStream out = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		out.println(line);
	}

	/**
	 * Let it see the end of its standard input.
	 */
	public void endInput() throws IOException {
		this.process.getOutputStream().close();
	}

	/**
	 * Send it a signal, for example {@code STOP}.
	 */
	public void signal(String name) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
	}

	/**
	 * Return what it has printed that nobody waited for, once it is gone.
	 */
	public List<String> rest() throws InterruptedException {
		this.reader.join(PATIENCE.toMillis());
		List<String> rest = new ArrayList<>();
		this.lines.drainTo(rest);
		return rest;
	}

	/**
	 * Kill it as {@code kill -9} does, and wait until it is gone.
	 */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly();
		this.process.waitFor();
	}

	public int awaitExit() throws InterruptedException {
		if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("Still running: " + this.process);
		}
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
