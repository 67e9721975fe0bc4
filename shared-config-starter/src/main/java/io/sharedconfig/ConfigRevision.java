package io.sharedconfig;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the history says of one version, without its document.
 * <p>
 * Immutable.
 *
 * @param version the version
 * @param publishedAt when it was published, in milliseconds
 * @param author who published it, {@code null} if not given
 * @param comment why it was published, {@code null} if not given
 * @param changes how many properties it added, changed or removed
 * @param changed the names of those properties; of very many not all are kept
 * @since 1.0.0
 */
public record ConfigRevision(long version, Instant publishedAt, @Nullable String author, @Nullable String comment,
		int changes, List<String> changed) {

	/**
	 * Create a revision.
	 */
	public ConfigRevision {
		changed = List.copyOf(changed);
	}

}
