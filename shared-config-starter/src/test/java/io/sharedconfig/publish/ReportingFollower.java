package io.sharedconfig.publish;

import java.nio.file.Path;
import java.time.Duration;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.plain.SharedConfigs;

/**
 * A follower process that does nothing but follow and report, until it is killed or told
 * to end.
 */
public final class ReportingFollower {

	private ReportingFollower() {
	}

	public static void main(String[] args) throws Exception {
		try (SharedConfigFollower follower = SharedConfigs.follower(Path.of(args[0]), "orders")
			.pollInterval(Duration.ofMillis(20))
			.application(args[1])
			.open()) {
			System.out.println("following " + follower.name());
			System.in.read();
		}
		System.out.println("closed");
	}

}
