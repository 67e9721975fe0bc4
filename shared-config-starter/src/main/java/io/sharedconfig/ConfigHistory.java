package io.sharedconfig;

import java.util.List;

/**
 * The versions of one configuration that are kept.
 * <p>
 * Thread-safe; what is returned is what is kept at that moment.
 *
 * @since 1.0.0
 */
public interface ConfigHistory {

	/**
	 * Return what is kept.
	 * @return the revisions, newest first, empty if none is kept
	 * @throws StorageException if the history cannot be read
	 */
	List<ConfigRevision> revisions();

	/**
	 * Return one kept version with its document.
	 * @param version the version
	 * @return the version as it was published
	 * @throws VersionNotKeptException if it is not kept, or was never published
	 * @throws StorageException if the history cannot be read
	 */
	ConfigSnapshot revision(long version);

}
