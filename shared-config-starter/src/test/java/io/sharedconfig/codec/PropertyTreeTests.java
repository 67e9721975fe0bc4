package io.sharedconfig.codec;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PropertyTree}.
 */
class PropertyTreeTests {

	private final DocumentCodec codec = new DocumentCodec();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			a.b.c a.b.d e            | {"a":{"b":{"c":0,"d":1}},"e":2}
			a[0] a[1].b a[1].c       | {"a":[0,{"b":1,"c":2}]}
			a[1] a[0]                | {"a":[1,0]}
			a[1] a[2]                | {"a":{"[1]":0,"[2]":1}}
			a[0] a.b                 | {"a":{"[0]":0,"b":1}}
			[0] [1]                  | {"[0]":0,"[1]":1}
			a a.b a.c.d a.e[0]       | {"a":0,"a.b":1,"a.c":{"d":2},"a.e":[3]}
			a.b.c a.b a              | {"a":2,"a.b":1,"a.b.c":0}
			map[a.b] map[x/y].z      | {"map":{"[a.b]":0,"x/y":{"z":1}}}
			a[0][0] a[0][1]          | {"a":[[0,1]]}
			""")
	void ofWhenPropertiesAreFlattenedAgainTheyAreTheSame(String keys, String json) {
		Map<String, Object> properties = properties(keys);
		Document document = this.codec.encode(PropertyTree.of(properties, this.codec));
		assertThat(document.json()).isEqualTo(json);
		assertThat(document.properties()).containsExactlyInAnyOrderEntriesOf(properties);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			map.a/b   | map[a/b]
			größe.x   | [größe].x
			$schema   | [$schema]
			a[b       | [a[b]
			a]        | [a]]
			a..b      | a[].b
			a[0]b     | a[0].b
			""")
	void ofWhenNameIsNotOfSpringPutsItIntoBrackets(String key, String property) {
		Document document = this.codec.encode(PropertyTree.of(Map.of(key, 1), this.codec));
		assertThat(document.properties()).containsOnlyKeys(property);
	}

	@Test
	void ofWhenPropertiesContradictEachOtherIsRefused() {
		assertRefused("a a[0]", "'a' has a value of its own and others in brackets below it");
		assertRefused("a[0] a[0].b", "'a[0]' has a value of its own and others in brackets below it");
		assertRefused("[x/y] [x/y].z", "'[x/y]' has a value of its own and others in brackets below it");
		assertRefused("a" + ".a".repeat(500), "it has more than 500 parts");
	}

	@Test
	void ofWhenEmptyTextHasOthersBelowItIsLeftOut() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("a", "");
		properties.put("a[0]", 1);
		assertThat(PropertyTree.of(properties, this.codec)).hasToString("{\"a\":[1]}");
	}

	private void assertRefused(String keys, String problem) {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> PropertyTree.of(properties(keys), this.codec))
			.withMessageContaining(problem);
	}

	private static Map<String, Object> properties(String keys) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String key : keys.split(" ")) {
			properties.put(key, properties.size());
		}
		return properties;
	}

}
