package io.sharedconfig.publish;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.codec.DocumentSnapshot;

/**
 * What a change makes of the current version, not published yet.
 * <p>
 * Immutable.
 *
 * @param diff what differs from the current version
 * @param version the version to publish, or the current one
 * @param isNew whether there is anything to publish
 */
record Draft(ConfigDiff diff, DocumentSnapshot version, boolean isNew) {

	static Draft unchanged(DocumentSnapshot current) {
		return new Draft(ConfigDiff.between(current, current), current, false);
	}

}
