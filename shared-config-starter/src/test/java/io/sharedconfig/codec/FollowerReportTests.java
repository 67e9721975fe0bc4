package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FollowerReport}.
 */
class FollowerReportTests {

	@Test
	void encodeWhenDecodedGivesTheSame() {
		FollowerReport report = report("check\"out 😀", "'pricing.limit' is no java.lang.Integer");
		assertThat(FollowerReport.decode(report.encode())).isEqualTo(report);
		assertThat(report.encode()).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"application\":\"check\\\"out 😀\",\"pid\":7,\"startTicks\":8,\"instance\":\"id\","
					+ "\"seenVersion\":3,\"appliedVersion\":2,\"rejectedVersion\":3,"
					+ "\"reason\":\"'pricing.limit' is no java.lang.Integer\",\"stage\":0,\"sinceMs\":99}");
	}

	@Test
	void encodeWhenTextIsCutWithinACharacterIsUnicode() {
		FollowerReport report = report("x".repeat(124) + "😀😀😀", null);
		assertThat(report.application()).isEqualTo("x".repeat(124) + "?...");
		assertThat(FollowerReport.decode(report.encode())).isEqualTo(report);
	}

	@Test
	void decodeWhenFieldsAreOfOtherTypesLeavesThemOut() {
		assertThat(decode("{\"instance\":\"id\",\"application\":\"a\",\"pid\":\"7\",\"seenVersion\":-1,\"stage\":1e3,"
				+ "\"appliedVersion\":99999999999999999999,\"reason\":[{\"a\":[]}],\"more\":{\"pid\":5},\"sinceMs\":4}"))
			.isEqualTo(new FollowerReport("a", 0, 0, "id", 0, 0, 0, null, 0, null, 4));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "[]", "{", "null", "{}", "{\"instance\":\"id\"}",
			"{\"instance\":\"id\",\"application\":\"a\"", "{\"instance\":\"id\",\"application\":\"a\"} 1",
			"{\"instance\":\"id\",\"application\":\"a\",\"pid\":1,\"pid\":2}",
			"{\"instance\":\"id\",\"application\":\"\\ud800\"}",
			"{\"instance\":\"id\",\"application\":\"a\",\"x\":[\"\\udc00\"]}",
			"{\"instance\":\"id\",\"application\":\"a\",\"x\":[" })
	void decodeWhenItIsNoReportIsNull(String report) {
		assertThat(decode(report)).isNull();
	}

	@Test
	void decodeWhenNestedTooDeepIsNull() {
		String deep = "[".repeat(100_000);
		assertThat(decode("{\"instance\":\"id\",\"application\":\"a\",\"x\":" + deep)).isNull();
	}

	private static FollowerReport report(String application, String reason) {
		return new FollowerReport(application, 7, 8, "id", 3, 2, 3, reason, 0, null, 99);
	}

	private static FollowerReport decode(String report) {
		return FollowerReport.decode(report.getBytes(StandardCharsets.UTF_8));
	}

}
