package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Replacements}.
 */
class ReplacementsTests {

	private final DocumentCodec codec = new DocumentCodec();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			{"a":1,"b":"x"}          | /a "t"          | {"a":"t","b":"x"}
			{"a":"x","b":[true]}     | /b/0 false      | {"a":"x","b":[false]}
			{"l":[1,[2,{"m":3}]]}    | /l/1/1/m 4      | {"l":[1,[2,{"m":4}]]}
			{"a.b":{"c~/d":"1"}}     | /a.b/c~0~1d 2   | {"a.b":{"c~/d":2}}
			{"a":null,"b":1.50}      | /a 2.50,/b null | {"a":2.50,"b":null}
			{"e":{},"a":1,"f":[]}    | /a -0.5         | {"e":{},"a":-0.5,"f":[]}
			{"a":1}                  | /a 2,/a 3       | {"a":3}
			{"a":"\\n","b":"ü"}      | /a "n",/b "u"   | {"a":"n","b":"u"}
			{"a":-0,"b":1e3}         | /a 0,/b 1.0     | {"a":0,"b":1.0}
			{"a":1,"b":null}         | /a 1,/b ""      | {"a":1,"b":""}
			{"a":{"0":1,"[0]":1}}    | /a/0 2          | {"a":{"0":2,"[0]":1}}
			{"a":{"0":1,"[0]":1}}    | /a/[0] 2        | {"a":{"0":1,"[0]":2}}
			{"a":[1,2]}              | /a/1 3          | {"a":[1,3]}
			""")
	void applyWhenSingleValuesAreReplacedGivesTheDocument(String whole, String changes, String expected) {
		Document before = this.codec.encode(whole);
		Document found = Replacements.apply(patches("replace", changes), before);
		assertThat(found).isNotNull();
		Document encoded = this.codec.encode(expected);
		assertThat(found.stateHash()).isEqualTo(encoded.stateHash());
		assertThat(found.lengthBytes()).isEqualTo(encoded.lengthBytes());
		assertThat(found.properties()).containsExactlyEntriesOf(encoded.properties());
		assertThat(found.json()).isEqualTo(expected);
		assertThat(found.isInStepWith(before)).as("has the same kinds of values")
			.isEqualTo(Arrays.equals(encoded.shape().steps(), before.shape().steps()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			replace | {"a":{}}         | /a 1
			replace | {"a":[]}         | /a 1
			replace | {"a":{"b":1}}    | /a 1
			replace | {"a":1}          | /a {"b":1}
			replace | {"a":1}          | /a "\\n"
			replace | {"a":1}          | /b 2
			replace | {"a":1}          | /a/b 2
			replace | {"a":[1]}        | /a/1 2
			replace | {"a":[1]}        | /a/00 2
			replace | {"a":[1]}        | /a/- 2
			replace | {"a.b":{"c":1}}  | /a/b.c 2
			replace | {"p":{"8":[1]}}  | /p/8/0 2
			replace | {"a":1,"b":2}    | /a 3,/c 4
			add     | {"a":[1]}        | /a/0 2
			remove  | {"a":1}          | /a
			""")
	void applyWhenItTakesTheTreeIsNothing(String operation, String whole, String changes) {
		assertThat(Replacements.apply(patches(operation, changes), this.codec.encode(whole))).isNull();
	}

	@Test
	void applyWhenPatchesAreSeveralTellsWhatAllOfThemChanged() {
		Document before = this.codec.encode("{\"a\":1,\"b\":2,\"c\":3}");
		Document after = Replacements.apply(patches("replace", "/a 4,/b 4,/a 5"), before);
		assertThat(after.diff("orders", 1, 4, before).keys()).containsExactlyInAnyOrder("a", "b");
		assertThat(after.patchOf(before)).as("there is none that makes it of that").isNull();
		List<byte[]> one = patches("replace", "/c 6");
		assertThat(Replacements.apply(one, after).patchOf(after)).isEqualTo(one.get(0));
	}

	private static List<byte[]> patches(String operation, String changes) {
		return Stream.of(changes.split(",(?=/)")).map((change) -> patch(operation, change)).toList();
	}

	private static byte[] patch(String operation, String change) {
		String[] parts = change.split(" ", 2);
		String value = (parts.length > 1) ? ",\"value\":" + parts[1] : "";
		return "[{\"op\":\"%s\",\"path\":\"%s\"%s}]".formatted(operation, parts[0], value)
			.getBytes(StandardCharsets.UTF_8);
	}

}
