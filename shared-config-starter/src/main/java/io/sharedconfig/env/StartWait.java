package io.sharedconfig.env;

import java.time.Duration;

import io.sharedconfig.SharedConfigException;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;

/**
 * The wait of a start for a configuration that it cannot do without. Whoever looks at a
 * start that seems to hang is told what it waits for: after a second, and then every ten.
 * <p>
 * Not thread-safe; one per wait.
 */
final class StartWait {

	private static final Duration FIRST_WORD = Duration.ofSeconds(1);

	private static final Duration NEXT_WORD = Duration.ofSeconds(10);

	private final FollowerHub hub;

	private final Follower follower;

	private final Duration longest;

	private final long beganNanos = System.nanoTime();

	StartWait(FollowerHub hub, Follower follower, Duration longest) {
		this.hub = hub;
		this.follower = follower;
		this.longest = longest;
	}

	/**
	 * Wait.
	 * @return {@code false} if there is no version in the end
	 */
	boolean awaitPublished() {
		Duration untilWord = FIRST_WORD;
		while (true) {
			Duration left = this.longest.minus(waited());
			boolean last = left.compareTo(untilWord) <= 0;
			Duration slice = (left.isNegative()) ? Duration.ZERO : (last) ? left : untilWord;
			if (this.hub.awaitPublished(this.follower.name(), slice)) {
				return true;
			}
			if (last || Thread.currentThread().isInterrupted()) {
				return false;
			}
			say();
			untilWord = NEXT_WORD;
		}
	}

	private Duration waited() {
		return Duration.ofNanos(System.nanoTime() - this.beganNanos);
	}

	/*
	 * Not to the log: while the environment is prepared there is none, and what is
	 * written to it would come out when the wait is over.
	 */
	private void say() {
		SharedConfigException problem = this.follower.problem();
		System.err.println("Waiting for shared config '%s' in '%s': waitedMs=%d waitMs=%d%s".formatted(
				this.follower.name(), this.hub.directory(), waited().toMillis(), this.longest.toMillis(),
				(problem != null) ? ". " + problem.getMessage() : ""));
	}

}
