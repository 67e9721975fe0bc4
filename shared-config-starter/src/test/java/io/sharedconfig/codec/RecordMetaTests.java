package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordMeta}.
 */
class RecordMetaTests {

	@Test
	void encodeWhenDecodedGivesTheSame() {
		ConfigDiff diff = ConfigDiff.between("orders", 1, 2, Map.of("a", 1, "b[x\"y]", 2), Map.of("a", 3, "c", 4));
		RecordMeta meta = RecordMeta.of("alice", "Black \"Friday\" 😀", diff);
		assertThat(RecordMeta.decode(meta.encode())).isEqualTo(meta);
		assertThat(meta.encode()).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"author\":\"alice\",\"comment\":\"Black \\\"Friday\\\" 😀\",\"changed\":[\"a\"],"
					+ "\"added\":[\"c\"],\"removed\":[\"b[x\\\"y]\"]}");
	}

	@Test
	void encodeWhenNothingIsSaidIsEmpty() {
		assertThat(RecordMeta.NONE.encode()).isEmpty();
		assertThat(RecordMeta.decode(new byte[0])).isEqualTo(RecordMeta.NONE);
	}

	@Test
	void encodeWhenNamesDoNotFitLeavesOutWholeLists() {
		RecordMeta meta = new RecordMeta("alice", null, names(10), names(1000), names(5));
		RecordMeta decoded = RecordMeta.decode(meta.encode());
		assertThat(decoded).isEqualTo(new RecordMeta("alice", null, names(10), List.of(), names(5)));
	}

	@ParameterizedTest
	@CsvSource({ "4080, true", "4081, false" })
	void encodeWhenNamesFitExactlyKeepsThem(int length, boolean kept) {
		RecordMeta meta = new RecordMeta(null, null, List.of("n".repeat(length)), List.of(), List.of());
		assertThat(meta.encode()).hasSize(kept ? RecordMeta.MAX_LENGTH_BYTES : 0);
	}

	@Test
	void encodeWhenAuthorAndCommentFitExactlyIsDone() {
		RecordMeta meta = new RecordMeta(null, "c".repeat(4082), names(1), List.of(), List.of());
		assertThat(meta.encode()).hasSize(RecordMeta.MAX_LENGTH_BYTES);
	}

	@Test
	void encodeWhenAuthorAndCommentAreTooLongIsRefused() {
		RecordMeta meta = new RecordMeta("alice", "é".repeat(3000), List.of(), List.of(), List.of());
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(meta::encode)
			.withMessageEndingWith(": author and comment are too long: lengthBytes=6031 maxBytes=4096");
	}

	@Test
	void encodeWhenCommentIsNoUnicodeIsRefused() {
		RecordMeta meta = new RecordMeta(null, "\ud800", List.of(), List.of(), List.of());
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(meta::encode)
			.withMessageEndingWith("half of a surrogate pair is no character, in the comment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "[]", "{", "null", "{\"author\":5,\"changed\":\"a\"}", "{\"other\":1}", "\u0000" })
	void decodeWhenNotUnderstoodSaysNothing(String meta) {
		assertThat(RecordMeta.decode(meta.getBytes(StandardCharsets.UTF_8))).isEqualTo(RecordMeta.NONE);
	}

	@Test
	void decodeWhenFieldsAreUnknownIgnoresThem() {
		byte[] meta = "{\"x\":{},\"author\":\"alice\",\"added\":[\"a\",1]}".getBytes(StandardCharsets.UTF_8);
		assertThat(RecordMeta.decode(meta))
			.isEqualTo(new RecordMeta("alice", null, List.of(), List.of("a"), List.of()));
	}

	private static List<String> names(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "property.number" + i).toList();
	}

}
