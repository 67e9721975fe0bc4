package io.sharedconfig.publish;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.file.MasterLock;
import io.sharedconfig.file.StoreOptions;

/**
 * What a master in waiting does: look for a new version ten times a second, which is one
 * load from memory, and try the locks of the master twice a second, or at once when the
 * file says that the master has ended.
 * <p>
 * Thread-safe. Never interrupted: that would drop a lock.
 */
final class StandbyThread {

	private static final long POLL_INTERVAL_MS = 100;

	private static final int POLLS_PER_TRY = 5;

	/*
	 * A running master whose lock file was removed makes another one within a second.
	 * Whoever is faster takes its place, and may find nothing to go on with.
	 */
	private static final int TRIES_LEFT_TO_THE_MASTER = 10;

	private final StoreOptions options;

	private final FollowedVersion followed;

	private final TakeOver takeOver;

	private final ScheduledExecutorService executor;

	private int polls;

	private int triesWithoutLockFile;

	StandbyThread(StoreOptions options, FollowedVersion followed, TakeOver takeOver) {
		this.options = options;
		this.followed = followed;
		this.takeOver = takeOver;
		this.executor = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, "shared-config-standby-" + options.name());
			thread.setDaemon(true);
			return thread;
		});
	}

	void begin() {
		this.executor.scheduleWithFixedDelay(this::tick, 0, POLL_INTERVAL_MS, TimeUnit.MILLISECONDS);
	}

	/*
	 * A scheduled executor drops a task that threw once.
	 */
	private void tick() {
		try {
			boolean aTryIsDue = this.polls++ % POLLS_PER_TRY == 0;
			this.followed.poll(aTryIsDue);
			if ((aTryIsDue || this.followed.isMasterClosed()) && mayTry(aTryIsDue)) {
				// it may have been removed this very moment
				this.takeOver.tryNow(mayMakeLock());
			}
			if (hasEnded()) {
				this.followed.close();
			}
		}
		catch (RuntimeException | Error ex) {
			Thread current = Thread.currentThread();
			current.getUncaughtExceptionHandler().uncaughtException(current, ex);
		}
	}

	private boolean mayTry(boolean aTryIsDue) {
		if (MasterLock.exists(this.options.directory(), this.options.name())) {
			this.triesWithoutLockFile = 0;
			return true;
		}
		if (aTryIsDue) {
			this.triesWithoutLockFile++;
		}
		return mayMakeLock();
	}

	private boolean mayMakeLock() {
		return this.triesWithoutLockFile > TRIES_LEFT_TO_THE_MASTER;
	}

	boolean hasEnded() {
		return this.executor.isShutdown();
	}

	void end() {
		this.executor.shutdown();
	}

	/**
	 * Tries to become the master.
	 */
	@FunctionalInterface
	interface TakeOver {

		/**
		 * Try once.
		 * @param makesLock whether to make the lock file if it is not there
		 */
		void tryNow(boolean makesLock);

	}

}
