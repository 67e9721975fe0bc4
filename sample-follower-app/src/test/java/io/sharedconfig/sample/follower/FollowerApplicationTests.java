package io.sharedconfig.sample.follower;

import java.nio.file.Path;
import java.util.Map;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FollowerApplication}.
 */
class FollowerApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void valuesWhenMasterPublishesFollowsInEveryWay() {
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(this.directory, "orders")
			.withoutBackup()
			.open()) {
			publisher.publish(Map.of("pricing", Map.of("discount", "0.15")));
			try (ConfigurableApplicationContext follower = start()) {
				assertThat(values(follower)).isEqualTo(allWays(1, "0.15"));
				publisher.change().set("pricing.discount", "0.20").publish();
				await().untilAsserted(() -> assertThat(values(follower)).isEqualTo(allWays(2, "0.20")));
				publisher.change().remove("pricing.discount").publish();
				await().untilAsserted(() -> assertThat(values(follower)).isEqualTo(
						"{\"version\":3,\"value\":null,\"properties\":null,\"live\":null,\"environment\":null}"));
			}
		}
	}

	private ConfigurableApplicationContext start() {
		return SpringApplication.run(FollowerApplication.class, "--server.port=0",
				"--shared-config.directory=" + this.directory);
	}

	private static String values(ConfigurableApplicationContext follower) {
		String values = RestClient.create()
			.get()
			.uri("http://127.0.0.1:{port}/values", follower.getEnvironment().getProperty("local.server.port"))
			.retrieve()
			.body(String.class);
		assertThat(values).isNotNull();
		return values;
	}

	private static String allWays(long version, String discount) {
		return "{\"version\":%d,\"value\":\"%2$s\",\"properties\":\"%2$s\",\"live\":\"%2$s\",\"environment\":\"%2$s\"}"
			.formatted(version, discount);
	}

}
