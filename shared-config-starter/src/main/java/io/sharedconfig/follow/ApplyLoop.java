package io.sharedconfig.follow;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The apply thread: takes over what the poll thread has found, and calls listeners, in
 * order and one at a time. It waits without end while there is nothing to do.
 * <p>
 * Thread-safe.
 */
final class ApplyLoop implements Runnable {

	static final String THREAD_NAME = "shared-config-apply";

	private final Runnable apply;

	private final Queue<Runnable> notifications = new ConcurrentLinkedQueue<>();

	private volatile boolean wanted;

	private volatile boolean ended;

	private volatile @Nullable Thread thread;

	ApplyLoop(Runnable apply) {
		this.apply = apply;
	}

	@Override
	public void run() {
		while (!this.ended) {
			try {
				work();
			}
			catch (Throwable ex) {
				// one failure, whatever it is, must not be the end of all refreshing
				Thread current = Thread.currentThread();
				current.getUncaughtExceptionHandler().uncaughtException(current, ex);
			}
		}
	}

	private void work() {
		if (this.wanted) {
			this.wanted = false;
			this.apply.run();
		}
		Runnable notification = this.notifications.poll();
		if (notification != null) {
			notification.run();
		}
		else if (!this.wanted && !this.ended) {
			Thread.interrupted();
			LockSupport.park(this);
		}
	}

	/**
	 * Apply soon what is new.
	 */
	void wake() {
		this.wanted = true;
		unpark();
	}

	/**
	 * Run something on this thread after what was given before.
	 */
	void later(Runnable notification) {
		this.notifications.add(notification);
		unpark();
	}

	boolean isCurrentThread() {
		return Thread.currentThread() == this.thread;
	}

	synchronized void begin() {
		if (this.thread == null && !this.ended) {
			Thread started = new Thread(this, THREAD_NAME);
			started.setDaemon(true);
			this.thread = started;
			started.start();
		}
	}

	synchronized void end() {
		this.ended = true;
		unpark();
	}

	private void unpark() {
		Thread applier = this.thread;
		if (applier != null) {
			LockSupport.unpark(applier);
		}
	}

}
