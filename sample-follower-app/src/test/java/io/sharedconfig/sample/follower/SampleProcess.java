package io.sharedconfig.sample.follower;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One of the samples' executable jars, running in a process of its own.
 */
final class SampleProcess implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final Process process;

	private final Thread reader;

	private SampleProcess(Process process) {
		this.process = process;
		this.reader = new Thread(this::readLog);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Start a sample.
	 * @param jarProperty the system property that names its jar
	 * @param arguments its command line arguments
	 * @return the process, which may still be starting
	 */
	static SampleProcess start(String jarProperty, List<String> arguments) {
		String jar = System.getProperty(jarProperty);
		assertThat(jar).as(jarProperty).isNotNull();
		return start(List.of("-jar", jar), arguments);
	}

	/**
	 * Start a class of this module, from its classes instead of its jar.
	 * @param main the main class
	 * @param option an option of the virtual machine
	 * @param arguments its command line arguments
	 * @return the process, which may still be starting
	 */
	static SampleProcess start(Class<?> main, String option, List<String> arguments) {
		return start(List.of(option, "-classpath", System.getProperty("java.class.path"), main.getName()), arguments);
	}

	private static SampleProcess start(List<String> what, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(what);
		command.addAll(arguments);
		try {
			return new SampleProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void readLog() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines().forEach(this.log::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.log.add("log not readable: " + ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return the processes that this one has started and that are still running.
	 * @return their handles
	 */
	List<ProcessHandle> children() {
		return this.process.children().toList();
	}

	String log() {
		return String.join("\n", this.log);
	}

	/**
	 * Return the ports that the sample, and those it started itself, listen on.
	 * @return the ports in the order they were opened
	 */
	private Stream<Integer> ports() {
		return this.log.stream().map(PORT::matcher).filter(Matcher::find).map((port) -> Integer.valueOf(port.group(1)));
	}

	SampleProcess awaitStarted() {
		return awaitLog("Tomcat started on port ");
	}

	SampleProcess awaitLog(String text) {
		await().atMost(PATIENCE).until(() -> log().contains(text) || !this.process.isAlive());
		assertThat(log()).contains(text);
		return this;
	}

	int awaitEnd() throws InterruptedException {
		await().atMost(PATIENCE).until(() -> !this.process.isAlive());
		this.reader.join();
		return this.process.exitValue();
	}

	int port() {
		return ports().findFirst().orElseThrow();
	}

	String get(String path) {
		return get(port(), path);
	}

	static String get(int port, String path) {
		String body = RestClient.create("http://127.0.0.1:" + port + path).get().retrieve().body(String.class);
		assertThat(body).isNotNull();
		return body;
	}

	String post(String path, String json) {
		String body = RestClient.create("http://127.0.0.1:" + port() + path)
			.post()
			.contentType(MediaType.APPLICATION_JSON)
			.body(json)
			.retrieve()
			.body(String.class);
		assertThat(body).isNotNull();
		return body;
	}

	/**
	 * End the process as an operator does, with a signal that it can act on.
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	void terminate() throws InterruptedException {
		this.process.destroy();
		awaitEnd();
	}

	/**
	 * End the process at once, without a signal that it could act on.
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		awaitEnd();
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

}
