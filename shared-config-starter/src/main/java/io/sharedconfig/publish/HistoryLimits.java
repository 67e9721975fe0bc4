package io.sharedconfig.publish;

/**
 * How much of its past a configuration keeps.
 * <p>
 * Immutable.
 *
 * @param maxVersions the most versions, 1 or more
 * @param maxSizeBytes the most bytes of the history file
 * @since 1.0.0
 */
public record HistoryLimits(int maxVersions, long maxSizeBytes) {

	/**
	 * What is kept if nothing is said: 1000 versions, 64 MiB.
	 */
	public static final HistoryLimits DEFAULT = new HistoryLimits(1000, 64L * 1024 * 1024);

	/**
	 * Create limits.
	 */
	public HistoryLimits {
		if (maxVersions < 1 || maxSizeBytes < 1) {
			throw new IllegalArgumentException(
					"'maxVersions' and 'maxSizeBytes' must be positive: %d, %d".formatted(maxVersions, maxSizeBytes));
		}
	}

	/**
	 * Return how many lines the file may have: each time it is rewritten, as many
	 * versions must have been published that it pays.
	 */
	long maxLines() {
		return this.maxVersions + (long) this.maxVersions / 8;
	}

	/**
	 * Return how many bytes are left when the file was too long, for the same reason.
	 */
	long lengthToKeepBytes() {
		return this.maxSizeBytes - this.maxSizeBytes / 8;
	}

}
