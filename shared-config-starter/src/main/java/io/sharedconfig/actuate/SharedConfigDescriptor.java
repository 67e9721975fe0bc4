package io.sharedconfig.actuate;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.inject.UnrefreshablePoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One configuration of this process with its document, as the endpoint shows it: what the
 * list says of it, and the document. In a process that both publishes and follows it,
 * {@code version} and {@code state} are the publisher's.
 * <p>
 * Immutable.
 *
 * @param name the configuration
 * @param version the newest version published or seen, 0 if none
 * @param appliedVersion the version that this process uses, 0 if none, {@code null} if it
 * does not follow the configuration
 * @param publishedAt when the shown version was published, {@code null} if there is none
 * @param author who published it, {@code null} if not given
 * @param comment why it was published, {@code null} if not given
 * @param sizeBytes the length of its document as it is stored, in bytes
 * @param state the state of the publisher, or else of the follower
 * @param rejectedVersion the version that this process refused, {@code null} if none
 * @param reason why it was refused or the file could not be read, {@code null} if neither
 * @param document the document of the shown version, with values only where they may be
 * shown, {@code null} if there is none
 * @param history the newest kept versions, newest first, {@code null} if this process
 * does not publish the configuration
 * @param unrefreshable the places in beans of this process that were given configuration
 * and keep what they were given first, {@code null} if it does not follow the
 * configuration
 * @since 1.0.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SharedConfigDescriptor(String name, long version, @Nullable Long appliedVersion,
		@Nullable Instant publishedAt, @Nullable String author, @Nullable String comment, int sizeBytes, String state,
		@Nullable Long rejectedVersion, @Nullable String reason, @Nullable JsonNode document,
		@Nullable List<RevisionDescriptor> history,
		@Nullable List<UnrefreshablePoint> unrefreshable) implements OperationResponseBody {

	static SharedConfigDescriptor of(PublishedDescriptor published, @Nullable FollowedDescriptor followed,
			@Nullable JsonNode document, List<RevisionDescriptor> history,
			@Nullable List<UnrefreshablePoint> unrefreshable) {
		return new SharedConfigDescriptor(published.name(), published.version(),
				(followed != null) ? followed.appliedVersion() : null, published.publishedAt(), published.author(),
				published.comment(), published.sizeBytes(), published.state().name(),
				(followed != null) ? followed.rejectedVersion() : null, (followed != null) ? followed.reason() : null,
				document, history, unrefreshable);
	}

	static SharedConfigDescriptor of(FollowedDescriptor followed, @Nullable ConfigSnapshot applied,
			@Nullable JsonNode document, @Nullable List<UnrefreshablePoint> unrefreshable) {
		return new SharedConfigDescriptor(followed.name(), followed.version(), followed.appliedVersion(),
				followed.publishedAt(), (applied != null) ? applied.author() : null,
				(applied != null) ? applied.comment() : null, (applied != null) ? applied.sizeBytes() : 0,
				followed.state().name(), followed.rejectedVersion(), followed.reason(), document, null, unrefreshable);
	}

}
