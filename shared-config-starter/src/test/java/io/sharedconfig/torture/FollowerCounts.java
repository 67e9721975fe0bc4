package io.sharedconfig.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What a reading thread has seen; written by that thread, told to the test when it asks.
 */
public final class FollowerCounts {

	private volatile long reads;

	private volatile long versions;

	private volatile long changes;

	private volatile long idlePolls;

	private volatile long lapped;

	private volatile long torn;

	private volatile long backwards;

	private volatile long restarts;

	private volatile long problems;

	private volatile long lastVersion;

	/**
	 * Answer the test from now on: a line is a version and asks for the counts as soon as
	 * that version is the one that every thread has read last; the end of the lines ends
	 * the process.
	 * @param all the counts of all threads of this process
	 */
	public static void answer(List<FollowerCounts> all) {
		Thread thread = new Thread(() -> answerAll(all));
		thread.setDaemon(true);
		thread.start();
	}

	private static void answerAll(List<FollowerCounts> all) {
		try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				long wanted = Long.parseLong(line);
				while (!all.stream().allMatch((counts) -> counts.lastVersion == wanted)) {
					LockSupport.parkNanos(1_000_000);
				}
				TortureMaster.say("counts" + sums(all));
			}
		}
		catch (IOException ex) {
			// closed
		}
		Runtime.getRuntime().halt(1);
	}

	private static String sums(List<FollowerCounts> all) {
		Map<String, Long> sums = new LinkedHashMap<>();
		all.forEach((counts) -> counts.all().forEach((name, count) -> sums.merge(name, count, Long::sum)));
		StringBuilder line = new StringBuilder();
		sums.forEach((name, count) -> line.append(' ').append(name).append('=').append(count));
		return line.toString();
	}

	private Map<String, Long> all() {
		Map<String, Long> all = new LinkedHashMap<>();
		all.put("reads", this.reads);
		all.put("versions", this.versions);
		all.put("changes", this.changes);
		all.put("idlePolls", this.idlePolls);
		all.put("lappedThreeTimes", this.lapped);
		all.put("torn", this.torn);
		all.put("backwards", this.backwards);
		all.put("restarts", this.restarts);
		all.put("problems", this.problems);
		return all;
	}

	/**
	 * A whole version was copied and every byte of it compared.
	 * @param version the version
	 * @param problem what is wrong with it, {@code null} if nothing is
	 */
	public void read(long version, String problem) {
		this.reads++;
		if (problem != null) {
			this.torn++;
			complain("torn: " + problem);
		}
		if (version != this.lastVersion) {
			this.versions++;
			this.lastVersion = version;
		}
	}

	/**
	 * Patches were copied and compared, too.
	 * @param count how many
	 */
	public void changes(int count) {
		this.changes += count;
	}

	public void idle() {
		this.idlePolls++;
	}

	public void lapped() {
		this.lapped++;
	}

	public void torn(Throwable problem) {
		this.torn++;
		complain("torn: " + problem);
	}

	public void backwards(long before, long now) {
		this.backwards++;
		complain("backwards: from %d to %d".formatted(before, now));
	}

	public void restarted() {
		this.restarts++;
	}

	public void problem(Throwable problem) {
		this.problems++;
		complain("problem: " + problem);
	}

	private void complain(String line) {
		if (this.torn + this.backwards + this.problems <= 20) {
			TortureMaster.say("bad " + line);
		}
	}

	public long lastVersion() {
		return this.lastVersion;
	}

}
