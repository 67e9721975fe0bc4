package io.sharedconfig.publish;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;

/**
 * A master that is going to be killed. It waits for its author's name, so that the start
 * of its virtual machine costs the test little; then it publishes without a pause and
 * says so each time that {@code publish} returned.
 */
final class KilledPublisher {

	static final String NAME = "orders";

	private KilledPublisher() {
	}

	public static void main(String[] args) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		say("waiting");
		String author = in.readLine();
		if (author == null) {
			rehearse(Path.of(args[0]));
			return;
		}
		try (SharedConfigPublisher publisher = open(Path.of(args[0]))) {
			ConfigSnapshot current = publisher.current();
			long version = (current != null) ? current.version() : 0;
			say("started " + version);
			while (true) {
				version++;
				publish(publisher, version, author);
				say("published " + version);
			}
		}
	}

	/**
	 * Load all classes that it takes.
	 */
	private static void rehearse(Path root) {
		try (SharedConfigPublisher publisher = open(root.resolve("rehearsal"))) {
			publish(publisher, 1, "nobody");
			publish(publisher, 2, "nobody");
		}
	}

	/**
	 * Now with one kind of change, now with another.
	 */
	private static void publish(SharedConfigPublisher publisher, long version, String author) {
		var change = publisher.change().author(author).comment(comment(version));
		if (version % 2 == 0) {
			change.set("version", version).set("text", text(version));
		}
		else {
			change.update((document) -> document.put("version", version).put("text", text(version)));
		}
		ConfigSnapshot published = change.publish();
		if (published.version() != version) {
			throw new IllegalStateException("published " + published.version() + " for " + version);
		}
	}

	static SharedConfigPublisher open(Path root) {
		return SharedConfigs.publisher(root.resolve("shared"), NAME)
			.backup(root.resolve("backup"))
			.history(50, 1 << 20)
			.open();
	}

	static String comment(long version) {
		return "change " + version;
	}

	static String document(long version) {
		return "{\"version\":%d,\"text\":\"%s\"}".formatted(version, text(version));
	}

	private static String text(long version) {
		return String.valueOf((char) ('a' + version % 26)).repeat((int) (version * 7919 % 9000));
	}

	private static void say(String line) {
		System.out.println("@" + line);
	}

}
