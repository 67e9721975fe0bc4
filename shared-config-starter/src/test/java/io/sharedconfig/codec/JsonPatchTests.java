package io.sharedconfig.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonPatch}. The cases of RFC 6902, appendix A, have the number of
 * their section. The public suite {@code json-patch/json-patch-tests} is run where it was
 * copied to: {@code -Djson-patch-tests=<directory>}.
 */
class JsonPatchTests {

	private final DocumentCodec codec = new DocumentCodec();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					A.1  | {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux"}] | {"baz":"qux","foo":"bar"}
					A.2  | {"foo":["bar","baz"]} | [{"op":"add","path":"/foo/1","value":"qux"}] | {"foo":["bar","qux","baz"]}
					A.3  | {"baz":"qux","foo":"bar"} | [{"op":"remove","path":"/baz"}] | {"foo":"bar"}
					A.4  | {"foo":["bar","qux","baz"]} | [{"op":"remove","path":"/foo/1"}] | {"foo":["bar","baz"]}
					A.5  | {"baz":"qux","foo":"bar"} | [{"op":"replace","path":"/baz","value":"boo"}] | {"baz":"boo","foo":"bar"}
					A.6  | {"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}} | [{"op":"move","from":"/foo/waldo","path":"/qux/thud"}] | {"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}
					A.7  | {"foo":["all","grass","cows","eat"]} | [{"op":"move","from":"/foo/1","path":"/foo/3"}] | {"foo":["all","cows","eat","grass"]}
					A.8  | {"baz":"qux","foo":["a",2,"c"]} | [{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}] | {"baz":"qux","foo":["a",2,"c"]}
					A.10 | {"foo":"bar"} | [{"op":"add","path":"/child","value":{"grandchild":{}}}] | {"foo":"bar","child":{"grandchild":{}}}
					A.11 | {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux","xyz":123}] | {"foo":"bar","baz":"qux"}
					A.14 | {"/":9,"~1":10} | [{"op":"test","path":"/~01","value":10}] | {"/":9,"~1":10}
					A.16 | {"foo":["bar"]} | [{"op":"add","path":"/foo/-","value":["abc","def"]}] | {"foo":["bar",["abc","def"]]}
					nothing to do | {"a":1} | [] | {"a":1}
					add replaces | {"a":1} | [{"op":"add","path":"/a","value":2}] | {"a":2}
					add null | {} | [{"op":"add","path":"/a","value":null}] | {"a":null}
					add at the end | {"a":[1]} | [{"op":"add","path":"/a/1","value":2}] | {"a":[1,2]}
					empty name | {"":1} | [{"op":"replace","path":"/","value":2}] | {"":2}
					whole document | {"a":1} | [{"op":"replace","path":"","value":{"b":2}}] | {"b":2}
					escapes | {} | [{"op":"add","path":"/a~1b~0c","value":1}] | {"a/b~c":1}
					number as a name | {"1":1} | [{"op":"add","path":"/1","value":2}] | {"1":2}
					copy is a copy | {"a":{"b":1}} | [{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}] | {"a":{"b":1},"c":{"b":2}}
					copy into itself | {"a":{"b":1}} | [{"op":"copy","from":"","path":"/c"}] | {"a":{"b":1},"c":{"a":{"b":1}}}
					move to itself | {"a":1} | [{"op":"move","from":"/a","path":"/a"}] | {"a":1}
					in order | {} | [{"op":"add","path":"/a","value":[]},{"op":"add","path":"/a/-","value":1},{"op":"add","path":"/a/0","value":0}] | {"a":[0,1]}
					numbers keep their text | {"a":1.50,"b":[1e10]} | [{"op":"copy","from":"/a","path":"/c"},{"op":"add","path":"/b/0","value":-0.0}] | {"a":1.50,"b":[-0.0,1e10],"c":1.50}
					equal numbers | {"a":1,"b":[1e400]} | [{"op":"test","path":"","value":{"b":[10e399],"a":1.0}}] | {"a":1,"b":[1e400]}
					""")
	void applyToWhenPatchAppliesReturnsTheResult(String title, String document, String patch, String result) {
		ObjectNode changed = patch(patch).applyTo(this.codec.object(document));
		assertThat(this.codec.encode(changed).sameAs(this.codec.encode(result))).as(changed.toString()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					A.9  | {"baz":"qux"} | [{"op":"test","path":"/baz","value":"bar"}] | operation 1 of the JSON patch cannot be made: test '/baz': another value is there
					A.12 | {"foo":"bar"} | [{"op":"add","path":"/baz/bat","value":"qux"}] | operation 1 of the JSON patch cannot be made: add '/baz/bat': there is no 'baz'
					A.15 | {"/":9,"~1":10} | [{"op":"test","path":"/~01","value":"10"}] | another value is there
					second one | {"a":1} | [{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}] | operation 2 of the JSON patch cannot be made: remove '/a': there is no 'a'
					replace nothing | {} | [{"op":"replace","path":"/a","value":1}] | there is no 'a'
					gap | {"a":[1]} | [{"op":"add","path":"/a/2","value":1}] | '2' is no index into a list of 1
					leading zero | {"a":[1,2]} | [{"op":"replace","path":"/a/01","value":1}] | '01' is no index into a list of 2
					negative | {"a":[1]} | [{"op":"remove","path":"/a/-1"}] | '-1' is no index
					no number | {"a":[1]} | [{"op":"add","path":"/a/1e0","value":1}] | '1e0' is no index
					behind the end | {"a":[1]} | [{"op":"remove","path":"/a/-"}] | '-' is no index
					huge | {"a":[1]} | [{"op":"test","path":"/a/99999999999","value":1}] | is no index
					below a value | {"a":"x"} | [{"op":"add","path":"/a/b","value":1}] | neither an object nor a list
					into itself | {"a":{"b":1}} | [{"op":"move","from":"/a","path":"/a/b/c"}] | a value cannot be moved into itself
					move nothing | {} | [{"op":"move","from":"/a","path":"/a"}] | there is no 'a'
					all gone | {"a":1} | [{"op":"remove","path":""}] | the whole document cannot be removed
					another order | {"a":[1,2]} | [{"op":"test","path":"/a","value":[2,1]}] | another value is there
					more | {"a":{"b":1,"c":2}} | [{"op":"test","path":"/a","value":{"b":1}}] | another value is there
					null is a value | {} | [{"op":"test","path":"/a","value":null}] | there is no 'a'
					no object left | {"a":1} | [{"op":"replace","path":"","value":[]}] | must leave a JSON object
					""")
	void applyToWhenAnOperationDoesNotApplySaysWhich(String title, String document, String patch, String problem) {
		JsonPatch read = patch(patch);
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> read.applyTo(this.codec.object(document)))
			.withMessageContaining(problem)
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"op":"add"}                                   | must be a list of operations
					["x"]                                          | operation 1 of the JSON patch is none: it must be a JSON object
					[{"path":"/a"}]                                | 'op' must be a text
					[{"op":"spam","path":"/a"}]                    | 'op' must be one of add, remove, replace, move, copy and test
					[{"op":"ADD","path":"/a","value":1}]           | 'op' must be one of
					[{"op":"add","value":1}]                       | 'path' must be a text
					[{"op":"add","path":null,"value":1}]           | 'path' must be a text
					[{"op":"add","path":"a","value":1}]            | 'path' must be a JSON pointer: 'a'
					[{"op":"add","path":"/a~2","value":1}]         | 'path' must be a JSON pointer
					[{"op":"add","path":"/a~","value":1}]          | 'path' must be a JSON pointer
					[{"op":"add","path":"/a"}]                     | it lacks 'value'
					[{"op":"test","path":"/a"}]                    | it lacks 'value'
					[{"op":"move","path":"/a"}]                    | 'from' must be a text
					[{"op":"copy","path":"/a","from":"b"}]         | 'from' must be a JSON pointer
					[{"op":"remove","path":"/a"},{"op":"remove"}]  | operation 2 of the JSON patch is none
					""")
	void ofWhenPatchIsMalformedSaysWhere(String patch, String problem) {
		JsonNode read = (patch.startsWith("[")) ? this.codec.list(patch) : this.codec.object(patch);
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> JsonPatch.of(read))
			.withMessageContaining(problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "7", "\"[]\"", "", "[", "[{\"op\":\"add\",\"op\":\"remove\",\"path\":\"/a\"}]" })
	void listWhenSourceIsNoListIsRefused(String source) {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> this.codec.list(source));
	}

	@Test
	void applyToWhenAppliedTwiceMakesTheSameOfTheSame() {
		JsonPatch patch = patch(
				"[{\"op\":\"add\",\"path\":\"/a\",\"value\":{}}," + "{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]");
		assertThat(patch.applyTo(this.codec.object("{}"))).isEqualTo(patch.applyTo(this.codec.object("{}")));
	}

	@Test
	void applyToWhenCopiesDoubleTheDocumentAgainAndAgainIsRefused() {
		StringBuilder patch = new StringBuilder("[");
		for (int i = 0; i < 64; i++) {
			patch.append("{\"op\":\"copy\",\"from\":\"\",\"path\":\"/c%d\"},".formatted(i));
		}
		patch.setCharAt(patch.length() - 1, ']');
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> patch(patch.toString()).applyTo(this.codec.object("{\"a\":1}")))
			.withMessageContaining("copies more, or deeper, than a document can hold");
	}

	@Test
	void applyToWhenOperationFailsShowsNoValue() {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> patch("[{\"op\":\"test\",\"path\":\"/a\",\"value\":\"s3cr3t\"}]")
				.applyTo(this.codec.object("{\"a\":\"passw0rd\"}")))
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("s3cr3t").doesNotContain("passw0rd"));
	}

	@ParameterizedTest
	@MethodSource("publicSuite")
	@EnabledIfSystemProperty(named = "json-patch-tests", matches = ".+")
	void applyToWhenCaseIsOfThePublicSuiteDoesWhatItSays(String title, JsonNode testCase) {
		JsonNode document = testCase.get("doc").deepCopy();
		if (testCase.has("error")) {
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> JsonPatch.of(testCase.get("patch")).applyTo(document));
		}
		else {
			JsonNode result = JsonPatch.of(testCase.get("patch")).applyTo(document);
			if (testCase.has("expected")) {
				assertThat(result).isEqualTo(testCase.get("expected"));
			}
		}
	}

	static Stream<Arguments> publicSuite() throws IOException {
		String directory = System.getProperty("json-patch-tests");
		if (directory == null) {
			return Stream.of(Arguments.of("not there", null));
		}
		List<Arguments> cases = new ArrayList<>();
		for (String file : List.of("tests.json", "spec_tests.json")) {
			String text = Files.readString(Path.of(directory, file));
			// a case in it has a name twice
			for (JsonNode testCase : tools.jackson.databind.json.JsonMapper.shared().readTree(text)) {
				if (testCase.has("doc") && testCase.has("patch") && !testCase.path("disabled").asBoolean()) {
					cases.add(Arguments.of(testCase.path("comment").asString(testCase.path("error").asString("?")),
							testCase));
				}
			}
		}
		return cases.stream();
	}

	private JsonPatch patch(String patch) {
		return JsonPatch.of(this.codec.list(patch));
	}

}
