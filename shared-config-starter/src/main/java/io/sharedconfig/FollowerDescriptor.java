package io.sharedconfig;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A follower as its master sees it: what that process says of itself. It is for people to
 * look at, and for nothing to be decided on.
 * <p>
 * Immutable.
 *
 * @param application what the process is called
 * @param pid its process id, in its own namespace: in a container it is another one than
 * outside
 * @param instance what tells this follower from all others, also from an earlier one with
 * the same process id
 * @param seenVersion the newest version it has read, 0 if none
 * @param appliedVersion the version it uses, 0 if none
 * @param rejectedVersion the version it refuses, 0 if none
 * @param reason why it refuses that version, without any configuration value,
 * {@code null} if it refuses none
 * @param since when it said so, by its own clock
 * @since 1.0.0
 */
public record FollowerDescriptor(String application, long pid, String instance, long seenVersion, long appliedVersion,
		long rejectedVersion, @Nullable String reason, Instant since) {

}
