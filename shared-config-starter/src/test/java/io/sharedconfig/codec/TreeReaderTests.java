package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TreeReader}: what it reads unchecked is what is read when it is
 * checked before, and it reads nothing that would be refused.
 */
class TreeReaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"b\":[1,2.50,-0,1e400,true,null]}}]",
			"[\"\u00e4 \ud83d\ude00 \\n\\\\\"]", "[123456789012345678901234567890]", " [ 1 , 2 ] ",
			"[{\"a\":{\"a\":1}}]" })
	void readUncheckedWhenItIsAListGivesTheTreeOfTheCheckedOne(String json) {
		JsonNode tree = TreeReader.readUnchecked(json.getBytes(StandardCharsets.UTF_8));
		assertThat(tree).isNotNull().isEqualTo(checked(json));
		assertThat(text(tree)).isEqualTo(text(checked(json)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "[1", "[1]]", "[1] 2", "[{\"a\":1,\"a\":2}]",
			"[{\"a\":{\"b\":1,\"c\":2,\"b\":3}}]", "[NaN]", "[-Infinity]", "[1e99999999999]", "[01]", "[1,]", "[\"a]",
			"[{\"a\"}]", "[\u0001]", "nothing" })
	void readUncheckedWhenItWouldBeRefusedGivesNothing(String json) {
		assertThat(TreeReader.readUnchecked(json.getBytes(StandardCharsets.UTF_8))).isNull();
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> checked(json));
	}

	@Test
	void readUncheckedWhenACharacterIsGivenByItsNumberLeavesItToTheCheck() {
		assertThat(TreeReader.readUnchecked("[\"\\ud83d\"]".getBytes(StandardCharsets.UTF_8))).isNull();
		assertThat(TreeReader.readUnchecked("[\"\\u0041\"]".getBytes(StandardCharsets.UTF_8))).isNull();
		assertThat(JsonPatch.of("[{\"op\":\"remove\",\"path\":\"/\\u0041\"}]".getBytes(StandardCharsets.UTF_8)))
			.hasToString("JsonPatch[operations=1]");
	}

	@Test
	void readUncheckedWhenItIsNoUnicodeGivesNothing() {
		byte[] halfOfAPair = { '[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, '"', ']' };
		assertThat(TreeReader.readUnchecked(halfOfAPair)).isNull();
		assertThat(TreeReader.readUnchecked(new byte[] { '[', '"', (byte) 0xFF, '"', ']' })).isNull();
	}

	private static JsonNode checked(String json) {
		byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
		try (JsonParser parser = JsonText.parser(utf8)) {
			return new DocumentScan(parser, false, utf8.length).list();
		}
	}

	private static String text(JsonNode tree) {
		return new String(NodeText.payload(tree, 64), StandardCharsets.UTF_8);
	}

}
