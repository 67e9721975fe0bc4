package io.sharedconfig;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a follower stands at one moment.
 * <p>
 * Immutable.
 *
 * @param state the state in one word
 * @param version the newest version seen in the shared file, 0 if none
 * @param appliedVersion the version this process has applied, 0 if none
 * @param rejectedVersion the version this process refused, 0 if none
 * @param reason why the version was refused or the file could not be read, {@code null}
 * if neither; holds no configuration value
 * @param pollFailures how many polls have failed since the start
 * @param pollInterval how often the file is looked at by time at the moment
 * @param doorbell whether it is looked at, besides, as soon as the master rings
 * @since 1.0.0
 */
public record FollowerStatus(FollowerState state, long version, long appliedVersion, long rejectedVersion,
		@Nullable String reason, long pollFailures, Duration pollInterval, boolean doorbell) {

}
