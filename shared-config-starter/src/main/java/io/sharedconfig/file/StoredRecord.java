package io.sharedconfig.file;

/**
 * What is said about one version in the shared file, however it is stored.
 * <p>
 * Immutable as long as nobody writes to the arrays.
 *
 * @since 1.0.0
 */
public sealed interface StoredRecord permits StoredVersion, StoredDelta {

	/**
	 * Return the version.
	 * @return the version, 1 or more
	 */
	long version();

	/**
	 * Return when it was published.
	 * @return epoch milliseconds by the master's clock
	 */
	long publishedAtMs();

	/**
	 * Return the hash of the document of this version.
	 * @return the hash, 0 when not given
	 */
	long stateHash();

	/**
	 * Return the meta data.
	 * @return UTF-8 JSON, empty when there is none
	 */
	byte[] meta();

}
