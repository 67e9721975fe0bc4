package io.sharedconfig.actuate;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.SharedConfigPublisher;
import org.jspecify.annotations.Nullable;

/**
 * A kept version, as the endpoint shows it.
 * <p>
 * Immutable.
 *
 * @param version the version
 * @param publishedAt when it was published
 * @param author who published it, {@code null} if not given
 * @param comment why it was published, {@code null} if not given
 * @param changes how many properties it added, changed or removed
 * @param changed the names of those properties; of very many not all are kept
 * @since 1.0.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RevisionDescriptor(long version, Instant publishedAt, @Nullable String author, @Nullable String comment,
		int changes, List<String> changed) {

	private static final int MOST = 100;

	/**
	 * Return the newest versions that a publisher keeps.
	 */
	static List<RevisionDescriptor> of(SharedConfigPublisher publisher) {
		return publisher.history().stream().limit(MOST).map(RevisionDescriptor::of).toList();
	}

	private static RevisionDescriptor of(ConfigRevision revision) {
		return new RevisionDescriptor(revision.version(), revision.publishedAt(), revision.author(), revision.comment(),
				revision.changes(), revision.changed());
	}

}
