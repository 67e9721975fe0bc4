package io.sharedconfig.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentCodec} and {@link Document}.
 */
class DocumentCodecTests {

	private final DocumentCodec codec = new DocumentCodec();

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "1e10", "1.50", "-0.0", "-0", "123456789012345678901234567890", "1E+2", "0.1",
			"5.6843418860808015E-14", "-2.31845256772633248E17", "1e400", "1e-400", "9223372036854775807",
			"10000000000.5" })
	void encodeWhenNumberKeepsItsText(String literal) {
		String json = "{\"n\":%s,\"l\":[%s]}".formatted(literal, literal);
		Document document = this.codec.encode(json);
		assertThat(document.json()).isEqualTo(json);
		assertThat(this.codec.encode(document.tree()).json()).isEqualTo(json);
		assertThat(this.codec.encode(Map.of("tree", document.tree())).json()).isEqualTo("{\"tree\":" + json + "}");
		assertThat(this.codec.decode(document.payload()).tree()).isEqualTo(document.tree());
	}

	@Test
	void encodeWhenTextMinifiesAndKeepsOrder() {
		Document document = this.codec.encode("""
				 { "b" : [ 1 , 2.0 , { } , [ ] ] ,
				   "a" : { "x" : null , "y" : true } }
				""");
		assertThat(document.json()).isEqualTo("{\"b\":[1,2.0,{},[]],\"a\":{\"x\":null,\"y\":true}}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"\\u00e9\\u20AC\\uD83D\\uDE00" | "é€😀"
			"\\/\\"\\\\"                   | "/\\"\\\\"
			"\\b\\f\\n\\r\\t"              | "\\b\\f\\n\\r\\t"
			"\\u0000\\u001F"               | "\\u0000\\u001f"
			""")
	void encodeWhenStringEscapesMinimally(String given, String expected) {
		Document document = this.codec.encode("{" + given + ":" + given + "}");
		assertThat(document.json()).isEqualTo("{" + expected + ":" + expected + "}");
		assertThat(document.payload()).isEqualTo(document.json().getBytes(StandardCharsets.UTF_8));
		assertThat(this.codec.encode(document.tree()).payload()).isEqualTo(document.payload());
	}

	/**
	 * The file format forbids it, but a master of somebody else may write it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "{'a':1,'b':'x y'} ", "{ 'a':1,'b':'x y'}", "{'a' :1,'b':'x y'}", "{'a':\n1,'b':'x y'}",
			"{'a':1\t,'b':'x y'}", "{'a':1,\r'b':'x y'}", "{'a':1,'b':'x y' }", "{'a':1,'b':'x\\u0020y'}" })
	void decodeWhenPayloadIsNotMinifiedMinifiesIt(String payload) {
		assertDecoded(payload, "{'a':1,'b':'x y'}");
	}

	@Test
	void decodeWhenPayloadEscapesMoreThanItMustEscapesMinimally() {
		assertDecoded("{'a':1,'b':'x\\/y'}", "{'a':1,'b':'x/y'}");
		assertDecoded("{'a':1,'b':'x\\u000Ay'}", "{'a':1,'b':'x\\ny'}");
		assertDecoded("{'a':1,'b':'\\\\' }", "{'a':1,'b':'\\\\'}");
		assertDecoded("{'a':1,'b':'\\'' }", "{'a':1,'b':'\\''}");
	}

	private void assertDecoded(String payload, String json) {
		String expected = json.replace('\'', '"');
		byte[] bytes = payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
		Document before = this.codec.encode("{\"a\":0,\"b\":\"\"}");
		assertThat(this.codec.decode(bytes).json()).isEqualTo(expected);
		assertThat(this.codec.decode(bytes, before).json()).isEqualTo(expected);
		assertThat(this.codec.decode(bytes, before).lengthBytes()).isEqualTo(expected.length());
	}

	/**
	 * What is looked at is eight bytes at a time: each place among them is tried.
	 */
	@ParameterizedTest
	@ValueSource(strings = { " ", "\n", "\\/", "\\n", "\\\\", "\\\"" })
	void decodeWhenAnythingIsPutAnywhereGivesWhatEncodeGives(String put) {
		for (int shift = 0; shift < 8; shift++) {
			String json = "{\"%s\":\"x y\",\"b\":[\"\",17,\"long text\"],\"c\":\"é \\\"\"}"
				.formatted("a".repeat(shift));
			Document before = this.codec.encode(json);
			for (int at = 1; at <= json.length(); at++) {
				String changed = json.substring(0, at) + put + json.substring(at);
				String expected = jsonOrNone(() -> this.codec.encode(changed));
				byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
				assertThat(jsonOrNone(() -> this.codec.decode(bytes, before))).as(changed).isEqualTo(expected);
				assertThat(jsonOrNone(() -> this.codec.decode(bytes))).as(changed).isEqualTo(expected);
			}
		}
	}

	private static String jsonOrNone(Supplier<Document> document) {
		try {
			return document.get().json();
		}
		catch (InvalidDocumentException ex) {
			return "none";
		}
	}

	@Test
	void decodeWhenPayloadIsMinifiedKeepsItsBytes() {
		byte[] bytes = "{\"a\":1,\"b\":\"\\\" {\\\\\"}".getBytes(StandardCharsets.UTF_8);
		Document before = this.codec.encode("{\"a\":0,\"b\":\"\"}");
		assertThat(this.codec.decode(bytes, before).payload()).isSameAs(bytes);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x20, 0x7F, 0x80, 0x7FF, 0x800, 0x2028, 0xFFFF, 0x10000, 0x10FFFF })
	void encodeWhenCharacterNeedsNoEscapeKeepsItInUtf8(int codePoint) {
		String json = "{\"%1$s\":\"%1$s\"}".formatted(Character.toString(codePoint));
		assertThat(this.codec.encode(json).payload()).isEqualTo(json.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void encodeWhenByteOrderMarkIgnoresIt() {
		assertThat(this.codec.encode("\uFEFF{\"a\":1}").json()).isEqualTo("{\"a\":1}");
	}

	@Test
	void encodeWhenMapRecordBeanOrNodeGivesTheSame() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("rate", new BigDecimal("1.50"));
		map.put("pause", Duration.ofSeconds(30));
		map.put("hosts", List.of("a", "b"));
		String expected = "{\"rate\":1.50,\"pause\":\"PT30S\",\"hosts\":[\"a\",\"b\"]}";
		Sample sample = new Sample(new BigDecimal("1.50"), Duration.ofSeconds(30), List.of("a", "b"));
		assertThat(this.codec.encode(map).json()).isEqualTo(expected);
		assertThat(this.codec.encode(sample).json()).isEqualTo(expected);
		assertThat(this.codec.encode(this.codec.value(map)).json()).isEqualTo(expected);
		assertThat(this.codec.encode(new Bean()).json()).isEqualTo("{\"limit\":5}");
	}

	@Test
	void encodeWhenDocumentReturnsIt() {
		Document document = this.codec.encode("{}");
		assertThat(this.codec.encode(document)).isSameAs(document);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``                          | expected a JSON object, found nothing
			[1]                         | expected a JSON object, found an array
			"secret"                    | expected a JSON object, found a string
			1                           | expected a JSON object, found a number
			NaN                         | expected a JSON object, found a number
			null                        | expected a JSON object, found null
			true                        | expected a JSON object, found a boolean
			secret                      | it is not JSON, at line 1, column 1
			{"a":secret}                | it is not JSON, at line 1, column 6
			{"a":"secret}               | it ends too early, at line 1, column 14
			{"a":{"b":[1,               | it is not JSON, at line 1, column 14
			{"a":NaN}                   | NaN and infinite numbers are not JSON, at line 1, column 6, at '/a'
			{"a":[1,-Infinity]}         | NaN and infinite numbers are not JSON, at line 1, column 9, at '/a/1'
			{"a":01}                    | it is not JSON, at line 1, column 7
			{"a":1,}                    | it is not JSON, at line 1, column 8
			{"a":1} {}                  | there is more behind its end, at line 1, column 9
			{"a":1} secret              | it is not JSON, at line 1, column 9
			{"a":1,"a":2}               | a name is there twice, at line 1, column 8, at '/a'
			{"x":{"a/b~":{},"a/b~":{}}} | a name is there twice, at line 1, column 17, at '/x/a~1b~0'
			{"a.b":1,"a":{"b":2}}       | '/a.b' and '/a/b' are both the property 'a.b'
			{"a":{"b":[0]},"a.b":{"[0]":2}} | '/a/b/0' and '/a.b/[0]' are both the property 'a.b[0]'
			{"a":{"b":{}},"a.b":[]}     | '/a/b' and '/a.b' are both the property 'a.b'
			{"a":"\\ud800"}             | half of a surrogate pair is no character, at line 1, column 6, at '/a'
			{"\\udc00":1}               | half of a surrogate pair is no character, at line 1, column 2, at '/?'
			{"a":1e99999999999}         | a number has an exponent that is out of range, at line 1, column 6, at '/a'
			""")
	void encodeWhenTextIsNoDocumentSaysWhatAndWhere(String text, String problem) {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(text))
			.withMessage("Not a valid shared config document: " + problem)
			.withNoCause();
	}

	@Test
	void encodeWhenNotAnObjectSaysWhatWasFound() {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(List.of("secret")))
			.withMessageContaining("expected a JSON object, found an array");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(5))
			.withMessageContaining("expected a JSON object, found a number");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(null))
			.withMessageContaining("expected a JSON object, found null");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(new Object()))
			.withMessageContaining("type java.lang.Object has no JSON form, at the top");
	}

	@Test
	void encodeWhenObjectHoldsNoJsonSaysWhere() {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.codec.encode(Map.of("a", List.of(1, Double.NaN))))
			.withMessageEndingWith(": NaN and infinite numbers are not JSON, at '/a/1'");
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(
					() -> this.codec.encode(JsonNodeFactory.instance.objectNode().put("a", Float.NEGATIVE_INFINITY)))
			.withMessageEndingWith(": NaN and infinite numbers are not JSON, at '/a'");
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.codec.encode(Map.of("a", "secret\ud800")))
			.withMessageEndingWith(": half of a surrogate pair is no character, at '/a'");
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.codec.encode(Map.of("a", Map.of("b", new Object()))))
			.withMessageEndingWith(": type java.lang.Object has no JSON form, at '/a/b'");
	}

	@Test
	void encodeWhenGetterThrowsNamesTheTypeAndThePropertyOnly() {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.codec.encode(Map.of("list", List.of(new Broken()))))
			.withMessage("Not a valid shared config document: %s could not be read at '/list/0/password': "
					+ "java.lang.IllegalStateException was thrown", Map.of("list", 1).getClass().getName())
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(ints = { 501, 502, 10_000, 1_000_000 })
	void encodeWhenNestedTooDeepIsRefused(int depth) {
		String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
		String lists = "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
		for (String text : List.of(objects, lists)) {
			assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(text))
				.withMessageContaining("it is nested deeper than 500 levels, at line 1");
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> this.codec.decode(text.getBytes(StandardCharsets.UTF_8)))
				.withMessageContaining("it is nested deeper than 500 levels, at '/a/");
		}
	}

	@Test
	void encodeWhenNestedAsDeepAsAllowedIsAccepted() {
		String json = "{\"a\":".repeat(500) + "1" + "}".repeat(500);
		Document document = this.codec.encode(json);
		assertThat(document.properties()).containsExactly(Map.entry("a" + ".a".repeat(499), 1));
		assertThat(this.codec.encode(document.tree()).json()).isEqualTo(json);
	}

	@Test
	void encodeWhenMapIsTooDeepOrContainsItselfIsRefused() {
		Map<String, Object> deep = Map.of();
		ObjectNode node = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < 10_000; i++) {
			deep = Map.of("a", deep);
			node = JsonNodeFactory.instance.objectNode().set("a", node);
		}
		Map<String, Object> endless = new LinkedHashMap<>();
		endless.put("a", Arrays.asList(1, endless));
		for (Object source : List.of(deep, node)) {
			assertTooDeep(source);
		}
		assertTooDeep(endless);
	}

	private void assertTooDeep(Object source) {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(source))
			.withMessageEndingWith(": it is nested deeper than 500 levels, or contains itself");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.value(source))
			.withMessageEndingWith(": it is nested deeper than 500 levels, or contains itself");
	}

	@Test
	void encodeWhenNumberIsTooLongIsRefused() {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.codec.encode("{\"a\":" + "1".repeat(1001) + "}"))
			.withMessageContaining("a number, name or text is too long")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("111"));
		assertThat(this.codec.encode("{\"a\":" + "1".repeat(1000) + "}").properties().get("a"))
			.isEqualTo(new BigInteger("1".repeat(1000)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "", "\u0000", "x", "{\"a\":1", "{\"a\":1}}" })
	void decodeWhenNotADocumentIsRefused(String text) {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.codec.decode(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void decodeWhenNotUtf8IsRefused() {
		for (byte[] bytes : List.of("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE),
				"{\"a\":1}".getBytes(StandardCharsets.UTF_16), "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1))) {
			assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.decode(bytes));
		}
	}

	@Test
	void propertiesWhenFlattenedFollowTheRules() {
		Document document = this.codec.encode("""
				{"pool":{"hosts":["a",{"port":1}],"grid":[[],[1,2]]},
				 "logging":{"level":{"org.foo":"INFO"}},
				 "map":{"the key":1,"[a.b]":2,"[]":7,"a..b":3,"":4,"x[0]":5,"größe":6},
				 "top level":true,"empty":{},"nothing":null,"none":[],
				 "int":1,"long":3000000000,"big":123456789012345678901234567890,"dec":1.50,"exp":1e10,"minus":-0}
				""");
		Map<String, Object> expected = new LinkedHashMap<>();
		expected.put("pool.hosts[0]", "a");
		expected.put("pool.hosts[1].port", 1);
		expected.put("pool.grid[0]", "");
		expected.put("pool.grid[1][0]", 1);
		expected.put("pool.grid[1][1]", 2);
		expected.put("logging.level.org.foo", "INFO");
		expected.put("map[the key]", 1);
		expected.put("map[a.b]", 2);
		expected.put("map[[]]", 7);
		expected.put("map[a..b]", 3);
		expected.put("map[]", 4);
		expected.put("map[x[0]]", 5);
		expected.put("map[größe]", 6);
		expected.put("[top level]", true);
		expected.put("empty", "");
		expected.put("nothing", "");
		expected.put("none", "");
		expected.put("int", 1);
		expected.put("long", 3000000000L);
		expected.put("big", new BigInteger("123456789012345678901234567890"));
		expected.put("dec", "1.50");
		expected.put("exp", "1e10");
		expected.put("minus", 0);
		assertThat(document.properties()).containsExactlyEntriesOf(expected).isUnmodifiable();
		assertThat(this.codec.encode("{}").properties()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			pool.hosts[1].port | /pool/hosts/1/port
			pool.none          | /pool/none
			map[a/b~c d]       | /map/a~1b~0c d
			a.b                | /a.b
			map[]              | /map/
			""")
	void pointerWhenPropertyIsThereSaysWhere(String property, String pointer) {
		Document document = this.codec
			.encode("{\"pool\":{\"hosts\":[1,{\"port\":2}],\"none\":[]},\"map\":{\"a/b~c d\":1,\"\":2},\"a.b\":3}");
		assertThat(document.pointer(property)).isEqualTo(pointer);
		assertThat(document.tree().at(pointer).isMissingNode()).isFalse();
	}

	@Test
	void pointerWhenPropertyIsNotThereReturnsNull() {
		assertThat(this.codec.encode("{\"a\":{\"b\":1}}").pointer("a")).isNull();
	}

	@Test
	void treeWhenNumbersAreAsJavaWritesThemEqualsThatOfJackson() {
		String json = "{\"a\":[1,3000000000,123456789012345678901234567890,0.1,1.0E10,true,false,null,\"x\",{},[]]}";
		assertThat(this.codec.encode(json).tree()).isEqualTo(JsonMapper.builder().build().readTree(json));
	}

	@Test
	void treeWhenNumberIsWrittenOtherwiseIsAnOrdinaryDecimal() {
		JsonNode number = this.codec.encode("{\"n\":1.50}").tree().get("n");
		assertThat(number.decimalValue()).isEqualTo(new BigDecimal("1.50"));
		assertThat(number).isInstanceOf(DecimalNode.class).hasToString("1.50");
		assertThat(number.deepCopy()).isEqualTo(number);
		assertThat(this.codec.encode("{\"n\":15.0e-1}").tree().get("n")).isNotEqualTo(number);
	}

	@Test
	void treeWhenChangedLeavesTheDocumentAlone() {
		Document document = this.codec.encode("{\"a\":{\"b\":1.50},\"c\":1e2}");
		ObjectNode tree = document.tree();
		((ObjectNode) tree.get("a")).put("d", 2);
		assertThat(document.tree().get("a").has("d")).isFalse();
		assertThat(this.codec.encode(tree).json()).isEqualTo("{\"a\":{\"b\":1.50,\"d\":2},\"c\":1e2}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"a":1,"b":{"c":2,"d":3}} | {"b":{"d":3,"c":2},"a":1} | true
			{"a":1}                   | {"a":1.0}                 | false
			{"a":1.50}                | {"a":1.5e0}               | false
			{"a":1.50}                | {"a":15e-1}               | false
			{"b":1,"a":1.50}          | {"a":1.50,"b":1}          | true
			{"a":"1"}                 | {"a":1}                   | false
			{"a":null}                | {"a":""}                  | false
			{"a":{"0":1}}             | {"a":[1]}                 | false
			{"a":{"0":1},"b":[1]}     | {"a":[1],"b":{"0":1}}     | false
			{"a":[1,2]}               | {"a":[2,1]}               | false
			{"a":0}                   | {"a":-0}                  | false
			{"a":{}}                  | {"a":[]}                  | false
			""")
	void sameAsWhenOnlyTheOrderOfNamesDiffersIsTrue(String one, String other, boolean same) {
		assertThat(this.codec.encode(one).sameAs(this.codec.encode(other))).isEqualTo(same);
		assertThat(this.codec.encode(other).sameAs(this.codec.encode(one))).isEqualTo(same);
	}

	@Test
	void toStringShowsNoValue() {
		assertThat(this.codec.encode("{\"name\":\"secret\"}")).hasToString("Document[lengthBytes=17, properties=1]");
	}

	@Test
	void objectWhenOnePropertyIsNamedTwiceIsAccepted() {
		assertThat(this.codec.object("{\"a.b\":null,\"a\":{\"b\":1}}")).hasToString("{\"a.b\":null,\"a\":{\"b\":1}}");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.object("[]"))
			.withMessageEndingWith("expected a JSON object, found an array");
	}

	@Test
	void objectWhenItHoldsTheDeepestDocumentIsAccepted() {
		String document = "{\"a\":".repeat(500) + "1.50" + "}".repeat(500);
		ObjectNode envelope = this.codec.object("{\"document\":" + document + "}");
		assertThat(this.codec.encode(envelope.get("document")).json()).isEqualTo(document);
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.encode(envelope))
			.withMessageContaining("it is nested deeper than 500 levels");
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.codec.object("{\"a\":".repeat(509) + "1" + "}".repeat(509)))
			.withMessageContaining("it is nested deeper than 508 levels");
	}

	@Test
	void valueWhenAnyJsonGivesATree() {
		assertThat(this.codec.value(null)).isEqualTo(JsonNodeFactory.instance.nullNode());
		assertThat(this.codec.value("{not json}")).isEqualTo(JsonNodeFactory.instance.stringNode("{not json}"));
		assertThat(this.codec.value(5)).isEqualTo(JsonNodeFactory.instance.numberNode(5));
		assertThat(this.codec.value(List.of(1, "a"))).hasToString("[1,\"a\"]");
		assertThat(this.codec.value(new BigDecimal("1.50"))).hasToString("1.50");
		assertThat(this.codec.value(Duration.ofSeconds(1))).hasToString("\"PT1S\"");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.value(Double.NaN))
			.withMessageEndingWith("NaN and infinite numbers are not JSON");
	}

	record Sample(BigDecimal rate, Duration pause, List<String> hosts) {

	}

	static class Bean {

		public int getLimit() {
			return 5;
		}

	}

	static class Broken {

		public String getPassword() {
			throw new IllegalStateException("secret");
		}

	}

}
