package io.sharedconfig.codec;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentEditor}.
 */
class DocumentEditorTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final DocumentCodec codec = new DocumentCodec();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                       | a            | {"a":9}
			{}                                       | a.b.c        | {"a":{"b":{"c":9}}}
			{}                                       | a[0]         | {"a":[9]}
			{}                                       | a[0][0].b    | {"a":[[{"b":9}]]}
			{}                                       | [the key].b  | {"the key":{"b":9}}
			{}                                       | map[the key] | {"map":{"the key":9}}
			{}                                       | map[a.b]     | {"map":{"[a.b]":9}}
			{}                                       | map[a[0]]    | {"map":{"a[0]":9}}
			{}                                       | map[]        | {"map":{"":9}}
			{"a":1,"b":2}                            | a            | {"a":9,"b":2}
			{"a":{"b":1,"c":2}}                      | a            | {"a":9}
			{"a":{"b":1,"c":2}}                      | a.b          | {"a":{"b":9,"c":2}}
			{"a":{"b":1}}                            | a.c.d        | {"a":{"b":1,"c":{"d":9}}}
			{"a":null}                               | a.b          | {"a":{"b":9}}
			{"a":null}                               | a[0]         | {"a":[9]}
			{"a":[null]}                             | a[0].b       | {"a":[{"b":9}]}
			{"a":{}}                                 | a.b          | {"a":{"b":9}}
			{"a":[]}                                 | a[0]         | {"a":[9]}
			{"a":[1,2]}                              | a[1]         | {"a":[1,9]}
			{"a":[1,2]}                              | a[2]         | {"a":[1,2,9]}
			{"a":[1,2]}                              | a[2].b       | {"a":[1,2,{"b":9}]}
			{"a":[{"b":1}]}                          | a[0].b       | {"a":[{"b":9}]}
			{"a.b":1}                                | a.b          | {"a.b":9}
			{"a.b":{"c.d":1}}                        | a.b.c.d      | {"a.b":{"c.d":9}}
			{"a.b":{"c":1}}                          | a.b.d        | {"a.b":{"c":1,"d":9}}
			{"a.b":[1]}                              | a.b[1]       | {"a.b":[1,9]}
			{"a":{"x":1},"a.b":{"c":1}}              | a.b.c        | {"a":{"x":1},"a.b":{"c":9}}
			{"logging":{"level":{"org.foo":"INFO"}}} | logging.level.org.foo | {"logging":{"level":{"org.foo":9}}}
			{"l":{"org.foo":"INFO"}}                 | l.org.bar    | {"l":{"org.foo":"INFO","org":{"bar":9}}}
			{"level":{"org":"INFO"}}                 | level.org.bar         | {"level":{"org":"INFO","org.bar":9}}
			{"level":{"org":"INFO"}}                 | level.org.bar.baz | {"level":{"org":"INFO","org.bar.baz":9}}
			{"level":{"org":"INFO"}}                 | level.org.bar[0]      | {"level":{"org":"INFO","org.bar":[9]}}
			{"a":1}                                  | a.b          | {"a":1,"a.b":9}
			{"a.b":{"c":1},"a":{"b":{"d":2},"e":3}}  | a.b          | {"a":{"b":9,"e":3}}
			{"a":{"b":{"c":1}},"a.b":2}              | a.b          | {"a":{"b":{"c":1}},"a.b":9}
			{"map":{"the key":1}}                    | map[the key] | {"map":{"the key":9}}
			{"map":{"[a.b]":1}}                      | map[a.b]     | {"map":{"[a.b]":9}}
			{"map":{"[0]":1}}                        | map[0]       | {"map":{"[0]":9}}
			{"map":{"a.b":1}}                        | map[a.b]     | {"map":{"a.b":1,"[a.b]":9}}
			""")
	void setWhenKeyIsGivenPutsTheValueWhereItBelongs(String before, String key, String after) {
		DocumentEditor editor = editor(before);
		editor.set(key, this.codec.value(9));
		assertThat(editor.root()).hasToString(after);
		assertThat(this.codec.encode(editor.root()).properties()).containsEntry(key, 9);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a":[1]}     | a[2]      | it leaves a gap in a list of 1, at '[2]'
			{}            | a[1]      | a new list begins at [0], at '[1]'
			{}            | a[0].b[2] | a new list begins at [0], at '[2]'
			{"a":[1]}     | a.b       | a list takes an index only, at 'b'
			{"a":[1]}     | a[x]      | a list takes an index only, at '[x]'
			{"a":[1]}     | a[0].b    | a single value is there, at '[0]'
			{"a":[1]}     | a[0][0]   | a single value is there, at '[0]'
			{"a":1}       | a[0]      | a single value is there, at 'a'
			{"a":1}       | a[x]      | a single value is there, at 'a'
			{"a":{"b":1}} | a[0]      | an object is there, not a list, at '[0]'
			{"x y":1}     | [x y].b   | a single value is there, at '[x y]'
			{}            | a[[x]]    | no name in a document reads like this, at '[[x]]'
			""")
	void setWhenKeyDoesNotFitIsRefusedAndChangesNothing(String before, String key, String problem) {
		DocumentEditor editor = editor(before);
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> editor.set(key, this.codec.value("secret")))
			.withMessage("Not a valid shared config document: '%s' cannot be set: %s", key, problem);
		assertThat(editor.root()).hasToString(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``     | it is empty at position 1
			.a     | expected a name of A-Z, a-z, 0-9, '_' and '-', or any other in brackets at position 1
			a.     | expected a name of A-Z, a-z, 0-9, '_' and '-', or any other in brackets at position 3
			a..b   | expected a name of A-Z, a-z, 0-9, '_' and '-', or any other in brackets at position 3
			a.[0]  | expected a name of A-Z, a-z, 0-9, '_' and '-', or any other in brackets at position 3
			a b    | expected '.' or '[' at position 2
			a[0]b  | expected '.' or '[' at position 5
			a[0    | a bracket is not closed at position 2
			a[b[0] | a bracket is not closed at position 2
			a]     | expected '.' or '[' at position 2
			größe  | expected '.' or '[' at position 3
			""")
	void editWhenKeyIsNoPropertyNameIsRefused(String key, String problem) {
		String message = "Not a valid shared config document: '%s' is not a property name: %s".formatted(key, problem);
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> editor("{}").set(key, this.codec.value(1)))
			.withMessage(message);
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> editor("{}").remove(key))
			.withMessage(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a":1,"b":2}                            | a            | {"b":2}
			{"a":1}                                  | b            | {"a":1}
			{"a":1}                                  | a.b          | {"a":1}
			{"a":1}                                  | a[0]         | {"a":1}
			{"a":{"b":1,"c":2}}                      | a.b          | {"a":{"c":2}}
			{"a":{"b":1},"c":2}                      | a.b          | {"c":2}
			{"a":{"b":{"c":1}}}                      | a.b.c        | {}
			{"a":{"b":1}}                            | a            | {}
			{"a":[1,2,3]}                            | a[1]         | {"a":[1,3]}
			{"a":[1]}                                | a[0]         | {"a":[]}
			{"a":[1]}                                | a[1]         | {"a":[1]}
			{"a":[{"b":1},2]}                        | a[0].b       | {"a":[{},2]}
			{"a.b":{"c":1},"a":{"b":{"d":2},"e":3}}  | a.b          | {"a":{"e":3}}
			{"logging":{"level":{"org.foo":"INFO"}}} | logging.level.org.foo | {}
			{"l":{"org":1,"org.foo":2,"org.foo bar":3,"orgs":4}} | l.org | {"l":{"org.foo bar":3,"orgs":4}}
			{"a":{"b.c":1},"a.b.d":2,"e":3}          | a.b          | {"e":3}
			{"a":{"b":{"c":1}},"a.b":2,"d":3}        | a.b          | {"d":3}
			{"map":{"the key":1,"[a.b]":2}}          | map[the key] | {"map":{"[a.b]":2}}
			{"map":{"the key":1,"[a.b]":2}}          | map[a.b]     | {"map":{"the key":1}}
			""")
	void removeWhenKeyIsGivenRemovesAllOfIt(String before, String key, String after) {
		DocumentEditor editor = editor(before);
		editor.remove(key);
		assertThat(editor.root()).hasToString(after);
	}

	@Test
	void setWhenDocumentHasOddNumbersLeavesThemAlone() {
		DocumentEditor editor = editor("{\"a\":1.50,\"b\":[1e10,-0],\"c\":{\"d\":1}}");
		editor.set("c.d", this.codec.value(2));
		editor.remove("b[1]");
		assertThat(this.codec.encode(editor.root()).json()).isEqualTo("{\"a\":1.50,\"b\":[1e10],\"c\":{\"d\":2}}");
	}

	@Test
	void setWhenBelowAnEarlierValueLeavesThatValueAlone() {
		ObjectNode value = JsonNodeFactory.instance.objectNode();
		DocumentEditor editor = editor("{}");
		editor.set("a", value);
		editor.set("a.b", this.codec.value(1));
		assertThat(value.isEmpty()).isTrue();
	}

	@Test
	void setWhenKeyIsVeryLongIsDone() {
		DocumentEditor editor = editor("{}");
		String key = "a" + ".a".repeat(499);
		editor.set(key, this.codec.value(1));
		assertThat(this.codec.encode(editor.root()).properties()).containsEntry(key, 1);
		editor.set(key, this.codec.value(2));
		assertThat(this.codec.encode(editor.root()).properties()).containsEntry(key, 2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a":"b"}         | {"a":"c"}                 | {"a":"c"}
			{"a":"b"}         | {"b":"c"}                 | {"a":"b","b":"c"}
			{"a":"b"}         | {"a":null}                | {}
			{"a":"b","b":"c"} | {"a":null}                | {"b":"c"}
			{"a":["b"]}       | {"a":"c"}                 | {"a":"c"}
			{"a":"c"}         | {"a":["b"]}               | {"a":["b"]}
			{"a":{"b":"c"}}   | {"a":{"b":"d","c":null}}  | {"a":{"b":"d"}}
			{"a":[{"b":"c"}]} | {"a":[1]}                 | {"a":[1]}
			["a","b"]         | ["c","d"]                 | ["c","d"]
			{"a":"b"}         | ["c"]                     | ["c"]
			{"a":"foo"}       | null                      | null
			{"a":"foo"}       | "bar"                     | "bar"
			{"e":null}        | {"a":1}                   | {"e":null,"a":1}
			[1,2]             | {"a":"b","c":null}        | {"a":"b"}
			{}                | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
			""")
	void mergeWhenCaseOfTheRfcGivesItsResult(String target, String patch, String result) {
		JsonNode merged = DocumentEditor.merged(MAPPER.readTree(target), MAPPER.readTree(patch));
		assertThat(merged).isEqualTo(MAPPER.readTree(result));
	}

	@Test
	void mergeWhenPatchIsAnObjectMergesInPlace() {
		DocumentEditor editor = editor("{\"a\":{\"b\":1.50,\"c\":2},\"d\":1e5}");
		editor.merge(this.codec.object("{\"a\":{\"c\":2.50},\"e\":null}"));
		assertThat(this.codec.encode(editor.root()).json()).isEqualTo("{\"a\":{\"b\":1.50,\"c\":2.50},\"d\":1e5}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[1]", "null", "\"secret\"", "1" })
	void mergeWhenPatchIsNoObjectIsRefused(String patch) {
		DocumentEditor editor = editor("{\"a\":1}");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> editor.merge(MAPPER.readTree(patch)))
			.withMessageEndingWith("a merge patch must be a JSON object: the document must stay one");
		assertThat(editor.root()).hasToString("{\"a\":1}");
	}

	private DocumentEditor editor(String json) {
		return new DocumentEditor(this.codec.object(json));
	}

}
