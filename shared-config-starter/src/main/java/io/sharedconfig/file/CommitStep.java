package io.sharedconfig.file;

/**
 * What must have succeeded before a version that is completely written becomes visible to
 * followers: the backup.
 *
 * @since 1.0.0
 */
@FunctionalInterface
public interface CommitStep {

	/**
	 * A step that has nothing to do.
	 */
	CommitStep NONE = () -> {
	};

	/**
	 * Make the version durable. If this throws, the version does not become visible.
	 */
	void commit();

}
