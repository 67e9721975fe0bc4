package io.sharedconfig.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the time from the call of {@code publish} in this process until one key of
 * 10,000 has its new value in another one: in a follower without Spring, which is the
 * store alone, and in an application of Spring Boot; and, in the same rounds, the same
 * for a file that is written, renamed, and watched or polled.
 * <p>
 * The processes compare {@link System#nanoTime()}. On Linux that is
 * {@code CLOCK_MONOTONIC}, which is one clock for all processes of a host.
 */
public final class PublishToVisible {

	static final String KEY = "pricing.discount";

	private static final List<String> OPTIONS = List.of("-Xmx512m");

	private static final int PROPERTIES = 10_000;

	private static final int VERSIONS = 150;

	/*
	 * What is measured first is a process in which these changes are the first ones, and
	 * nothing is compiled yet.
	 */
	private static final int FIRST_VERSIONS = 50;

	private static final Duration SHORT_PAUSE = Duration.ofMillis(3);

	private static final int BATCH = 10;

	private static final int WARM_UP = 10_000;

	private static final Duration WARM_UP_TIME = Duration.ofSeconds(15);

	private PublishToVisible() {
	}

	/**
	 * Measure and print a table.
	 * @param args the poll interval in milliseconds; 100 if there is none
	 * @throws IOException if a measurement fails
	 */
	public static void main(String[] args) throws IOException {
		Duration interval = Duration.ofMillis((args.length > 0) ? Long.parseLong(args[0]) : 100);
		List<Way> ways = new ArrayList<>();
		try {
			for (boolean doorbell : new boolean[] { true, false }) {
				ways.add(Way.follower(interval, doorbell));
				ways.add(Way.application(interval, doorbell));
			}
			ways.add(Way.file("watched", interval));
			ways.add(Way.file("polled", interval));
			for (Way way : ways) {
				way.process.await("ready");
			}
			System.out.printf("%nPoll interval %d ms, one key of %,d. Milliseconds from the call of publish until the"
					+ " value is there in the other process.%n", interval.toMillis(), PROPERTIES);
			measure(ways, FIRST_VERSIONS, Duration.ZERO, interval);
			print("The first %d of a process, at random moments within %d ms:".formatted(FIRST_VERSIONS,
					interval.toMillis()), ways);
			for (Way way : ways) {
				warmUp(way);
			}
			measure(ways, VERSIONS, SHORT_PAUSE, SHORT_PAUSE.multipliedBy(2));
			print("%d that come often, each after %d to %d ms:".formatted(VERSIONS, SHORT_PAUSE.toMillis(),
					2 * SHORT_PAUSE.toMillis()), ways);
			measure(ways, VERSIONS, Duration.ZERO, interval);
			print("%d that come seldom, at random moments within %d ms:".formatted(VERSIONS, interval.toMillis()),
					ways);
		}
		finally {
			ways.forEach(Way::close);
		}
	}

	private static void measure(List<Way> ways, int versions, Duration shortestPause, Duration longestPause)
			throws IOException {
		ways.forEach(Way::forget);
		for (int batch = 0; batch < versions; batch += BATCH) {
			for (Way way : ways) {
				for (int i = 0; i < BATCH; i++) {
					way.measure(shortestPause, longestPause);
				}
			}
		}
	}

	private static void warmUp(Way way) throws IOException {
		long deadline = System.nanoTime() + WARM_UP_TIME.toNanos();
		for (int i = 0; i < WARM_UP && System.nanoTime() < deadline; i++) {
			way.measure(Duration.ZERO, Duration.ZERO);
		}
	}

	private static void print(String title, List<Way> ways) {
		System.out.printf("%n%s%n%n", title);
		Table table = new Table("way", "seen in", "p50", "p90", "p99");
		ways.forEach((way) -> way.addTo(table));
		table.print();
	}

	/**
	 * A way to have a value in another process.
	 */
	private static final class Way implements AutoCloseable {

		private final String name;

		private final Publishing publishing;

		private final OtherProcess process;

		private final Scene scene;

		private final Map<String, Times> times = new LinkedHashMap<>();

		private long lastValue;

		private Way(String name, Scene scene, Publishing publishing, OtherProcess process, String... seenIn) {
			this.name = name;
			this.scene = scene;
			this.publishing = publishing;
			this.process = process;
			for (String place : seenIn) {
				this.times.put(place, new Times());
			}
		}

		static Way follower(Duration interval, boolean doorbell) throws IOException {
			Scene scene = Scene.publish(document());
			return new Way(name("follower", doorbell), scene, (value) -> set(scene, value),
					OtherProcess.start(OPTIONS, ClassPath.withoutSpring(), Watcher.class, "followed", scene.directory(),
							interval, doorbell),
					"`current()`");
		}

		static Way application(Duration interval, boolean doorbell) throws IOException {
			Scene scene = Scene.publish(document());
			return new Way(name("application", doorbell), scene, (value) -> set(scene, value),
					OtherProcess.start(OPTIONS, ClassPath.withStarter(), WatcherApplication.class,
							(Object[]) scene.arguments(
									"--shared-config.follower.poll-interval=" + interval.toMillis() + "ms",
									"--shared-config.follower.doorbell=" + (doorbell ? "auto" : "off"))),
					"`@Value`", "`LiveProperties`", "`Environment`");
		}

		static Way file(String how, Duration interval) throws IOException {
			Map<String, Object> document = document();
			Scene scene = Scene.publish(Map.of());
			ByHand byHand = new ByHand(scene.directory());
			byHand.write(document);
			return new Way("file, renamed and " + how, scene, (value) -> {
				document.put("pricing", Map.of("discount", value));
				byHand.write(document);
			}, OtherProcess.start(Watcher.class, how, scene.directory(), interval), "a map");
		}

		private static String name(String what, boolean doorbell) {
			return what + ", doorbell " + (doorbell ? "auto" : "off");
		}

		private static Map<String, Object> document() {
			Map<String, Object> document = new LinkedHashMap<>(new Content(PROPERTIES - 1).tree());
			document.put("pricing", Map.of("discount", "0"));
			return document;
		}

		private static void set(Scene scene, String value) {
			scene.publisher().change().set(KEY, value).publish();
		}

		void measure(Duration shortestPause, Duration longestPause) throws IOException {
			String value = String.valueOf(++this.lastValue);
			this.process.tell(value);
			this.process.await("looking");
			if (!longestPause.isZero()) {
				LockSupport.parkNanos(
						ThreadLocalRandom.current().nextLong(shortestPause.toNanos(), longestPause.toNanos()));
			}
			long calledAt = System.nanoTime();
			this.publishing.publish(value);
			String[] seenAt = this.process.await("seen").split(" ");
			int i = 0;
			for (Times seenIn : this.times.values()) {
				seenIn.add(Long.parseLong(seenAt[i++]) - calledAt);
			}
		}

		void forget() {
			this.times.replaceAll((place, before) -> new Times());
		}

		void addTo(Table table) {
			this.times.forEach(
					(place, seen) -> table.add(this.name, place, seen.millis(50), seen.millis(90), seen.millis(99)));
		}

		@Override
		public void close() {
			this.process.close();
			this.scene.close();
		}

	}

	private interface Publishing {

		void publish(String value) throws IOException;

	}

}
