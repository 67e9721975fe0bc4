package io.sharedconfig.sample.follower;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample follower as it is processed ahead of time by the build, when nothing was
 * published: it follows all the same.
 */
class AheadOfTimeIT {

	@TempDir
	private Path directory;

	@Test
	void valuesWhenProcessedAheadOfTimeFollow() {
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(this.directory, "orders")
			.withoutBackup()
			.open()) {
			publisher.publish(Map.of("pricing", Map.of("discount", "0.15")));
			try (SampleProcess follower = start()) {
				assertThat(follower.awaitStarted().log()).contains("Starting AOT-processed FollowerApplication");
				assertThat(follower.get("/values")).isEqualTo(allWays(1, "0.15"));
				publisher.change().set("pricing.discount", "0.20").publish();
				await().untilAsserted(() -> assertThat(follower.get("/values")).isEqualTo(allWays(2, "0.20")));
				assertThat(follower.get("/actuator/sharedconfig/orders")).contains("\"state\":\"CURRENT\"");
				assertThat(follower.get("/actuator/health")).contains("UP");
			}
		}
	}

	private SampleProcess start() {
		return SampleProcess.start(FollowerApplication.class, "-Dspring.aot.enabled=true",
				List.of("--server.port=0", "--shared-config.directory=" + this.directory));
	}

	private static String allWays(long version, String discount) {
		return "{\"version\":%d,\"value\":\"%2$s\",\"properties\":\"%2$s\",\"live\":\"%2$s\",\"environment\":\"%2$s\"}"
			.formatted(version, discount);
	}

}
