package io.sharedconfig.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sharedconfig.FollowerDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * A follower of what this process publishes, as the endpoint shows it.
 * <p>
 * Immutable.
 *
 * @param application what the process is called
 * @param pid its process id, in its own namespace
 * @param instance what tells it from all others
 * @param appliedVersion the version it uses, 0 if none
 * @param rejectedVersion the version it refuses, {@code null} if none
 * @param reason why it refuses that version, {@code null} if it refuses none
 * @since 1.0.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PublishedFollower(String application, long pid, String instance, long appliedVersion,
		@Nullable Long rejectedVersion, @Nullable String reason) {

	static PublishedFollower of(FollowerDescriptor follower) {
		return new PublishedFollower(follower.application(), follower.pid(), follower.instance(),
				follower.appliedVersion(), (follower.rejectedVersion() != 0) ? follower.rejectedVersion() : null,
				follower.reason());
	}

}
