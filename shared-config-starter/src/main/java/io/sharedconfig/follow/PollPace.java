package io.sharedconfig.follow;

import java.time.Duration;

/**
 * How often files are looked at by time: each poll interval where nobody is heard, once a
 * second where they are, and still less often when nothing was heard or found for ten
 * seconds. Then a look by time finds nothing in nearly all cases, and an idle program
 * pays for waking up, not for what it does.
 * <p>
 * Thread-safe, with one thread that calls {@link #stir(long)}.
 */
final class PollPace {

	private static final long HEARD_NANOS = Duration.ofSeconds(1).toNanos();

	private static final Duration QUIET = Duration.ofMillis(2500);

	private static final long QUIET_AFTER_NANOS = Duration.ofSeconds(10).toNanos();

	private final long intervalNanos;

	private final long quietNanos;

	private volatile long stirredAtNanos;

	/**
	 * Create the pace of a loop that begins.
	 * @param pollInterval how often to look where nobody is heard
	 * @param staleAfter how long no sign of a master makes a version stale: one that
	 * lives must be seen to live twice in this time
	 * @param nowNanos the time by {@link System#nanoTime()}
	 */
	PollPace(Duration pollInterval, Duration staleAfter, long nowNanos) {
		this.intervalNanos = pollInterval.toNanos();
		Duration half = staleAfter.dividedBy(2);
		this.quietNanos = Math.max(HEARD_NANOS, ((half.compareTo(QUIET) < 0) ? half : QUIET).toNanos());
		this.stirredAtNanos = nowNanos;
	}

	/**
	 * Note that something was heard, or found by time.
	 */
	void stir(long nowNanos) {
		this.stirredAtNanos = nowNanos;
	}

	/**
	 * Return the time from one look to the next, in nanoseconds.
	 * @param heard whether all files would be heard
	 */
	long intervalNanos(boolean heard, long nowNanos) {
		return (heard) ? Math.max(this.intervalNanos, heardNanos(nowNanos)) : this.intervalNanos;
	}

	/**
	 * Return the shortest time between two looks while all files are heard, in
	 * nanoseconds.
	 */
	long heardNanos(long nowNanos) {
		return (nowNanos - this.stirredAtNanos < QUIET_AFTER_NANOS) ? HEARD_NANOS : this.quietNanos;
	}

}
