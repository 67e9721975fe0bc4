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
 * @param pollInterval how often the files are looked at
 * @param staleAfter how long no sign of a master makes a version stale
 * @param trustedOwners names or uids of users whose files are trusted besides this user's
 * and root's
 * @since 1.0.0
 */
public record FollowOptions(Path directory, Duration pollInterval, Duration staleAfter, Set<String> trustedOwners) {

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
