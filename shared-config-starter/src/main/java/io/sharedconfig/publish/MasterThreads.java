package io.sharedconfig.publish;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.file.MappingFaults;

/**
 * What a master does once a second: move the heartbeat, on a thread that never waits for
 * a disk, and look whether its files are still its own, on another. And what it does
 * after a publish: ring.
 * <p>
 * Thread-safe.
 */
final class MasterThreads {

	private static final long INTERVAL_MS = 1000;

	private final ScheduledExecutorService heart;

	private final ScheduledExecutorService watch;

	private final BellThread bell;

	MasterThreads(String name, Runnable ring) {
		this.heart = daemon("shared-config-heartbeat-" + name);
		this.watch = daemon("shared-config-watch-" + name);
		this.bell = new BellThread("shared-config-bell-" + name, ring);
	}

	private static ScheduledExecutorService daemon(String threadName) {
		return Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, threadName);
			thread.setDaemon(true);
			return thread;
		});
	}

	void begin(Runnable beat, Runnable check) {
		this.heart.scheduleWithFixedDelay(surviving(beat), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
		this.watch.scheduleWithFixedDelay(surviving(check), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
		this.bell.begin();
	}

	/*
	 * A scheduled executor drops a task that threw once. What a truncated file makes of a
	 * beat is mended by the next check.
	 */
	private static Runnable surviving(Runnable task) {
		return () -> {
			try {
				MappingFaults.survive(task);
			}
			catch (RuntimeException ex) {
				Thread current = Thread.currentThread();
				current.getUncaughtExceptionHandler().uncaughtException(current, ex);
			}
		};
	}

	/**
	 * Let followers hear soon that there is something new. Never waits.
	 */
	void ring() {
		this.bell.ring();
	}

	void end() {
		this.bell.end();
		this.heart.shutdown();
		this.watch.shutdown();
	}

}
