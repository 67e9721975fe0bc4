package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PatchReader}.
 */
class PatchReaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\"text\"", "\" ~!#[]^\"", "\"\u007f\"", "0", "7", "-7", "2147483647",
			"-2147483648", "2147483648", "-2147483649", "999999999999999999", "-99999999999999999", "0.5", "-0.0",
			"1.50", "0.05", "12345678901.12345", "true", "false", "null" })
	void readWhenValueIsPlainGivesWhatTheParserGives(String value) {
		assertSame("[{\"op\":\"replace\",\"path\":\"/a/b~1c/0\",\"value\":%s}]".formatted(value));
		assertSame(
				"[{\"op\":\"add\",\"path\":\"/a\",\"value\":%s},{\"op\":\"remove\",\"path\":\"/b\"}]".formatted(value));
	}

	@Test
	void readWhenWrittenByATextOfAPatchGivesWhatTheParserGives() {
		PatchText patch = new PatchText();
		JsonBytes value = new JsonBytes(8);
		value.quoted("new");
		patch.operation("add", "/a/-", value);
		patch.operation("replace", "", value);
		patch.remove("/x~0y");
		assertSame(new String(patch.toByteArray(), StandardCharsets.UTF_8));
	}

	private static void assertSame(String patch) {
		byte[] bytes = patch.getBytes(StandardCharsets.UTF_8);
		JsonNode tree = TreeReader.readUnchecked(bytes);
		List<PatchOperation> parsed = new ArrayList<>();
		for (JsonNode operation : tree) {
			parsed.add(PatchOperation.of(parsed.size() + 1, operation));
		}
		List<PlainOperation> found = PatchReader.read(bytes);
		assertThat(found).isNotNull().hasSameSizeAs(parsed);
		for (int i = 0; i < found.size(); i++) {
			assertSame(found.get(i), parsed.get(i));
		}
	}

	private static void assertSame(PlainOperation found, PatchOperation parsed) {
		assertThat(found.kind()).isEqualTo(parsed.kind());
		assertThat(found.path()).isEqualTo(parsed.path());
		if (parsed.kind() == PatchOperation.Kind.REMOVE) {
			assertThat(found.value()).isNull();
			return;
		}
		// two numbers may be equal and be written in two ways
		assertThat(found.value().node()).isEqualTo(parsed.value()).hasSameClassAs(parsed.value());
		DocumentCodec codec = new DocumentCodec();
		Document document = codec.encode(Map.of("a", parsed.value()));
		assertThat(found.value().value()).as("as a property has it").isEqualTo(document.properties().get("a"));
		assertThat(document.shape().steps()).contains(found.value().step());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "[]", "[]]", "{}", "[{\"op\":\"remove\",\"path\":\"/a\"}",
			"[{\"op\":\"remove\",\"path\":\"/a\"},]", "[{\"op\":\"remove\",\"path\":\"/a\"}] ",
			"[{\"op\":\"remove\",\"path\":\"/a\"}]x", "[{\"path\":\"/a\",\"op\":\"remove\"}]",
			"[{\"op\":\"remove\",\"path\":\"a\"}]", "[{\"op\":\"remove\",\"path\":\"/~2\"}]",
			"[{\"op\":\"remove\",\"path\":\"/\\n\"}]", "[{\"op\":\"remove\",\"path\":\"/é\"}]",
			"[{\"op\":\"remove\",\"path\":\"/\t\"}]", "[{\"op\":\"remove\",\"path\":\"/a",
			"[{\"op\":\"removed\",\"path\":\"/a\"}]", "[{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]",
			"[{\"op\":\"move\",\"path\":\"/a\",\"from\":\"/b\"}]", "[{\"op\":\"add\",\"path\":\"/a\"}]",
			"[{\"op\":\"remove\",\"path\":\"/a\",\"value\":1}]",
			"[{\"op\":\"add\",\"path\":\"/a\",\"value\":1,\"x\":1}]" })
	void readWhenNotWrittenSoLeavesItToTheParser(String patch) {
		assertThat(PatchReader.read(patch.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-0", "00", "01", "-01", "1.", ".5", "-", "+1", "1e5", "1E5", "1.5e3",
			"1234567890123456789", "9223372036854775808", "0.12345678901234567", "NaN", "tru", "nul", "[]", "{}", "[1]",
			"\"a", "\"\\n\"", "\"\\u0041\"", "\"é\"", "\"\u0001\"", " 1", "1 ", "" })
	void readWhenValueIsNotPlainLeavesItToTheParser(String value) {
		String patch = "[{\"op\":\"add\",\"path\":\"/a\",\"value\":%s}]".formatted(value);
		assertThat(PatchReader.read(patch.getBytes(StandardCharsets.UTF_8))).isNull();
	}

}
