package io.sharedconfig.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.HttpApplication.Answer;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChangeHandler} over HTTP, with both web frameworks.
 */
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
class SharedConfigChangeHttpTests {

	private static final String ORDERS = "/actuator/sharedconfig/orders";

	@TempDir
	private static Path directory;

	private static HttpApplication master;

	private static SharedConfigPublisher publisher;

	@Parameter
	WebApplicationType type;

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType type) {
		master = HttpApplication.start(type, directory.resolve(type.name()), "shared-config.publisher.name=orders",
				"management.endpoint.sharedconfig.access=unrestricted", "shared-config.publisher.initial-size=4KB",
				"shared-config.publisher.max-size=64KB");
		publisher = master.context().getBean(SharedConfigPublisher.class);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		master.close();
	}

	@BeforeEach
	void publishKnownDocument() {
		publisher.publish("{\"pricing\":{\"discount\":\"0.15\",\"currency\":\"EUR\"}}");
	}

	@Test
	void postWhenDocumentPublishesItAndNamesTheChanges() {
		Answer answer = master.post(ORDERS,
				"{\"document\":{\"pricing\":{\"discount\":\"0.20\"},\"new\":1},\"author\":\"alice\",\"comment\":\"Größer\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("version").asLong()).isEqualTo(current().version());
		assertThat(answer.json().get("changed")).extracting(JsonNode::stringValue)
			.containsExactlyInAnyOrder("pricing.discount", "pricing.currency", "new");
		assertThat(current().json()).isEqualTo("{\"pricing\":{\"discount\":\"0.20\"},\"new\":1}");
		assertThat(current().author()).isEqualTo("alice");
		assertThat(current().comment()).isEqualTo("Größer");
	}

	@Test
	void postWhenNumbersAreUnusualPublishesThemAsWritten() {
		String document = "{\"a\":1.50,\"b\":1e400,\"c\":-0,\"d\":123456789012345678901234567890,\"e\":10000000000.5}";
		assertThat(master.post(ORDERS, "{\"document\":" + document + "}").status()).isEqualTo(200);
		assertThat(current().json()).isEqualTo(document);
		assertThat(master.post(ORDERS, "{\"mergePatch\":{\"a\":2.50}}").status()).isEqualTo(200);
		assertThat(current().json()).isEqualTo(document.replace("1.50", "2.50"));
	}

	@Test
	void postWhenMergePatchChangesOnlyWhatItNames() {
		Answer answer = master.post(ORDERS, "{\"mergePatch\":{\"pricing\":{\"discount\":\"0.20\",\"currency\":null}}}");
		assertThat(answer.json().get("changed")).extracting(JsonNode::stringValue)
			.containsExactly("pricing.discount", "pricing.currency");
		assertThat(current().json()).isEqualTo("{\"pricing\":{\"discount\":\"0.20\"}}");
	}

	@Test
	void postWhenJsonPatchMakesItsOperations() {
		Answer answer = master.post(ORDERS, "{\"jsonPatch\":[{\"op\":\"test\",\"path\":\"/pricing/discount\","
				+ "\"value\":\"0.15\"},{\"op\":\"add\",\"path\":\"/limit\",\"value\":1.50}],\"author\":\"alice\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("changed")).extracting(JsonNode::stringValue).containsExactly("limit");
		assertThat(current().json()).endsWith(",\"limit\":1.50}");
		assertThat(current().author()).isEqualTo("alice");
	}

	@Test
	void postWhenRollbackPublishesTheOldDocumentAsANewVersion() {
		ConfigSnapshot old = current();
		publisher.publish("{}");
		Answer answer = master.post(ORDERS, "{\"rollbackTo\":%d,\"comment\":\"back\"}".formatted(old.version()));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("version").asLong()).isEqualTo(old.version() + 2);
		assertThat(answer.json().get("changed")).extracting(JsonNode::stringValue)
			.containsExactly("pricing.discount", "pricing.currency");
		assertThat(current().json()).isEqualTo(old.json());
		assertThat(current().comment()).isEqualTo("back");
	}

	@Test
	void postWhenPreviewNamesTheChangesAndPublishesNothing() {
		ConfigSnapshot before = current();
		Answer answer = master.post(ORDERS, "{\"mergePatch\":{\"pricing\":{\"discount\":\"1\"}},\"preview\":true}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("version").asLong()).isEqualTo(before.version());
		assertThat(answer.json().get("preview").asBoolean()).isTrue();
		assertThat(answer.json().get("changed")).extracting(JsonNode::stringValue).containsExactly("pricing.discount");
		assertThat(current()).isSameAs(before);
	}

	@Test
	void getOneShowsTheHistoryWithoutValues() {
		publisher.change().set("pricing.discount", "secret-value").author("bob").comment("why").publish();
		Answer answer = master.get(ORDERS);
		JsonNode newest = answer.json().get("history").get(0);
		assertThat(newest.propertyNames()).containsExactlyInAnyOrder("version", "publishedAt", "author", "comment",
				"changes", "changed");
		assertThat(newest.get("version").asLong()).isEqualTo(current().version());
		assertThat(newest.get("author").stringValue()).isEqualTo("bob");
		assertThat(newest.get("comment").stringValue()).isEqualTo("why");
		assertThat(newest.get("changed")).extracting(JsonNode::stringValue).containsExactly("pricing.discount");
		assertThat(answer.json().get("history").get(1).get("version").asLong()).isEqualTo(current().version() - 1);
		assertThat(answer.body()).doesNotContain("secret-value");
	}

	@Test
	void postWhenNothingChangesAnswersTheCurrentVersion() {
		long version = current().version();
		Answer answer = master.post(ORDERS, "{\"mergePatch\":{\"pricing\":{\"currency\":\"EUR\"}}}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("version").asLong()).isEqualTo(version);
		assertThat(answer.json().get("changed").isEmpty()).isTrue();
	}

	@Test
	void postWhenStagedIsTriedByFollowersAndPublishedByNobody() {
		ConfigSnapshot before = current();
		try (SharedConfigFollower follower = SharedConfigs.follower(directory.resolve(this.type.name()), "orders")
			.application("checkout")
			.pollInterval(Duration.ofMillis(10))
			.open()) {
			await().atMost(Duration.ofSeconds(60)).until(() -> publisher.followers().size() == 1);
			Answer answer = master.post(ORDERS, "{\"mergePatch\":{\"x\":true},\"stage\":true}");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.json().get("version").asLong()).isEqualTo(before.version());
			assertThat(answer.json().get("stage").asBoolean()).isTrue();
			assertThat(answer.json().get("accepted").asBoolean()).isTrue();
			assertThat(answer.json().get("followers")).singleElement().satisfies((entry) -> {
				assertThat(entry.propertyNames()).containsExactly("application", "pid", "instance", "answer");
				assertThat(entry.get("application").stringValue()).isEqualTo("checkout");
				assertThat(entry.get("answer").stringValue()).isEqualTo("ACCEPTED");
			});
			JsonNode list = master.get("/actuator/sharedconfig").json();
			assertThat(list.get("published").get(0).get("followers")).singleElement().satisfies((entry) -> {
				assertThat(entry.propertyNames()).containsExactly("application", "pid", "instance", "appliedVersion");
				assertThat(entry.get("appliedVersion").asLong()).isEqualTo(before.version());
			});
			assertThat(follower.current().version()).isEqualTo(before.version());
		}
		assertThat(current()).isSameAs(before);
		assertThat(master.post(ORDERS, "{\"mergePatch\":{},\"stage\":1}").status()).isEqualTo(400);
	}

	@Test
	void postWhenExpectedVersionIsCurrentPublishes() {
		Answer answer = master.post(ORDERS,
				"{\"mergePatch\":{\"x\":true},\"expectedVersion\":%d}".formatted(current().version()));
		assertThat(answer.status()).isEqualTo(200);
	}

	@Test
	void postWhenExpectedVersionIsNotCurrentIsAConflict() {
		ConfigSnapshot before = current();
		Answer answer = master.post(ORDERS,
				"{\"mergePatch\":{\"x\":true},\"expectedVersion\":%d}".formatted(before.version() + 7));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.json().get("currentVersion").asLong()).isEqualTo(before.version());
		assertThat(answer.json().get("expectedVersion").asLong()).isEqualTo(before.version() + 7);
		assertThat(answer.json().get("error").stringValue()).contains("'orders'");
		assertThat(current()).isSameAs(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"document":[1]}                                    | 'document' must be a JSON object: found ARRAY
					{"document":null}                                   | 'document' must be a JSON object: found NULL
					{"mergePatch":"secret-value"}                       | 'mergePatch' must be a JSON object: found STRING
					{"document":{},"mergePatch":{}}                     | expected one of 'document', 'mergePatch', 'jsonPatch', 'rollbackTo', found 'document', 'mergePatch'
					{"author":"alice"}                                  | expected one of 'document', 'mergePatch', 'jsonPatch', 'rollbackTo', found none
					{"document":{},"rollbackTo":1}                      | found 'document', 'rollbackTo'
					{"document":{},"rollback":1}                        | 'rollback' is not a field of a change
					{"jsonPatch":{}}                                    | 'jsonPatch' must be a JSON array: found OBJECT
					{"jsonPatch":[{"op":"secret-value","path":"/a"}]}   | operation 1 of the JSON patch is none: 'op' must be one of
					{"jsonPatch":[{"op":"test","path":"/pricing/discount","value":"secret-value"}]} | operation 1 of the JSON patch cannot be made: test '/pricing/discount': another value is there
					{"jsonPatch":[{"op":"remove","path":"/nope"}]}      | remove '/nope': there is no 'nope'
					{"rollbackTo":"1"}                                  | 'rollbackTo' must be an integer of 0 or more: found STRING
					{"rollbackTo":0}                                    | Version 0 of shared config 'orders' is not kept: kept=
					{"rollbackTo":99999999}                             | Version 99999999 of shared config 'orders' is not kept: kept=
					{"document":{},"preview":1}                         | 'preview' must be true or false: found NUMBER
					{"document":{},"expectedVersion":"1"}               | 'expectedVersion' must be an integer of 0 or more: found STRING
					{"document":{},"expectedVersion":1.0}               | 'expectedVersion' must be an integer of 0 or more: found NUMBER
					{"document":{},"expectedVersion":-1}                | 'expectedVersion' must be an integer of 0 or more: found NUMBER
					{"document":{},"expectedVersion":99999999999999999999} | 'expectedVersion' must be an integer of 0 or more
					{"document":{},"author":5}                          | 'author' must be a text: found NUMBER
					{"document":{"a":"secret-value","a":2}}             | Not a valid shared config document
					{"document":{"a.b":"secret-value","a":{"b":2}}}     | Not a valid shared config document
					{"document":{},"document":{}}                       | Not a valid shared config document
					{"document":{"a":NaN}}                              | Not a valid shared config document
					{"document":{"a":"secret-value"                     | Not a valid shared config document
					secret-value                                        | Not a valid shared config document
					[]                                                  | Not a valid shared config document
					`"{}"`                                              | Not a valid shared config document
					""")
	void postWhenRequestIsBadSaysWhyAndPublishesNothing(String body, String message) {
		ConfigSnapshot before = current();
		Answer answer = master.post(ORDERS, body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("error").stringValue()).contains(message);
		assertThat(answer.body()).doesNotContain("secret-value");
		assertThat(current()).isSameAs(before);
	}

	@Test
	void postWhenBodyIsNotUtf8IsABadRequest() {
		byte[] body = "{\"document\":{\"a\":\"ä\"}}".getBytes(StandardCharsets.ISO_8859_1);
		Answer answer = master.post(master.port("server"), ORDERS, "application/json", body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("error").stringValue()).contains("not UTF-8");
	}

	@Test
	void postWhenDocumentIsNestedVeryDeeplyIsABadRequest() {
		String body = "{\"document\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "}";
		assertThat(master.post(ORDERS, body).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "text/plain", "application/x-www-form-urlencoded" })
	void postWhenBodyIsNotDeclaredAsJsonIsUnsupported(String contentType) {
		ConfigSnapshot before = current();
		Answer answer = master.post(master.port("server"), ORDERS, contentType,
				"{\"document\":{}}".getBytes(StandardCharsets.UTF_8));
		assertThat(answer.status()).isEqualTo(415);
		assertThat(answer.json().get("error").stringValue()).contains("application/json").contains(contentType);
		assertThat(current()).isSameAs(before);
	}

	@Test
	void postWhenBodyIsDeclaredAsActuatorJsonPublishes() {
		Answer answer = master.post(master.port("server"), ORDERS, "application/vnd.spring-boot.actuator.v3+json",
				"{\"document\":{\"actuator\":1}}".getBytes(StandardCharsets.UTF_8));
		assertThat(answer.status()).isEqualTo(200);
	}

	@Test
	void postWhenItSaysThatItIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
		ConfigSnapshot before = current();
		assertThat(postRaw("Content-Length: 104857600\r\n\r\n{\"document\":")).startsWith("HTTP/1.1 413")
			.contains("lengthBytes=104857600 maxBytes=131072");
		assertThat(current()).isSameAs(before);
	}

	@Test
	void postWhenItDoesNotEndIsRefusedOnceItIsTooLarge() throws IOException {
		ConfigSnapshot before = current();
		String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
		assertThat(postRaw("Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(3))).startsWith("HTTP/1.1 413")
			.contains("maxBytes=131072");
		assertThat(current()).isSameAs(before);
	}

	/**
	 * Send the beginning of a request, and return the beginning of the answer.
	 */
	private static String postRaw(String headersAndBody) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), master.port("server"))) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream()
				.write(("POST " + ORDERS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
						+ headersAndBody)
					.getBytes(StandardCharsets.US_ASCII));
			StringBuilder answer = new StringBuilder();
			byte[] some = new byte[4096];
			while (!answer.toString().contains("max-size")) {
				int length = socket.getInputStream().read(some);
				assertThat(length).as("the answer so far: " + answer).isPositive();
				answer.append(new String(some, 0, length, StandardCharsets.US_ASCII));
			}
			return answer.toString();
		}
	}

	@ParameterizedTest
	@CsvSource({ "70000", "300000" })
	void postWhenTooLargeIsRefused(int length) {
		ConfigSnapshot before = current();
		Answer answer = master.post(ORDERS, "{\"document\":{\"a\":\"%s\"}}".formatted("x".repeat(length)));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.json().get("error").stringValue()).contains("too large");
		assertThat(answer.json().get("maxBytes").isNumber()).isTrue();
		assertThat(current()).isSameAs(before);
	}

	@Test
	void postWhenConfigurationIsUnknownIsNotFound() {
		assertThat(master.postNothing("/actuator/sharedconfig/nope").status()).isEqualTo(404);
		Answer answer = master.post("/actuator/sharedconfig/nope", "{\"document\":{}}");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().get("error").stringValue())
			.isEqualTo("Shared config 'nope' is neither published nor followed by this process");
	}

	@Test
	void postWhenThereIsNoNameIsNotAllowed() {
		assertThat(master.post("/actuator/sharedconfig", "{}").status()).isEqualTo(405);
	}

	@Test
	void postWhenBodyIsEmptyOnAMasterAnswersItsVersion() {
		for (Answer answer : new Answer[] { master.postNothing(ORDERS), master.post(ORDERS, " {} ") }) {
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.json().get("outcome").stringValue()).isEqualTo("UNCHANGED");
			assertThat(answer.json().get("version").asLong()).isEqualTo(current().version());
		}
	}

	@Test
	void postWhenManyAtOncePublishesEachAndNamesItsOwnChangeOnly() {
		long before = current().version();
		Set<Long> versions = ConcurrentHashMap.newKeySet();
		IntStream.range(0, 24).parallel().forEach((i) -> {
			Answer answer = master.post(ORDERS, "{\"mergePatch\":{\"key%d\":%d}}".formatted(i, i));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.json().get("changed")).extracting(JsonNode::stringValue).containsExactly("key" + i);
			versions.add(answer.json().get("version").asLong());
		});
		assertThat(versions).hasSize(24);
		assertThat(current().version()).isEqualTo(before + 24);
	}

	@Test
	void getListShowsWhatIsPublished() {
		publisher.change().set("x", before()).author("bob").comment("why").publish();
		Answer answer = master.get("/actuator/sharedconfig");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("followed").isEmpty()).isTrue();
		assertThat(answer.json().get("published")).singleElement().satisfies((entry) -> {
			assertThat(entry.propertyNames()).containsExactlyInAnyOrder("name", "version", "publishedAt", "author",
					"comment", "sizeBytes", "state", "followers");
			assertThat(entry.get("followers").isEmpty()).isTrue();
			assertThat(entry.get("name").stringValue()).isEqualTo("orders");
			assertThat(entry.get("version").asLong()).isEqualTo(current().version());
			assertThat(entry.get("publishedAt").stringValue()).isEqualTo(current().publishedAt().toString());
			assertThat(entry.get("author").stringValue()).isEqualTo("bob");
			assertThat(entry.get("comment").stringValue()).isEqualTo("why");
			assertThat(entry.get("sizeBytes").asInt()).isEqualTo(current().sizeBytes());
			assertThat(entry.get("state").stringValue()).isEqualTo("ACTIVE");
		});
	}

	@Test
	void getOneWhenValuesAreNotToBeShownShowsNamesOnly() {
		Answer answer = master.get(ORDERS);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("version").asLong()).isEqualTo(current().version());
		assertThat(answer.json().get("document").toString())
			.isEqualTo("{\"pricing\":{\"discount\":\"******\",\"currency\":\"******\"}}");
	}

	@Test
	void getOneWhenUnknownIsNotFound() {
		assertThat(master.get("/actuator/sharedconfig/nope").status()).isEqualTo(404);
	}

	private static long before() {
		return current().version();
	}

	private static ConfigSnapshot current() {
		ConfigSnapshot current = publisher.current();
		assertThat(current).isNotNull();
		return current;
	}

}
