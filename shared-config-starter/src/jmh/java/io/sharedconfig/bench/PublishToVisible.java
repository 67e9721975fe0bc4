package io.sharedconfig.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;

import org.springframework.util.FileSystemUtils;

/**
 * Measures the time from the call of {@code publish} in this process to the listener's
 * call in another one, and, in the same run, the same for a file that is written, renamed
 * and polled. No backup is kept: that would measure the disk.
 * <p>
 * The two processes compare {@link System#nanoTime()}. On Linux that is
 * {@code CLOCK_MONOTONIC}, which is one clock for all processes of a host.
 */
public final class PublishToVisible {

	private static final int WARM_UP = 20;

	private static final int VERSIONS = 200;

	private PublishToVisible() {
	}

	/**
	 * Measure and print a table.
	 * @param args poll intervals in milliseconds; 100 and 10 if there are none
	 * @throws Exception if a measurement fails
	 */
	public static void main(String[] args) throws Exception {
		List<String> intervals = (args.length > 0) ? List.of(args) : List.of("100", "10");
		System.out.printf("%n%d versions at random moments, two processes, no backup. Milliseconds from the call%n"
				+ "of publish to the call of the listener in the other process.%n%n", VERSIONS);
		System.out.printf("%-15s %-15s %8s %8s %8s%n", "poll interval", "way", "median", "p95", "max");
		for (String interval : intervals) {
			Duration pollInterval = Duration.ofMillis(Long.parseLong(interval));
			measure(pollInterval, "shared config", PublishToVisible::openSharedConfig);
			measure(pollInterval, "file + rename", PublishToVisible::openFile);
		}
	}

	private static void measure(Duration pollInterval, String way, Opener opener) throws Exception {
		Path directory = Files.createTempDirectory(temporaryRoot(), "publish-to-visible");
		try (Channel channel = opener.open(directory)) {
			channel.write(1);
			Process watcher = startWatcher(way, directory, pollInterval);
			try (BufferedReader seen = watcher.inputReader(StandardCharsets.UTF_8)) {
				awaitSeen(seen, 1);
				print(pollInterval, way, delays(pollInterval, channel, seen));
			}
			finally {
				watcher.destroyForcibly().waitFor();
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static long[] delays(Duration pollInterval, Channel channel, BufferedReader seen) throws IOException {
		long[] delays = new long[VERSIONS];
		for (int i = -WARM_UP; i < VERSIONS; i++) {
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2 * pollInterval.toNanos()));
			long version = WARM_UP + i + 2L;
			long calledAt = System.nanoTime();
			channel.write(version);
			long seenAt = awaitSeen(seen, version);
			if (i >= 0) {
				delays[i] = seenAt - calledAt;
			}
		}
		return delays;
	}

	private static void print(Duration pollInterval, String way, long[] delays) {
		Arrays.sort(delays);
		System.out.printf("%-15s %-15s %8.2f %8.2f %8.2f%n", pollInterval.toMillis() + " ms", way,
				millis(delays[VERSIONS / 2]), millis(delays[VERSIONS * 95 / 100]), millis(delays[VERSIONS - 1]));
	}

	private static double millis(long nanos) {
		return nanos / 1_000_000.0;
	}

	private static long awaitSeen(BufferedReader seen, long version) throws IOException {
		for (String line = seen.readLine(); line != null; line = seen.readLine()) {
			String[] versionAndTime = line.split(" ");
			if (Long.parseLong(versionAndTime[0]) == version) {
				return Long.parseLong(versionAndTime[1]);
			}
		}
		throw new IOException("The watching process has ended");
	}

	private static Process startWatcher(String way, Path directory, Duration pollInterval) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Watcher.class.getName(), way, directory.toString(),
				pollInterval.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static Path temporaryRoot() {
		Path memory = Path.of("/dev/shm");
		return Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
	}

	private static Channel openSharedConfig(Path directory) {
		SharedConfigPublisher publisher = SharedConfigs.publisher(directory, Watcher.NAME).withoutBackup().open();
		return new Channel() {

			@Override
			public void write(long version) {
				publisher.publish(Map.of("version", version));
			}

			@Override
			public void close() {
				publisher.close();
			}

		};
	}

	private static Channel openFile(Path directory) {
		Path temporary = directory.resolve("new");
		Path file = directory.resolve(Watcher.NAME);
		return new Channel() {

			@Override
			public void write(long version) throws IOException {
				Files.writeString(temporary, "{\"version\":" + version + "}");
				Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}

			@Override
			public void close() {
			}

		};
	}

	private interface Opener {

		Channel open(Path directory);

	}

	private interface Channel extends AutoCloseable {

		void write(long version) throws IOException;

		@Override
		void close();

	}

}
