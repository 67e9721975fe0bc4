package io.sharedconfig.sample.master;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * A follower that runs as a child process of this one. Its log appears in ours, each line
 * with the follower's name.
 * <p>
 * Thread-safe. The process lives until it is closed; if this process is killed, it goes
 * on.
 */
final class FollowerProcess implements AutoCloseable {

	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final String name;

	private final String url;

	private final Process process;

	private final RestClient http;

	private FollowerProcess(String name, String url, Process process) {
		this.name = name;
		this.url = url;
		this.process = process;
		this.http = RestClient.builder().baseUrl(url).requestFactory(impatient()).build();
	}

	private static ClientHttpRequestFactory impatient() {
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(ANSWER_TIMEOUT)
			.build();
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client);
		factory.setReadTimeout(ANSWER_TIMEOUT);
		return factory;
	}

	/**
	 * Start a follower.
	 * @param name the name to show
	 * @param jar its executable jar
	 * @param port the port it listens on
	 * @param arguments further command line arguments
	 * @return the running process
	 * @throws IOException if it cannot be started
	 */
	static FollowerProcess start(String name, Path jar, int port, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-jar", jar.toString(), "--server.port=" + port));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		FollowerProcess follower = new FollowerProcess(name, "http://127.0.0.1:" + port + "/values", process);
		Thread printer = new Thread(follower::printLog, name);
		printer.setDaemon(true);
		printer.start();
		return follower;
	}

	private void printLog() {
		try (BufferedReader log = this.process.inputReader(Charset.defaultCharset())) {
			log.lines().forEach((line) -> System.out.println("[" + this.name + "] " + line));
		}
		catch (IOException ex) {
			System.out.println("[" + this.name + "] log not readable: " + ex);
		}
	}

	String name() {
		return this.name;
	}

	String url() {
		return this.url;
	}

	/**
	 * Ask the follower what it sees.
	 * @return the answer to {@code GET /values}, {@code null} while it does not answer
	 * @throws IllegalStateException if the process has ended
	 */
	@Nullable JsonNode values() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(
					"%s ended with exit code %d; its own lines say why".formatted(this.name, this.process.exitValue()));
		}
		try {
			return this.http.get().retrieve().body(JsonNode.class);
		}
		catch (RestClientException ex) {
			return null;
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
