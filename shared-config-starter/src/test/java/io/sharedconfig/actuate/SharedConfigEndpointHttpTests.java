package io.sharedconfig.actuate;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.HttpApplication.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigEndpoint} and where it is reached, over HTTP, with both
 * web frameworks.
 */
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
class SharedConfigEndpointHttpTests {

	private static final String ORDERS = "/actuator/sharedconfig/orders";

	private static final String NAME = "shared-config.publisher.name=orders";

	private static final String WRITABLE = "management.endpoint.sharedconfig.access=unrestricted";

	private static final String CHANGE = "{\"document\":{\"a\":1}}";

	@Parameter
	WebApplicationType type;

	@TempDir
	Path directory;

	@Test
	void postWhenAccessIsDefaultIsNotAllowed() {
		try (HttpApplication master = start(NAME)) {
			assertThat(master.post(ORDERS, CHANGE).status()).isEqualTo(405);
			assertThat(master.postNothing(ORDERS).status()).isEqualTo(405);
			assertThat(master.get(ORDERS).status()).isEqualTo(200);
			assertThat(master.context().getBean(SharedConfigPublisher.class).current()).isNull();
		}
	}

	@Test
	void requestWhenAccessIsNoneIsNotFound() {
		try (HttpApplication master = start(NAME, "management.endpoint.sharedconfig.access=none")) {
			assertThat(master.post(ORDERS, CHANGE).status()).isEqualTo(404);
			assertThat(master.get(ORDERS).status()).isEqualTo(404);
		}
	}

	@Test
	void requestWhenNotExposedIsNotFound() {
		try (HttpApplication master = start(NAME, WRITABLE, "exposed=health")) {
			assertThat(master.post(ORDERS, CHANGE).status()).isEqualTo(404);
			assertThat(master.get(ORDERS).status()).isEqualTo(404);
		}
	}

	@Test
	void postWhenAccessIsCappedIsNotAllowed() {
		try (HttpApplication master = start(NAME, WRITABLE, "management.endpoints.access.max-permitted=read-only")) {
			assertThat(master.post(ORDERS, CHANGE).status()).isEqualTo(405);
		}
	}

	@Test
	void postWhenManagementHasItsOwnPortAndPathsIsTakenThereOnly() {
		try (HttpApplication master = start(NAME, WRITABLE, "management.server.port=0",
				"management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.sharedconfig=configs")) {
			byte[] change = CHANGE.getBytes(StandardCharsets.UTF_8);
			int management = master.port("management");
			assertThat(master.post(management, "/manage/configs/orders", "application/json", change).json())
				.hasToString("{\"version\":1,\"changed\":[\"a\"]}");
			assertThat(master.send(master.request(management, "/manage/configs/orders").GET()).status()).isEqualTo(200);
			assertThat(master.post("/manage/configs/orders", CHANGE).status()).isEqualTo(404);
			assertThat(master.post(management, ORDERS, "application/json", change).status()).isEqualTo(404);
		}
	}

	@Test
	void postWhenEndpointsAreAtTheRootIsTakenThere() {
		try (HttpApplication master = start(NAME, WRITABLE, "management.endpoints.web.base-path=/")) {
			assertThat(master.post("/sharedconfig/orders", CHANGE).status()).isEqualTo(200);
		}
	}

	@Test
	void preflightWhenOriginIsAllowedIsAllowed() {
		try (HttpApplication master = start(NAME, WRITABLE,
				"management.endpoints.web.cors.allowed-origins=https://admin.example",
				"management.endpoints.web.cors.allowed-methods=GET,POST")) {
			assertThat(preflight(master, "https://admin.example")).isEqualTo(200);
			assertThat(preflight(master, "https://evil.example")).isEqualTo(403);
		}
	}

	@Test
	void getOneWhenValuesAreShownShowsThemExactlyAndHidesWhatTheApplicationHides() {
		try (HttpApplication master = HttpApplication.start(Sanitized.class, this.type, this.directory, NAME,
				"management.endpoint.sharedconfig.show-values=always")) {
			String shown = "{\"a\":1.50,\"b\":1e400,\"c\":null,\"d\":[],\"e\":{},\"f\":[true,{\"x/y~z\":\"ä\"}]}";
			master.context()
				.getBean(SharedConfigPublisher.class)
				.publish(shown.replace("}]}", "}],\"db\":{\"password\":\"secret-value\"}}"));
			Answer answer = master.get(ORDERS);
			assertThat(answer.body())
				.contains("\"document\":" + shown.replace("}]}", "}],\"db\":{\"password\":\"******\"}}"));
			assertThat(answer.body()).doesNotContain("secret-value");
		}
	}

	@Test
	void getOneWhenUserIsNotAuthorizedShowsNoValue() {
		try (HttpApplication master = start(NAME, "management.endpoint.sharedconfig.show-values=when-authorized")) {
			master.context().getBean(SharedConfigPublisher.class).publish("{\"a\":\"secret-value\"}");
			assertThat(master.get(ORDERS).body()).contains("\"a\":\"******\"").doesNotContain("secret-value");
		}
	}

	@Test
	void requestsWhenFollowingShowPollAndRefuseToPublish() {
		try (HttpApplication master = start(NAME)) {
			SharedConfigPublisher publisher = master.context().getBean(SharedConfigPublisher.class);
			publisher.publish("{\"a\":1}");
			try (HttpApplication follower = start(WRITABLE, "spring.config.import=shared-config:orders",
					"shared-config.follower.poll-interval=1h", "shared-config.follower.doorbell=off")) {
				publisher.publish("{\"a\":2}");
				Answer polled = follower.postNothing(ORDERS);
				assertThat(polled.json()).hasToString("{\"outcome\":\"APPLIED\",\"version\":2}");
				assertThat(follower.post(ORDERS, "{}").json()).hasToString("{\"outcome\":\"UNCHANGED\",\"version\":2}");
				Answer refused = follower.post(ORDERS, CHANGE);
				assertThat(refused.status()).isEqualTo(409);
				assertThat(refused.json().get("error").stringValue()).contains("not the master", "'orders'");
				JsonNode list = follower.get("/actuator/sharedconfig").json();
				assertThat(list.get("published").isEmpty()).isTrue();
				assertThat(list.get("followed")).singleElement().satisfies((entry) -> {
					assertThat(entry.propertyNames()).containsExactlyInAnyOrder("name", "version", "appliedVersion",
							"publishedAt", "state", "pollInterval", "doorbell");
					assertThat(entry.get("appliedVersion").asLong()).isEqualTo(2);
					assertThat(entry.get("state").stringValue()).isEqualTo("CURRENT");
					assertThat(entry.get("pollInterval").stringValue()).isEqualTo("PT1H");
					assertThat(entry.get("doorbell").asBoolean()).isFalse();
				});
				assertThat(follower.get(ORDERS).json().get("document")).hasToString("{\"a\":\"******\"}");
			}
		}
	}

	@Test
	void refreshOverHttpWhenVersionIsNewAnswersItsKeysOnce() {
		try (HttpApplication master = start(NAME)) {
			SharedConfigPublisher publisher = master.context().getBean(SharedConfigPublisher.class);
			publisher.publish("{\"a\":1,\"gone\":1}");
			try (HttpApplication follower = start("spring.config.import=shared-config:orders",
					"shared-config.follower.poll-interval=1h", "shared-config.follower.doorbell=off")) {
				publisher.publish("{\"a\":2,\"come\":1}");
				assertThat(follower.postNothing("/actuator/refresh").json()).extracting(JsonNode::stringValue)
					.containsExactlyInAnyOrder("a", "gone", "come");
				assertThat(follower.postNothing("/actuator/refresh").json().isEmpty()).isTrue();
			}
		}
	}

	private HttpApplication start(String... properties) {
		return HttpApplication.start(this.type, this.directory, properties);
	}

	private static int preflight(HttpApplication application, String origin) {
		return application
			.send(application.request(application.port("server"), ORDERS)
				.header("Origin", origin)
				.header("Access-Control-Request-Method", "POST")
				.method("OPTIONS", BodyPublishers.noBody()))
			.status();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Sanitized {

		@Bean
		SanitizingFunction hidePasswords() {
			return (data) -> data.getKey().equals("db.password") ? data.withSanitizedValue() : data;
		}

	}

}
