package io.sharedconfig.follow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.codec.FollowerReport;
import io.sharedconfig.file.StatusFile;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the status files of the followers of one process, on a thread of its own that
 * does nothing while nothing changes: a disk that hangs, or a directory that cannot be
 * written to, is nobody else's matter.
 * <p>
 * Thread-safe; what is not is confined to that thread.
 */
final class StatusReporter {

	static final String THREAD_NAME = "shared-config-report";

	/*
	 * A master that publishes without a break does not make a file of each version.
	 */
	private static final Duration PACE = Duration.ofMillis(5);

	private static final Duration PACE_WHILE_FAILING = Duration.ofSeconds(1);

	static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

	private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

	/*
	 * How long a stop waits for the files to be removed. They go by themselves, later.
	 */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Path directory;

	private final Clock clock;

	private final FollowEvents events;

	private final Duration shortestRetry;

	private final ScheduledThreadPoolExecutor executor;

	private final Set<Follower> wanted = ConcurrentHashMap.newKeySet();

	private final Map<Follower, Reported> reported = new HashMap<>();

	private final StatusFile.OwnProcess process = StatusFile.process();

	private volatile @Nullable String application;

	private volatile boolean running;

	StatusReporter(Path directory, Clock clock, FollowEvents events, Duration shortestRetry) {
		this.shortestRetry = shortestRetry;
		this.directory = directory;
		this.clock = clock;
		this.events = events;
		this.executor = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, THREAD_NAME);
			thread.setDaemon(true);
			// not that of whoever happens to ask first
			thread.setContextClassLoader(StatusReporter.class.getClassLoader());
			return thread;
		});
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Report under a name, from the next {@link #begin()} on.
	 */
	void reportAs(@Nullable String application) {
		this.application = application;
	}

	void begin() {
		this.running = this.application != null;
	}

	/**
	 * Look soon whether there is something to report. Never waits.
	 */
	void changed(Collection<Follower> followers) {
		if (this.running) {
			followers.forEach((follower) -> report(follower, Duration.ZERO));
		}
	}

	private void report(Follower follower, Duration delay) {
		if (this.wanted.add(follower)) {
			try {
				this.executor.schedule(() -> write(follower), delay.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// ended
			}
		}
	}

	private void write(Follower follower) {
		this.wanted.remove(follower);
		if (!this.running || follower.isClosed() || isWithoutMaster(follower)) {
			return;
		}
		Reported before = this.reported.computeIfAbsent(follower,
				(added) -> new Reported(this.directory, added.name()));
		Duration early = before.untilNext(System.nanoTime());
		if (!early.isZero()) {
			report(follower, early);
			return;
		}
		try {
			before.write(report(follower, before.id));
		}
		catch (IOException | RuntimeException ex) {
			if (before.failed(this.shortestRetry)) {
				this.events.reportFailed(follower, ex);
			}
			before.retry = this.executor.schedule(() -> report(follower, Duration.ZERO), before.retryDelay.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	/*
	 * There is nobody to be told, and when there is, it is said that something changed.
	 */
	private boolean isWithoutMaster(Follower follower) {
		return follower.tracked().isAbsent() && !this.reported.containsKey(follower);
	}

	private FollowerReport report(Follower follower, String id) {
		Follower.Position position = follower.position();
		String name = this.application;
		return new FollowerReport((name != null) ? name : "", this.process.pid(), this.process.startTicks(), id,
				position.seen(), position.applied(), position.rejected(), position.reason(), position.stage(),
				position.stageReason(), this.clock.millis());
	}

	/**
	 * Report of a follower no more.
	 */
	void remove(Follower follower) {
		later(() -> close(this.reported.remove(follower)));
	}

	/**
	 * Remove all files, so that none is open, until {@link #begin()}.
	 */
	void pause() {
		this.running = false;
		CountDownLatch done = new CountDownLatch(1);
		if (!later(() -> {
			this.reported.values().forEach(StatusReporter::close);
			this.reported.clear();
			done.countDown();
		})) {
			return;
		}
		try {
			if (!done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
				return; // the disk hangs: not our matter
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void end() {
		pause();
		this.executor.shutdown();
	}

	/*
	 * A hub that never reported has no thread, and needs none to remove nothing.
	 */
	private boolean later(Runnable work) {
		if (this.executor.getPoolSize() == 0) {
			return false;
		}
		try {
			this.executor.execute(work);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	private static void close(@Nullable Reported reported) {
		try {
			if (reported != null) {
				reported.cancelRetry();
				reported.file.close();
			}
		}
		catch (IOException ex) {
			// the lock is given back, and the master removes what is left
		}
	}

	/**
	 * What was reported of one follower.
	 */
	private static final class Reported {

		private final String id = UUID.randomUUID().toString();

		private final StatusFile file;

		private @Nullable FollowerReport last;

		private long nextNanos = System.nanoTime();

		private Duration retryDelay = Duration.ZERO;

		private @Nullable Future<?> retry;

		Reported(Path directory, String name) {
			this.file = new StatusFile(directory, name, this.id);
		}

		Duration untilNext(long nowNanos) {
			return Duration.ofNanos(Math.max(0, this.nextNanos - nowNanos));
		}

		void write(FollowerReport report) throws IOException {
			if (!report.isSame(this.last) || !this.file.isInPlace()) {
				this.file.replace(report.encode());
				this.last = report;
				this.nextNanos = System.nanoTime() + PACE.toNanos();
			}
			this.retryDelay = Duration.ZERO;
			cancelRetry();
		}

		/*
		 * What changes meanwhile is tried before the retry is due, because the reason may
		 * be gone.
		 */
		boolean failed(Duration shortestRetry) {
			boolean first = this.retryDelay.isZero();
			Duration twice = this.retryDelay.multipliedBy(2);
			this.retryDelay = (first) ? shortestRetry : (twice.compareTo(LONGEST_RETRY) < 0) ? twice : LONGEST_RETRY;
			this.nextNanos = System.nanoTime() + PACE_WHILE_FAILING.toNanos();
			cancelRetry();
			return first;
		}

		void cancelRetry() {
			Future<?> waiting = this.retry;
			this.retry = null;
			if (waiting != null) {
				waiting.cancel(false);
			}
		}

	}

}
