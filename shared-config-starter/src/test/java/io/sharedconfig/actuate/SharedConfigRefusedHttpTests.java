package io.sharedconfig.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.HttpApplication.Answer;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What those hear over HTTP who want to change what they may not: where another process
 * is the master, and where files own the configuration.
 */
class SharedConfigRefusedHttpTests {

	private static final String ORDERS = "/actuator/sharedconfig/orders";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path temp;

	@ParameterizedTest
	@ValueSource(strings = { "{\"document\":{}}", "{\"mergePatch\":{\"a\":2}}", "{\"rollbackTo\":1}",
			"{\"jsonPatch\":[]}", "{\"mergePatch\":{\"a\":2},\"preview\":true}" })
	void postWhenFilesOwnItIsAConflict(String body) throws IOException {
		Path source = Files.writeString(this.temp.resolve("orders.yaml"), "a: 1\n");
		try (HttpApplication master = start("shared-config.publisher.sources=" + source)) {
			Answer answer = master.post(ORDERS, body);
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.json().get("error").asString()).isEqualTo(
					"Shared config 'orders' is owned by its sources and changes with them only: sources=" + source);
			assertThat(published(master).get("version").asLong()).isEqualTo(1);
		}
	}

	@Test
	void getWhenFileIsBrokenShowsTheReason() throws IOException {
		Path source = Files.writeString(this.temp.resolve("orders.yaml"), "a: 1\n");
		try (HttpApplication master = start("shared-config.publisher.sources=" + source,
				"management.endpoint.health.show-details=always")) {
			assertThat(published(master).has("reason")).isFalse();
			Files.writeString(source, "a: 1\n\tb: s3cr3t\n");
			await().atMost(PATIENCE).until(() -> published(master).has("reason"));
			assertThat(published(master).get("reason").asString()).contains("line 2, column 1")
				.doesNotContain("s3cr3t");
			JsonNode health = master.get("/actuator/health").json();
			assertThat(health.get("status").asString()).isEqualTo("UP");
			assertThat(health.at("/components/sharedConfig/details/orders/publisherReason").asString())
				.contains("line 2, column 1");
		}
	}

	@Test
	void postWhenStandingByIsAConflictUntilItIsTheMaster() {
		SharedConfigPublisher running = SharedConfigs.publisher(this.temp.resolve("shared"), "orders")
			.withoutBackup()
			.open();
		running.publish("{\"a\":1}");
		try (HttpApplication standby = start("shared-config.publisher.when-taken=standby")) {
			await().atMost(PATIENCE).until(() -> published(standby).get("version").asLong() == 1);
			assertThat(published(standby).get("state").asString()).isEqualTo("STANDBY");
			assertThat(published(standby).get("reason").asString()).contains("pid=" + ProcessHandle.current().pid());
			assertThat(standby.get(ORDERS).status()).isEqualTo(200);
			Answer refused = standby.post(ORDERS, "{\"mergePatch\":{\"a\":2}}");
			assertThat(refused.status()).isEqualTo(409);
			assertThat(refused.json().get("error").asString()).contains("is not the master", "stands by");
			running.close();
			await().atMost(PATIENCE).until(() -> published(standby).get("state").asString().equals("ACTIVE"));
			assertThat(published(standby).has("reason")).isFalse();
			assertThat(standby.post(ORDERS, "{\"mergePatch\":{\"a\":2}}").json().get("version").asLong()).isEqualTo(2);
		}
	}

	private static JsonNode published(HttpApplication application) {
		return application.get("/actuator/sharedconfig").json().at("/published/0");
	}

	private HttpApplication start(String... properties) {
		String[] all = new String[properties.length + 2];
		all[0] = "shared-config.publisher.name=orders";
		all[1] = "management.endpoint.sharedconfig.access=unrestricted";
		System.arraycopy(properties, 0, all, 2, properties.length);
		return HttpApplication.start(WebApplicationType.SERVLET, this.temp.resolve("shared"), all);
	}

}
