package io.sharedconfig.sample.master;

import java.nio.file.Path;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MasterApplication}.
 */
class MasterApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void startWhenNothingWasPublishedPublishesInitialDocument() {
		try (ConfigurableApplicationContext master = start()) {
			ConfigSnapshot current = master.getBean(SharedConfigPublisher.class).current();
			assertThat(current).isNotNull();
			assertThat(current.version()).isEqualTo(1);
			assertThat(current.property("pricing.discount")).isEqualTo("0.15");
			assertThat(current.property("checkout.methods[1]")).isEqualTo("invoice");
		}
	}

	@Test
	void postWhenEndpointIsWritablePublishes() {
		try (ConfigurableApplicationContext master = start()) {
			JsonNode answer = RestClient.create()
				.post()
				.uri("http://127.0.0.1:{port}/actuator/sharedconfig/orders",
						master.getEnvironment().getProperty("local.server.port"))
				.contentType(MediaType.APPLICATION_JSON)
				.body("{\"mergePatch\":{\"pricing\":{\"discount\":\"0.20\"}},\"author\":\"alice\"}")
				.retrieve()
				.body(JsonNode.class);
			assertThat(answer).hasToString("{\"version\":2,\"changed\":[\"pricing.discount\"]}");
			ConfigSnapshot current = master.getBean(SharedConfigPublisher.class).current();
			assertThat(current).isNotNull();
			assertThat(current.property("pricing.discount")).isEqualTo("0.20");
			assertThat(current.property("pricing.currency")).isEqualTo("EUR");
			assertThat(current.author()).isEqualTo("alice");
		}
	}

	private ConfigurableApplicationContext start() {
		return SpringApplication.run(MasterApplication.class, "--server.port=0",
				"--shared-config.directory=" + this.directory.resolve("shared"),
				"--shared-config.publisher.backup.directory=" + this.directory.resolve("backup"));
	}

}
