package io.sharedconfig;

import java.util.List;

/**
 * Thrown when a version is asked for that the history does not hold: it was dropped, or
 * was never published.
 *
 * @since 1.0.0
 */
public final class VersionNotKeptException extends SharedConfigException {

	private final long version;

	/**
	 * Create the exception from its facts.
	 * @param name the configuration
	 * @param version the version that was asked for
	 * @param kept what is kept instead, newest first
	 */
	public VersionNotKeptException(String name, long version, List<ConfigRevision> kept) {
		super("Version %d of shared config '%s' is not kept: %s".formatted(version, name, facts(kept)), null);
		this.version = version;
	}

	private static String facts(List<ConfigRevision> kept) {
		return (kept.isEmpty()) ? "kept=0" : "kept=%d oldest=%d newest=%d".formatted(kept.size(),
				kept.get(kept.size() - 1).version(), kept.get(0).version());
	}

	/**
	 * Return the version that was asked for.
	 * @return the version
	 */
	public long version() {
		return this.version;
	}

}
