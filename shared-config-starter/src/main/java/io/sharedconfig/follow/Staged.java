package io.sharedconfig.follow;

import io.sharedconfig.codec.DocumentSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A document that the master wants to be tried, and not to be applied.
 * <p>
 * Immutable.
 *
 * @param number what tells it from other staged documents
 * @param candidate the document as if it were the next version, {@code null} if it cannot
 * be decoded
 * @param problem why it cannot be decoded, without any configuration value, {@code null}
 * if it can
 */
record Staged(long number, @Nullable DocumentSnapshot candidate, @Nullable String problem) {

}
