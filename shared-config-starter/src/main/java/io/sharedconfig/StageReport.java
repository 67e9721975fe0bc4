package io.sharedconfig;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What each follower that lives would do with a document. None of them has applied it.
 * <p>
 * Immutable. A follower that does not report, because it is told not to or may not write
 * a status file, is not in it.
 *
 * @param verdicts one for each follower
 * @since 1.0.0
 */
public record StageReport(List<Verdict> verdicts) {

	/**
	 * Create a report.
	 */
	public StageReport {
		verdicts = List.copyOf(verdicts);
	}

	/**
	 * Return whether every follower would apply the document.
	 * @return {@code true} if none would refuse it and none is silent, or there is none
	 */
	public boolean isAccepted() {
		return this.verdicts.stream().allMatch((verdict) -> verdict.answer() == Answer.ACCEPTED);
	}

	/**
	 * What one follower would do.
	 *
	 * @param follower the follower
	 * @param answer what it says
	 * @param reason why it would refuse the document, without any configuration value,
	 * {@code null} if it would not
	 */
	public record Verdict(FollowerDescriptor follower, Answer answer, @Nullable String reason) {

	}

	/**
	 * What a follower says of a staged document.
	 */
	public enum Answer {

		/**
		 * It would apply it.
		 */
		ACCEPTED,

		/**
		 * It would refuse it.
		 */
		REJECTED,

		/**
		 * It had not answered in time.
		 */
		SILENT

	}

}
