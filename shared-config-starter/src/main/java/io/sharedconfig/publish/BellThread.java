package io.sharedconfig.publish;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Rings for followers. That takes as long as there are many of them to be woken, so it is
 * done on a thread of its own, and once for all that was published while it rested.
 * <p>
 * Thread-safe. Begins with {@link #begin()}, ends with {@link #end()}.
 */
final class BellThread implements Runnable {

	/*
	 * The longer somebody publishes without a break, the longer the rest: each ring wakes
	 * every follower, and these have something else to do.
	 */
	private static final long SHORTEST_REST_NANOS = Duration.ofMillis(1).toNanos();

	private static final long LONGEST_REST_NANOS = Duration.ofMillis(16).toNanos();

	/*
	 * What comes less often than this is rung for one by one.
	 */
	private static final long BREAK_NANOS = Duration.ofMillis(4).toNanos();

	private final Runnable ring;

	private final Thread thread;

	private long restNanos = SHORTEST_REST_NANOS;

	private volatile boolean wanted;

	/*
	 * How often somebody wanted a ring, nearly: of two at once one may be missing.
	 */
	private volatile int wishes;

	private volatile boolean idle;

	private volatile boolean ended;

	BellThread(String threadName, Runnable ring) {
		this.ring = ring;
		this.thread = new Thread(this, threadName);
		this.thread.setDaemon(true);
	}

	void begin() {
		this.thread.start();
	}

	/**
	 * Ring soon. Never waits, and costs next to nothing while the bell rests.
	 */
	void ring() {
		this.wishes = this.wishes + 1;
		this.wanted = true;
		// of this load and the store before, and those of await(), one sees the other
		if (this.idle) {
			LockSupport.unpark(this.thread);
		}
	}

	@Override
	public void run() {
		while (!this.ended) {
			try {
				await();
				letPublisherGoOn();
				ringIfWanted();
				rest();
			}
			catch (Throwable ex) {
				// one failure, whatever it is, must not be the end of all rings
				Thread current = Thread.currentThread();
				current.getUncaughtExceptionHandler().uncaughtException(current, ex);
			}
		}
	}

	private void await() {
		this.idle = true;
		while (!this.wanted && !this.ended) {
			Thread.interrupted();
			LockSupport.park(this);
		}
		this.idle = false;
	}

	/*
	 * Where no processor is free, this thread was given that of the one who has
	 * published. That one goes on first; where a processor is free, this costs nothing.
	 */
	private void letPublisherGoOn() {
		Thread.yield();
	}

	private void ringIfWanted() {
		if (this.wanted) {
			// first, so that what is published from now on is rung for again
			this.wanted = false;
			this.ring.run();
		}
	}

	private void rest() {
		int before = this.wishes;
		long end = System.nanoTime() + this.restNanos;
		for (long left = this.restNanos; left > 0 && !this.ended; left = end - System.nanoTime()) {
			Thread.interrupted();
			LockSupport.parkNanos(this, left);
		}
		this.restNanos = restAfter(this.restNanos, this.wishes - before);
	}

	/**
	 * Return how long to rest after the next ring.
	 * @param restNanos how long this rest was
	 * @param wishes how many rings were wanted meanwhile
	 */
	static long restAfter(long restNanos, int wishes) {
		return (wishes * BREAK_NANOS > restNanos) ? Math.min(2 * restNanos, LONGEST_REST_NANOS) : SHORTEST_REST_NANOS;
	}

	/**
	 * Ring for what was published last, if that is still to be done, and no more.
	 */
	void end() {
		this.ended = true;
		LockSupport.unpark(this.thread);
		ringIfWanted();
	}

}
