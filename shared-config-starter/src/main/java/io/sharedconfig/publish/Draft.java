package io.sharedconfig.publish;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.codec.DocumentSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a change makes of the current version, not published yet.
 * <p>
 * Immutable.
 *
 * @param diff what differs from the current version
 * @param version the version to publish, or the current one
 * @param patch what makes its document of the current one, {@code null} if it is
 * published as a whole
 * @param isNew whether there is anything to publish
 */
record Draft(ConfigDiff diff, DocumentSnapshot version, byte @Nullable [] patch, boolean isNew) {

	static Draft unchanged(DocumentSnapshot current) {
		return new Draft(ConfigDiff.between(current, current), current, null, false);
	}

}
