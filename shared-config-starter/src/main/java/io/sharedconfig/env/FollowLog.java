package io.sharedconfig.env;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.Follower;
import org.apache.commons.logging.Log;

/**
 * Writes to the log what happens to followers: one line per version, one per change for
 * the worse or the better, and never a configuration value.
 * <p>
 * Thread-safe.
 */
final class FollowLog implements FollowEvents {

	private final Log log;

	FollowLog(Log log) {
		this.log = log;
	}

	@Override
	public void applied(Follower follower, ConfigDiff diff) {
		this.log.info("Using shared config version %d from '%s' (%d changed)".formatted(diff.toVersion(),
				follower.file().getFileName(), diff.size()));
		if (this.log.isDebugEnabled()) {
			this.log.debug("Changed in version %d of shared config '%s': %s".formatted(diff.toVersion(),
					follower.name(), diff.keys()));
		}
	}

	@Override
	public void rejected(Follower follower, long version, String reason) {
		this.log.warn("Shared config version %d from '%s' is refused, %s: %s".formatted(version,
				follower.file().getFileName(), whatStays(follower), reason));
	}

	@Override
	public void pollFailed(Follower follower, Throwable problem) {
		this.log.warn("Shared config '%s' cannot be read, %s: %s".formatted(follower.name(), whatStays(follower),
				problem.getMessage()));
	}

	@Override
	public void recovered(Follower follower) {
		this.log.info("Shared config '%s' can be read again".formatted(follower.name()));
	}

	@Override
	public void restarted(Follower follower, long before, long now) {
		this.log.warn("Shared config '%s' was begun anew by its master: version %d follows version %d"
			.formatted(follower.name(), now, before));
	}

	@Override
	public void reportFailed(Follower follower, Throwable problem) {
		this.log.debug("The status file of shared config '%s' cannot be written, so its master does not see it: %s"
			.formatted(follower.name(), problem));
	}

	/*
	 * Neither the message nor the stack trace: both may tell what the listener was given.
	 */
	@Override
	public void listenerFailed(Follower follower, Throwable problem) {
		StackTraceElement[] stack = problem.getStackTrace();
		this.log.warn("A listener to shared config '%s' failed, the version stays in use: %s at %s"
			.formatted(follower.name(), problem.getClass().getName(), (stack.length > 0) ? stack[0] : "unknown"));
	}

	private static String whatStays(Follower follower) {
		ConfigSnapshot current = follower.current();
		return (current != null) ? "version %d stays in use".formatted(current.version())
				: "there is no version to use";
	}

}
