package io.sharedconfig;

/**
 * Thrown when a change expects another version than the current one.
 *
 * @since 1.0.0
 */
public final class VersionConflictException extends SharedConfigException {

	private final long expectedVersion;

	private final long currentVersion;

	/**
	 * Create the exception from its facts.
	 * @param name the configuration
	 * @param expectedVersion the version that the change was made for
	 * @param currentVersion the current version, 0 when nothing was published yet
	 */
	public VersionConflictException(String name, long expectedVersion, long currentVersion) {
		super("Shared config '%s' has been changed: version expected=%d found=%d. Read it again and repeat the change"
			.formatted(name, expectedVersion, currentVersion), null);
		this.expectedVersion = expectedVersion;
		this.currentVersion = currentVersion;
	}

	/**
	 * Return the version that the change was made for.
	 * @return the expected version
	 */
	public long expectedVersion() {
		return this.expectedVersion;
	}

	/**
	 * Return the version that was current instead.
	 * @return the current version, 0 when nothing was published yet
	 */
	public long currentVersion() {
		return this.currentVersion;
	}

}
