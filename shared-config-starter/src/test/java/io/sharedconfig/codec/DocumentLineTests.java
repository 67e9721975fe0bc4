package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentLine}.
 */
class DocumentLineTests {

	private static final String SET_A_TO_2 = "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]";

	private static final String ADD_B = "[{\"op\":\"add\",\"path\":\"/b\",\"value\":[1.50]}]";

	private static final String REMOVE_A = "[{\"op\":\"remove\",\"path\":\"/a\"}]";

	private final DocumentCodec codec = new DocumentCodec();

	private final DocumentLine line = new DocumentLine(this.codec);

	@Test
	void nextWhenGivenAsAWholeIsThatDocument() {
		assertThat(json(next("{\"a\":1}", hash("{\"a\":1}")))).isEqualTo("{\"a\":1}");
		assertThat(json(next("{\"a\":7}", 0))).isEqualTo("{\"a\":7}");
		assertThat(this.line.divergences()).isZero();
	}

	@Test
	void nextWhenTheFirstIsEmptyIsThatDocument() {
		assertThat(json(next("{}", hash("{}")))).isEqualTo("{}");
	}

	@Test
	void nextWhenPatchesAreGivenIsTheLastDocumentWithAllOfThem() {
		next("{\"a\":1}", 0);
		assertThat(json(next(null, hash("{\"a\":2,\"b\":[1.50]}"), SET_A_TO_2, ADD_B)))
			.isEqualTo("{\"a\":2,\"b\":[1.50]}");
		assertThat(json(next(null, 0, REMOVE_A))).isEqualTo("{\"b\":[1.50]}");
	}

	@Test
	void nextWhenAWholeDocumentComesWithPatchesIsBoth() {
		assertThat(json(next("{\"a\":1}", hash("{\"a\":2}"), SET_A_TO_2))).isEqualTo("{\"a\":2}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			{"a":1,"b":"x"}        | replace /a "t"                  | {"a":"t","b":"x"}
			{"a":"x","b":[true]}   | replace /b/0 false              | {"a":"x","b":[false]}
			{"l":[1,[2,{"m":3}]]}  | replace /l/1/1/m 4              | {"l":[1,[2,{"m":4}]]}
			{"a.b":{"c~/d":"1"}}   | replace /a.b/c~0~1d null        | {"a.b":{"c~/d":null}}
			{"a":null,"b":1.50}    | replace /a 2.50,replace /b 150  | {"a":2.50,"b":150}
			{"a":1}                | replace /a 2,replace /a 3       | {"a":3}
			{"e":{},"a":1,"f":[]}  | replace /a -0.5                 | {"e":{},"a":-0.5,"f":[]}
			{"a":1,"b":2}          | replace /a 9999999999,remove /b | {"a":9999999999}
			{"l":[1]}              | add /l/0 0                      | {"l":[0,1]}
			{"a":{},"b":[]}        | replace /a 1,replace /b 2       | {"a":1,"b":2}
			{"a":{"b":1}}          | replace /a true                 | {"a":true}
			{"a":1}                | replace /a {"b":2}              | {"a":{"b":2}}
			{"a":1}                | replace /a "\\n"                | {"a":"\\n"}
			{"a":"\\n","b":"ü"}    | replace /a "n",replace /b "u"   | {"a":"n","b":"u"}
			{"a":-0,"b":1e3}       | replace /a 0,replace /b 1.0     | {"a":0,"b":1.0}
			{"a":1}                | replace /a "t",replace /a "u"   | {"a":"u"}
			{"a":null}             | replace /a "",replace /a null   | {"a":null}
			{"a":{"0":1,"[0]":1}}  | replace /a/0 2                  | {"a":{"0":2,"[0]":1}}
			{"a":{"0":1,"[0]":1}}  | replace /a/[0] 2                | {"a":{"0":1,"[0]":2}}
			{"a":{"80":[1,2]}}     | replace /a/80/1 3               | {"a":{"80":[1,3]}}
			{"a":[1,2]}            | replace /a/1 3                  | {"a":[1,3]}
			""")
	void nextWhenValuesAreReplacedIsWhatThePatchesMake(String whole, String changes, String expected) {
		String[] patches = Stream.of(changes.split(",")).map(DocumentLineTests::patch).toArray(String[]::new);
		assertIs(next(whole, hash(expected), patches), expected);
		assertThat(json(next(null, 0, ADD_B.replace("/b", "/z")))).as("and goes on from there")
			.isEqualTo(expected.replaceFirst("}$", ",\"z\":[1.50]}"));
		next(whole, 0);
		assertIs(next(null, hash(expected), patches), expected);
		next(whole, 0);
		assertIs(next(null, 0, patches), expected);
	}

	private void assertIs(Document found, String expected) {
		assertThat(json(found)).isEqualTo(expected);
		Document encoded = this.codec.encode(expected);
		assertThat(found.properties()).containsExactlyEntriesOf(encoded.properties());
		assertThat(found.stateHash()).isEqualTo(encoded.stateHash());
		assertThat(found.lengthBytes()).isEqualTo(encoded.lengthBytes());
		assertThat(this.line.divergences()).isZero();
	}

	@Test
	void nextWhenOneValueIsReplacedTwiceIsTheLast() {
		String twice = "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":\"x\"},{\"op\":\"replace\",\"path\":\"/a\",\"value\":3}]";
		assertIs(next("{\"a\":1}", hash("{\"a\":3}"), twice), "{\"a\":3}");
	}

	@Test
	void nextWhenTheKindOfAValueChangesGoesOn() {
		next("{\"a\":1}", 0);
		assertIs(next(null, hash("{\"a\":\"t\"}"), patch("replace /a \"t\"")), "{\"a\":\"t\"}");
		assertIs(next(null, hash("{\"a\":\"u\"}"), patch("replace /a \"u\"")), "{\"a\":\"u\"}");
	}

	private static String patch(String change) {
		String[] parts = change.split(" ", 3);
		return "[{\"op\":\"%s\",\"path\":\"%s\"%s}]".formatted(parts[0], parts[1],
				(parts.length > 2) ? ",\"value\":" + parts[2] : "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/none", "/a/b", "/l/1", "/l/00", "/l/-", "", "/l/0/x" })
	void nextWhenItBeginsWithPatchesThatDoNotLeadThereIsNothing(String pointer) {
		assertThat(next("{\"a\":1,\"l\":[0]}", 0, SET_A_TO_2, patch("replace " + pointer + " 7"))).isNull();
		assertThat(this.line.divergences()).isOne();
	}

	@Test
	void nextWhenItBeginsWithPatchesToAnotherHashIsNothing() {
		assertThat(next("{\"a\":1}", hash("{\"a\":3}"), SET_A_TO_2)).isNull();
		assertThat(this.line.divergences()).isOne();
	}

	@Test
	void nextWhenThereIsNothingToPatchIsNothing() {
		assertThat(next(null, 0, ADD_B)).isNull();
		assertThat(this.line.divergences()).as("nothing went another way").isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { SET_A_TO_2, "[{\"op\":\"remove\",\"path\":\"/none\"}]", "{}", "[", "" })
	void nextWhenPatchesDoNotLeadThereIsNothingUntilAWholeDocumentComes(String patch) {
		next("{\"a\":1}", 0);
		assertThat(next(null, hash("{\"a\":3}"), patch)).isNull();
		assertThat(this.line.divergences()).isOne();
		assertThat(next(null, 0, ADD_B)).isNull();
		assertThat(this.line.divergences()).isOne();
		assertThat(json(next("{\"a\":3}", hash("{\"a\":3}")))).isEqualTo("{\"a\":3}");
		assertThat(json(next(null, 0, SET_A_TO_2))).isEqualTo("{\"a\":2}");
	}

	@Test
	void nextWhenAWholeDocumentIsNotThatOfItsHashIsNothing() {
		assertThat(next("{\"a\":1}", hash("{\"a\":2}"))).isNull();
		assertThat(next("{\"a\":1}", hash("{\"a\":1}"), SET_A_TO_2)).isNull();
		assertThat(this.line.divergences()).isEqualTo(2);
	}

	@Test
	void nextWhenWhatIsGivenAsAWholeIsNoDocumentIsRefused() {
		next("{\"a\":1}", 0);
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> next("[1]", 0));
		assertThat(next(null, 0, SET_A_TO_2)).isNull();
	}

	private Document next(String payload, long stateHash, String... patches) {
		List<byte[]> changes = Stream.of(patches).map(DocumentLineTests::utf8).toList();
		return this.line.next((payload != null) ? utf8(payload) : null, changes, stateHash);
	}

	private static String json(Document document) {
		assertThat(document).isNotNull();
		return document.json();
	}

	private long hash(String json) {
		return this.codec.encode(json).stateHash();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
