package io.sharedconfig.sample.master;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigPublisher;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Starts followers as child processes, publishes a change, and prints what arrives in
 * them and when. They are stopped when this application stops.
 */
@Component
@ConditionalOnProperty("sample.followers")
class Demonstration implements ApplicationRunner, DisposableBean {

	private static final String KEY = "pricing.discount";

	private static final List<String> WAYS = List.of("value", "properties", "live", "environment");

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final SharedConfigPublisher publisher;

	private final DemonstrationProperties properties;

	private final ConfigurableApplicationContext context;

	private final List<FollowerProcess> followers = new CopyOnWriteArrayList<>();

	Demonstration(SharedConfigPublisher publisher, DemonstrationProperties properties,
			ConfigurableApplicationContext context) {
		this.publisher = publisher;
		this.properties = properties;
		this.context = context;
	}

	@Override
	public void run(ApplicationArguments arguments) throws Exception {
		try {
			startFollowers();
			awaitEach(System.nanoTime(), (values) -> true);
			publishChange();
			printWhatToTry();
		}
		catch (IOException | IllegalStateException ex) {
			if (this.context.isActive()) {
				System.err.println("The demonstration has failed: " + ex.getMessage());
				System.exit(SpringApplication.exit(this.context, () -> 1));
			}
		}
	}

	private void startFollowers() throws IOException {
		Path jar = followerJar();
		List<String> arguments = new ArrayList<>(
				List.of("--logging.level.root=warn", "--logging.level.io.sharedconfig=info"));
		Environment environment = this.context.getEnvironment();
		String directory = environment.getProperty("shared-config.directory");
		if (directory != null) {
			arguments.add("--shared-config.directory=" + directory);
		}
		for (int i = 0; i < this.properties.followers(); i++) {
			this.followers
				.add(FollowerProcess.start("follower " + (i + 1), jar, this.properties.followerPort() + i, arguments));
		}
	}

	private Path followerJar() {
		Path jar = this.properties.followerJar();
		if (jar == null) {
			File self = new ApplicationHome(MasterApplication.class).getSource();
			// from sample-master-app/target/sample-master-app.jar, or from the reactor's
			// folder
			Path modules = (self != null) ? self.toPath().resolve("../../..").normalize() : Path.of("");
			jar = modules.resolve("sample-follower-app/target/sample-follower-app.jar");
		}
		if (!Files.isRegularFile(jar)) {
			throw new IllegalStateException(
					"'%s' is not there. Run 'mvn package', or set 'sample.follower-jar'".formatted(jar));
		}
		return jar;
	}

	private void publishChange() throws InterruptedException {
		ConfigSnapshot current = this.publisher.current();
		String before = (current != null) ? current.property(KEY) : null;
		String after = "0.20".equals(before) ? "0.15" : "0.20";
		long start = System.nanoTime();
		ConfigSnapshot snapshot = this.publisher.change()
			.set(KEY, after)
			.author("alice")
			.comment("Black Friday")
			.publish();
		System.out.printf("%n==> published version %d: %s %s -> %s%n", snapshot.version(), KEY, before, after);
		awaitEach(start,
				(values) -> values.get("version").asLong() >= snapshot.version() && values.propertyStream()
					.filter((entry) -> !entry.getKey().equals("version"))
					.allMatch((entry) -> entry.getValue().asString().equals(after)));
	}

	private void awaitEach(long start, Predicate<JsonNode> expected) throws InterruptedException {
		List<FollowerProcess> waiting = new ArrayList<>(this.followers);
		while (!waiting.isEmpty()) {
			if (System.nanoTime() - start > PATIENCE.toNanos()) {
				throw new IllegalStateException(waiting.get(0).name() + " has not answered in " + PATIENCE);
			}
			waiting.removeIf((follower) -> shows(follower, start, expected));
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

	private boolean shows(FollowerProcess follower, long start, Predicate<JsonNode> expected) {
		JsonNode values = follower.values();
		boolean shows = values != null && expected.test(values);
		if (shows) {
			System.out.printf("==> %s after %d ms: %s%n", follower.name(),
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), values);
		}
		return shows;
	}

	private void printWhatToTry() {
		String master = "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port");
		System.out.printf("%n==> Try it yourself:%n");
		System.out.printf("curl -H 'Content-Type: application/json' -d '%s' %s/actuator/sharedconfig/orders%n",
				"{\"mergePatch\":{\"pricing\":{\"discount\":\"0.30\"}},\"author\":\"you\"}", master);
		this.followers.forEach((follower) -> System.out.printf("curl %s%n", follower.url()));
		System.out.printf("==> Ctrl-C ends the master and the followers%n%n");
	}

	@Override
	public void destroy() {
		this.followers.forEach(FollowerProcess::close);
	}

}
