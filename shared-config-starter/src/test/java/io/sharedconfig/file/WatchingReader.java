package io.sharedconfig.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reference reader that watches a shared file until it is closed.
 */
final class WatchingReader implements AutoCloseable {

	private final Process process;

	private final List<String> wrong = new ArrayList<>();

	private final List<String> said = new ArrayList<>();

	private long version;

	private String document = "";

	private WatchingReader(Process process) {
		this.process = process;
	}

	/**
	 * Start a reader.
	 * @param backwards whether a version may be lower than the one before
	 * @param check fails if a version and its document do not belong together
	 */
	static WatchingReader start(List<String> command, boolean backwards, Check check) throws IOException {
		WatchingReader reader = new WatchingReader(new ProcessBuilder(command).start());
		reader.readInBackground(reader.process.getInputStream(), (line) -> reader.take(line, backwards, check));
		reader.readInBackground(reader.process.getErrorStream(), reader::say);
		return reader;
	}

	private void readInBackground(InputStream stream, Consumer<String> line) {
		Thread thread = new Thread(() -> {
			try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
				lines.lines().forEach(line);
			}
			catch (IOException | RuntimeException ex) {
				say(ex.toString());
			}
		}, "watch-" + this.process.pid());
		thread.setDaemon(true);
		thread.start();
	}

	private synchronized void take(String line, boolean backwards, Check check) {
		int space = line.indexOf(' ');
		long next = Long.parseLong(line.substring(0, space));
		String read = line.substring(space + 1);
		if (!check.isWhole(next, read) || (next <= this.version && !backwards)) {
			this.wrong.add("after %d: %s".formatted(this.version, line.substring(0, Math.min(line.length(), 200))));
		}
		this.version = next;
		this.document = read;
	}

	private synchronized void say(String line) {
		this.said.add(line);
	}

	/**
	 * Return the version that was read last, after making sure that each one was whole.
	 */
	synchronized long version() {
		assertThat(this.wrong).isEmpty();
		return this.version;
	}

	synchronized String document() {
		return this.document;
	}

	synchronized List<String> said() {
		return List.copyOf(this.said);
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Says whether a version and its document belong together.
	 */
	@FunctionalInterface
	interface Check {

		boolean isWhole(long version, String document);

	}

}
