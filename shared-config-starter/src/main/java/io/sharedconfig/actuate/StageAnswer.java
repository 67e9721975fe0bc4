package io.sharedconfig.actuate;

import java.time.Duration;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.StageReport;
import io.sharedconfig.StageReport.Verdict;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to a change that followers are to try and nobody is to apply.
 * <p>
 * Thread-safe.
 */
final class StageAnswer {

	/*
	 * Less than what an HTTP client waits for. Followers that live answer in a poll or
	 * two.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private StageAnswer() {
	}

	/**
	 * Let followers try a change.
	 * @param change the change
	 * @param version the version that is current
	 * @return what each of them would do
	 */
	static ChangeAnswer of(ConfigChange change, long version) {
		StageReport report = change.stage(PATIENCE);
		ChangeAnswer answer = ChangeAnswer.ok();
		ArrayNode followers = answer.body()
			.put("version", version)
			.put("stage", true)
			.put("accepted", report.isAccepted())
			.putArray("followers");
		report.verdicts().forEach((verdict) -> add(followers.addObject(), verdict));
		return answer;
	}

	private static void add(ObjectNode entry, Verdict verdict) {
		FollowerDescriptor follower = verdict.follower();
		entry.put("application", follower.application())
			.put("pid", follower.pid())
			.put("instance", follower.instance())
			.put("answer", verdict.answer().name());
		if (verdict.reason() != null) {
			entry.put("reason", verdict.reason());
		}
	}

}
