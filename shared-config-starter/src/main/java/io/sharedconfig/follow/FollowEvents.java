package io.sharedconfig.follow;

import java.time.Duration;

import io.sharedconfig.ConfigDiff;

/**
 * What followers tell whoever keeps the log or meters. Each is called on a change of
 * state only.
 *
 * @since 1.0.0
 */
public interface FollowEvents {

	/**
	 * Tell nobody.
	 */
	FollowEvents NONE = new FollowEvents() {
	};

	/**
	 * A version was applied, and all that belongs to it was done.
	 * @param follower the follower
	 * @param diff what differs from the version applied before
	 */
	default void applied(Follower follower, ConfigDiff diff) {
	}

	/**
	 * Tell how long a version took that was applied.
	 * @param follower the follower
	 * @param duration how long it took from its trial to the last bean
	 */
	default void completed(Follower follower, Duration duration) {
	}

	/**
	 * A version was refused; the one before stays.
	 * @param follower the follower
	 * @param version the refused version
	 * @param reason why, without any configuration value
	 */
	default void rejected(Follower follower, long version, String reason) {
	}

	/**
	 * Polls have begun to fail; the last good version stays.
	 * @param follower the follower
	 * @param problem what failed
	 */
	default void pollFailed(Follower follower, Throwable problem) {
	}

	/**
	 * Polls succeed again.
	 * @param follower the follower
	 */
	default void recovered(Follower follower) {
	}

	/**
	 * The file was replaced by one that begins at an earlier version.
	 * @param follower the follower
	 * @param before the version applied before
	 * @param now the version of the new file
	 */
	default void restarted(Follower follower, long before, long now) {
	}

	/**
	 * The master cannot be told how a follower stands: its status file cannot be written.
	 * That is tried again, and does not matter for anything else.
	 * @param follower the follower
	 * @param problem what failed
	 */
	default void reportFailed(Follower follower, Throwable problem) {
	}

	/**
	 * A listener threw; others are called as usual.
	 * @param follower the follower
	 * @param problem what it threw
	 */
	default void listenerFailed(Follower follower, Throwable problem) {
	}

}
