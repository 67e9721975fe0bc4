package io.sharedconfig.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.file.HotReader;

import static org.awaitility.Awaitility.await;

/**
 * One directory, two followers, and one master after the other.
 * <p>
 * Not thread-safe, except for {@link #close()}.
 */
final class TortureRound implements AutoCloseable {

	private static final List<String> LIGHT = List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:-UsePerfData",
			"-Xmx128m");

	private static final Duration LONGEST_LIFE = Duration.ofMillis(300);

	/**
	 * Now and then one lives until its code is compiled, and publishes many times faster.
	 */
	private static final Duration LONG_LIFE = Duration.ofMillis(4000);

	private static final int KILLS_PER_LONG_LIFE = 7;

	private static final Duration LONGEST_OPENING = Duration.ofMillis(150);

	private static final Duration LONGEST_STOP = Duration.ofMillis(100);

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int MASTERS_PER_FILE = 8;

	/**
	 * With a backup nothing is lost with the file, so it is lost more often.
	 */
	private static final int MASTERS_PER_FILE_WITH_BACKUP = 3;

	private static final AtomicInteger masters = new AtomicInteger();

	private final TortureScene scene;

	private final Path root;

	private final Path shared;

	private final Path backup;

	private final SplittableRandom random;

	private final TortureReport report;

	private final Progress progress;

	private final List<ChildJvm> children = new CopyOnWriteArrayList<>();

	private ChildJvm next;

	private long atLeast;

	private long atMost;

	private volatile boolean closed;

	TortureRound(TortureScene scene, Path root, Path backup, SplittableRandom random, TortureReport report) {
		this.scene = scene;
		this.root = root;
		this.shared = root.resolve("shared");
		this.backup = backup;
		this.random = random;
		this.report = report;
		this.progress = new Progress(root);
	}

	void run(int kills) throws IOException, InterruptedException {
		ChildJvm hot = start(List.of(), HotReader.class, this.root, TortureScene.NAME, !this.scene.hasBackup());
		ChildJvm hub = start(List.of(), HubFollower.class, this.root);
		this.next = master();
		answer(hot, "ready");
		answer(hub, "ready");
		for (int kill = 1; kill <= kills && this.report.failures().isEmpty(); kill++) {
			liveAndDie((kill % KILLS_PER_LONG_LIFE == 0) ? LONG_LIFE : LONGEST_LIFE);
			this.report.add("kills", 1);
			if (kill % (this.scene.hasBackup() ? MASTERS_PER_FILE_WITH_BACKUP : MASTERS_PER_FILE) == 0) {
				loseTheFile();
			}
		}
		tell(this.next, 0);
		long last = requireRecovered(answer(this.next, "started "));
		answer(this.next, "closed");
		countReuse();
		requireNoLeftovers();
		count("hot", hot, last);
		count("hub", hub, last);
	}

	private void liveAndDie(Duration longest) throws IOException, InterruptedException {
		ChildJvm master = this.next;
		this.next = master();
		tell(master, masters.incrementAndGet());
		if (this.random.nextInt(4) == 0) {
			pause(LONGEST_OPENING);
			kill(master, "killed at their start");
			return;
		}
		requireRecovered(answer(master, "started "));
		answer(master, "first ");
		pause(longest);
		if (this.random.nextInt(4) == 0) {
			stop(master);
		}
		else {
			kill(master, "killed while publishing");
		}
	}

	private void stop(ChildJvm master) throws IOException, InterruptedException {
		master.signal("STOP");
		tell(this.next, masters.incrementAndGet());
		if (Long.parseLong(answer(this.next, "refused ")) != master.pid()) {
			throw failed("the wrong pid was named");
		}
		this.report.add("second masters refused", 1);
		pause(LONGEST_STOP);
		if (this.random.nextBoolean()) {
			kill(master, "killed while stopped");
			return;
		}
		long before = this.progress.published();
		master.signal("CONT");
		await().atMost(PATIENCE).until(() -> this.progress.published() > before + 1);
		this.report.add("stopped and continued", 1);
		pause(LONGEST_STOP);
		kill(master, "killed while publishing");
	}

	private void kill(ChildJvm master, String how) throws IOException, InterruptedException {
		// not as ChildJvm.kill(), which lets go of what it has printed last
		master.signal("KILL");
		master.awaitExit();
		for (String line : master.rest()) {
			if (line.startsWith("@started ")) {
				requireRecovered(line.substring("@started ".length()));
			}
			else if (!line.equals("@opening") && !line.startsWith("@first ")) {
				throw failed("a master said: " + line);
			}
		}
		master.close();
		this.children.remove(master);
		// what was reported, or what a follower sees now
		long now = Math.max(this.progress.published(), HotReader.lastVersion(this.shared, TortureScene.NAME));
		this.report.add("versions published", Math.max(0, now - this.atLeast));
		// one may have been made durable and not been reported or seen
		this.atMost = (now > this.atLeast) ? now + 1 : this.atMost + 1;
		this.atLeast = Math.max(now, this.atLeast);
		this.report.add(how, 1);
	}

	/**
	 * A master goes on behind whatever was reported as published or was seen, and behind
	 * nothing that nobody can have published.
	 */
	private long requireRecovered(String version) {
		long started = Long.parseLong(version);
		if (started < this.atLeast || started > this.atMost) {
			throw failed("a master started at %d instead of %d to %d".formatted(started, this.atLeast, this.atMost));
		}
		this.report.add("recoveries", 1);
		this.atLeast = started;
		return started;
	}

	/**
	 * As a cleaner or a reboot does it: the next one begins with the smallest arenas
	 * again.
	 */
	private void loseTheFile() throws IOException {
		countReuse();
		Files.deleteIfExists(this.shared.resolve(TortureScene.NAME + ".scfg"));
		if (!this.scene.hasBackup()) {
			this.progress.published(0);
			this.atLeast = 0;
			this.atMost = 0;
		}
		this.report.add("files lost", 1);
	}

	private void countReuse() throws IOException {
		this.report.add("arenas reused, at least", HotReader.arenasReused(this.shared, TortureScene.NAME));
	}

	private void requireNoLeftovers() throws IOException {
		try (Stream<Path> files = Files.list(this.shared)) {
			List<String> names = files.map((file) -> file.getFileName().toString()).sorted().toList();
			List<String> wanted = Stream.of(".lock", ".scfg").map(TortureScene.NAME::concat).toList();
			List<String> unwanted = names.stream()
				.filter((name) -> !wanted.contains(name) && !name.equals(TortureScene.NAME + ".followers"))
				.toList();
			if (!names.containsAll(wanted) || !unwanted.isEmpty()) {
				throw failed("files were left: " + names);
			}
		}
	}

	private void count(String who, ChildJvm follower, long last) throws InterruptedException {
		follower.tell(String.valueOf(last));
		String counts = follower.await("@");
		while (counts.startsWith("bad")) {
			this.report.fail(who + " " + counts);
			counts = follower.await("@");
		}
		for (String count : counts.substring("counts ".length()).split(" ")) {
			String[] pair = count.split("=");
			this.report.add(who + "." + pair[0], Long.parseLong(pair[1]));
		}
	}

	private void tell(ChildJvm master, int number) throws InterruptedException {
		master.tell(String.valueOf(number));
		answer(master, "opening");
	}

	private String answer(ChildJvm child, String expected) throws InterruptedException {
		String line = child.await("@");
		if (!line.startsWith(expected)) {
			throw failed("expected '%s', found '%s'".formatted(expected, line));
		}
		return line.substring(expected.length());
	}

	private AssertionError failed(String what) {
		return new AssertionError(this.scene + ": " + what);
	}

	private void pause(Duration longest) {
		LockSupport.parkNanos(this.random.nextLong(longest.toNanos()));
	}

	private ChildJvm master() {
		return start(List.of("-XX:TieredStopAtLevel=1"), TortureMaster.class, this.root, this.backup, this.scene);
	}

	private synchronized ChildJvm start(List<String> options, Class<?> main, Object... arguments) {
		if (this.closed) {
			throw new IllegalStateException("closed");
		}
		List<String> all = new ArrayList<>(LIGHT);
		all.addAll(options);
		ChildJvm child = ChildJvm.start(all, main, arguments);
		this.children.add(child);
		return child;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		for (ChildJvm child : this.children) {
			child.close();
		}
		for (ChildJvm child : this.children) {
			try {
				child.kill();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		this.children.clear();
	}

}
