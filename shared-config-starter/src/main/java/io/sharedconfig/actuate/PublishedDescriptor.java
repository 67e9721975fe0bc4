package io.sharedconfig.actuate;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.publish.ObservedPublisher;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that this process publishes, as the endpoint shows it.
 * <p>
 * Immutable.
 *
 * @param name the configuration
 * @param version the newest version, 0 if nothing was published yet
 * @param publishedAt when it was published, {@code null} if nothing was
 * @param author who published it, {@code null} if not given
 * @param comment why it was published, {@code null} if not given
 * @param sizeBytes the length of its document as it is stored, in bytes
 * @param state whether this process may publish
 * @param reason why this process is not the master, or cannot publish what it should,
 * {@code null} if all is well
 * @param followers the followers that live and report
 * @since 1.0.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PublishedDescriptor(String name, long version, @Nullable Instant publishedAt, @Nullable String author,
		@Nullable String comment, int sizeBytes, PublisherState state, @Nullable String reason,
		List<PublishedFollower> followers) {

	static PublishedDescriptor of(SharedConfigPublisher publisher) {
		return of(publisher, publisher.current());
	}

	static PublishedDescriptor of(SharedConfigPublisher publisher, @Nullable ConfigSnapshot current) {
		List<PublishedFollower> followers = publisher.followers().stream().map(PublishedFollower::of).toList();
		if (current == null) {
			return new PublishedDescriptor(publisher.name(), 0, null, null, null, 0, publisher.state(),
					reason(publisher), followers);
		}
		return new PublishedDescriptor(publisher.name(), current.version(), current.publishedAt(), current.author(),
				current.comment(), current.sizeBytes(), publisher.state(), reason(publisher), followers);
	}

	static @Nullable String reason(SharedConfigPublisher publisher) {
		return (publisher instanceof ObservedPublisher observed) ? observed.reason() : null;
	}

}
