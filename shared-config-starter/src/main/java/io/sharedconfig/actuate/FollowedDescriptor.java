package io.sharedconfig.actuate;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerState;
import io.sharedconfig.FollowerStatus;
import io.sharedconfig.SharedConfigFollower;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that this process follows, as the endpoint shows it.
 * <p>
 * Immutable.
 *
 * @param name the configuration
 * @param version the newest version seen, 0 if none
 * @param appliedVersion the version that this process uses, 0 if none
 * @param publishedAt when the version in use was published, {@code null} if there is none
 * @param state how this process stands towards the master
 * @param rejectedVersion the version that this process refused, {@code null} if none
 * @param reason why it was refused or the file could not be read, {@code null} if neither
 * @param pollInterval how often this process looks at the file by time at the moment
 * @param doorbell whether it looks, besides, as soon as the master rings
 * @since 1.0.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FollowedDescriptor(String name, long version, long appliedVersion, @Nullable Instant publishedAt,
		FollowerState state, @Nullable Long rejectedVersion, @Nullable String reason, Duration pollInterval,
		boolean doorbell) {

	static FollowedDescriptor of(SharedConfigFollower follower) {
		return of(follower, follower.current());
	}

	static FollowedDescriptor of(SharedConfigFollower follower, @Nullable ConfigSnapshot current) {
		FollowerStatus status = follower.status();
		return new FollowedDescriptor(follower.name(), status.version(), (current != null) ? current.version() : 0,
				(current != null) ? current.publishedAt() : null, status.state(),
				(status.rejectedVersion() != 0) ? status.rejectedVersion() : null, status.reason(),
				status.pollInterval(), status.doorbell());
	}

}
