package io.sharedconfig.publish;

import io.sharedconfig.ConfigHistory;
import io.sharedconfig.codec.DocumentSnapshot;

/**
 * The versions that a master can go back to.
 */
interface KeptVersions extends ConfigHistory {

	@Override
	DocumentSnapshot revision(long version);

}
