package io.sharedconfig;

import java.util.List;

/**
 * How far a version has come among the followers that live.
 * <p>
 * Immutable. A follower that does not report, because it is told not to or may not write
 * a status file, is not in it.
 *
 * @param version the published version
 * @param applied the followers that use it, or have gone on to a later one
 * @param rejected the followers that refuse it, and keep what they had
 * @param silent the followers that had not answered in time
 * @since 1.0.0
 */
public record RolloutReport(ConfigSnapshot version, List<FollowerDescriptor> applied, List<FollowerDescriptor> rejected,
		List<FollowerDescriptor> silent) {

	/**
	 * Create a report.
	 */
	public RolloutReport {
		applied = List.copyOf(applied);
		rejected = List.copyOf(rejected);
		silent = List.copyOf(silent);
	}

	/**
	 * Return whether every follower uses the version.
	 * @return {@code true} if none has refused it and none is silent, or there is none
	 */
	public boolean isComplete() {
		return this.rejected.isEmpty() && this.silent.isEmpty();
	}

}
