package io.sharedconfig.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.sharedconfig.PublisherState;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import io.sharedconfig.publish.ObservedPublisher;

import org.springframework.util.FileSystemUtils;

/**
 * Measures what followers cost their master, by how many there are: the time a publish
 * takes, and the time until all of them have reported that they applied it. They live in
 * other processes, up to four, so that each report is a file whose lock another process
 * holds. Then, how long it takes a master in waiting to take the place of one that was
 * killed. No backup is kept: that would measure the disk.
 */
public final class RolloutCost {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final int MOST_PROCESSES = 4;

	private static final int WARM_UP = 2_000;

	private static final int PUBLISHES = 2_000;

	private static final int ROLLOUTS = 50;

	private static final int TAKE_OVERS = 10;

	private long lastValue;

	private RolloutCost() {
	}

	/**
	 * Measure and print two tables.
	 * @param args how many followers there are; 1, 8, 32 and 100 if there are none
	 * @throws Exception if a measurement fails
	 */
	public static void main(String[] args) throws Exception {
		List<String> counts = (args.length > 0) ? List.of(args) : List.of("1", "8", "32", "100");
		System.out.printf("%n%d publishes, one a millisecond, and %d calls of publishAndAwait at random moments; the"
				+ " followers poll each %d ms.%n%n", PUBLISHES, ROLLOUTS, POLL_INTERVAL.toMillis());
		System.out.printf("%9s %9s  %28s  %40s%n", "", "", "publish, microseconds",
				"publishAndAwait, poll intervals");
		System.out.printf("%9s %9s  %9s %9s %9s %9s %9s %9s %9s%n", "followers", "processes", "median", "p95", "median",
				"p95", "max", "applied", "silent");
		for (String count : counts) {
			new RolloutCost().measure(Integer.parseInt(count));
		}
		System.out.printf("%n%d masters killed while another stood by. Milliseconds from the end of the process to%n"
				+ "the first version of the new master.%n%n", TAKE_OVERS);
		System.out.printf("%9s %9s %9s%n", "median", "p95", "max");
		takeOver();
	}

	private void measure(int followers) throws Exception {
		int processes = Math.min(MOST_PROCESSES, followers);
		Path directory = Files.createTempDirectory(temporaryRoot(), "rollout-cost");
		List<Process> crowds = new ArrayList<>();
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(directory, Crowd.NAME)
			.withoutBackup()
			.open()) {
			publish(publisher);
			for (int i = 0; i < processes; i++) {
				int count = followers / processes + ((i < followers % processes) ? 1 : 0);
				crowds.add(start("follow", directory, String.valueOf(count), POLL_INTERVAL.toString()));
			}
			for (Process crowd : crowds) {
				awaitReady(crowd);
			}
			while (publisher.followers().size() < followers) {
				LockSupport.parkNanos(POLL_INTERVAL.toNanos());
			}
			long[] publishes = publishes(publisher);
			Rollouts rollouts = rollouts(publisher);
			System.out.printf("%9d %9d  %9.1f %9.1f %9.2f %9.2f %9.2f %9d %9d%n", followers, processes,
					median(publishes) / 1e3, percentile(publishes, 95) / 1e3, intervals(median(rollouts.nanos)),
					intervals(percentile(rollouts.nanos, 95)), intervals(percentile(rollouts.nanos, 100)),
					rollouts.applied, rollouts.silent);
		}
		finally {
			for (Process crowd : crowds) {
				crowd.destroyForcibly().waitFor();
			}
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void publish(SharedConfigPublisher publisher) {
		publisher.publish(Map.of("value", ++this.lastValue));
	}

	private long[] publishes(SharedConfigPublisher publisher) {
		for (int i = 0; i < WARM_UP; i++) {
			publish(publisher);
		}
		long[] times = new long[PUBLISHES];
		for (int i = 0; i < PUBLISHES; i++) {
			LockSupport.parkNanos(1_000_000);
			long begin = System.nanoTime();
			publish(publisher);
			times[i] = System.nanoTime() - begin;
		}
		Arrays.sort(times);
		return times;
	}

	private Rollouts rollouts(SharedConfigPublisher publisher) {
		long[] times = new long[ROLLOUTS];
		int applied = 0;
		int silent = 0;
		for (int i = 0; i < ROLLOUTS; i++) {
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2 * POLL_INTERVAL.toNanos()));
			long begin = System.nanoTime();
			RolloutReport report = publisher.change().set("value", ++this.lastValue).publishAndAwait(LONG);
			times[i] = System.nanoTime() - begin;
			applied += report.applied().size();
			silent += report.silent().size();
		}
		Arrays.sort(times);
		return new Rollouts(times, applied, silent);
	}

	private static void takeOver() throws Exception {
		long[] times = new long[TAKE_OVERS];
		for (int i = 0; i < TAKE_OVERS; i++) {
			Path directory = Files.createTempDirectory(temporaryRoot(), "rollout-cost");
			Process master = start("publish", directory);
			try {
				awaitReady(master);
				times[i] = takeOver(directory, master);
			}
			finally {
				master.destroyForcibly().waitFor();
				FileSystemUtils.deleteRecursively(directory);
			}
		}
		Arrays.sort(times);
		System.out.printf("%9.0f %9.0f %9.0f%n", median(times) / 1e6, percentile(times, 95) / 1e6,
				percentile(times, 100) / 1e6);
	}

	private static long takeOver(Path directory, Process master) throws InterruptedException {
		try (SharedConfigPublisher standby = SharedConfigs.publisher(directory, Crowd.NAME)
			.withoutBackup()
			.standby()
			.open()) {
			LockSupport.parkNanos(1_000_000_000L + ThreadLocalRandom.current().nextLong(500_000_000L));
			master.destroyForcibly().waitFor();
			long begin = System.nanoTime();
			while (((ObservedPublisher) standby).state() != PublisherState.ACTIVE) {
				LockSupport.parkNanos(100_000);
			}
			standby.publish(Map.of("value", 2));
			return System.nanoTime() - begin;
		}
	}

	private static double intervals(long nanos) {
		return nanos / (double) POLL_INTERVAL.toNanos();
	}

	private static long median(long[] sorted) {
		return percentile(sorted, 50);
	}

	private static long percentile(long[] sorted, int percent) {
		return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
	}


	private static Process start(String what, Path directory, String... args) throws IOException {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Crowd.class.getName(), what, directory.toString()));
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	private static void awaitReady(Process process) throws IOException {
		BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
		if (!"ready".equals(out.readLine())) {
			throw new IOException("The other process has ended");
		}
	}

	private static Path temporaryRoot() {
		Path memory = Path.of("/dev/shm");
		return Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
	}

	/**
	 * What came of the calls of {@code publishAndAwait}.
	 *
	 * @param nanos how long they took, sorted
	 * @param applied how many followers had applied, over all calls
	 * @param silent how many had not answered, over all calls
	 */
	private record Rollouts(long[] nanos, int applied, int silent) {

	}

}
