package io.sharedconfig;

import org.jspecify.annotations.Nullable;

/**
 * What came of a poll that was asked for.
 * <p>
 * Immutable.
 *
 * @param outcome the outcome in one word
 * @param version the version this process has applied now, 0 if none
 * @param reason why a version was refused or the file could not be read, {@code null} if
 * neither; holds no configuration value
 * @since 1.0.0
 */
public record RefreshResult(Outcome outcome, long version, @Nullable String reason) {

	/**
	 * What a poll can come to.
	 */
	public enum Outcome {

		/**
		 * There was nothing new.
		 */
		UNCHANGED,

		/**
		 * A newer version is applied.
		 */
		APPLIED,

		/**
		 * There is a newer version, and this process refused it.
		 */
		REJECTED,

		/**
		 * Nothing has been published.
		 */
		NOT_PUBLISHED,

		/**
		 * The file could not be read; the last good version stands.
		 */
		FAILED

	}

}
