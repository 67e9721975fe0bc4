package io.sharedconfig.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How the configurations of one directory are followed.
 * <p>
 * Immutable.
 *
 * @param directory the directory of the shared files
 * @param pollInterval how often the files are looked at by time
 * @param staleAfter how long no sign of a master makes a version stale
 * @param trustedOwners names or uids of users whose files are trusted besides this user's
 * and root's
 * @param doorbell whether to look at once when the master rings, and seldom by time as
 * long as that is heard
 * @since 1.0.0
 */
public record FollowOptions(Path directory, Duration pollInterval, Duration staleAfter, Set<String> trustedOwners,
		boolean doorbell) {

	/**
	 * Create the options.
	 */
	public FollowOptions {
		Objects.requireNonNull(directory, "'directory' must not be null");
		requirePositive("pollInterval", pollInterval);
		requirePositive("staleAfter", staleAfter);
		trustedOwners = Set.copyOf(trustedOwners);
	}

	private static void requirePositive(String what, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("'%s' must be positive: %s".formatted(what, duration));
		}
	}

}
