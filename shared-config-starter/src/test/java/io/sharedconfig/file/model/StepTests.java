package io.sharedconfig.file.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of {@link Step} is what the compiled code does.
 */
class StepTests {

	@ParameterizedTest
	@EnumSource
	void stepsWhenComparedWithTheCodeAreTheSameInTheSameOrder(Step.Side side) {
		assertThat(CodeTrace.of(side.className(), side.entry()))
			.containsExactlyElementsOf(Step.of(side).stream().map(Step::code).toList());
	}

	@Test
	void hasNewsWhenComparedWithTheCodePollsAsReadDoes() {
		assertThat(CodeTrace.of("RecordLog", "hasNews"))
			.containsExactly(new CodeAccess("hasNews", Word.PUBLISHED, Step.R1.access()));
	}

	@ParameterizedTest
	@CsvSource({ "getInt, PLAIN_LOAD", "getIntOpaque, OPAQUE_LOAD", "getIntAcquire, ACQUIRE_LOAD",
			"putIntRelease, RELEASE_STORE", "getLong, PLAIN_LOAD", "getLongOpaque, OPAQUE_LOAD",
			"getLongAcquire, ACQUIRE_LOAD", "putLong, PLAIN_STORE", "putLongOpaque, OPAQUE_STORE",
			"putLongRelease, RELEASE_STORE", "getBytes, PLAIN_LOAD", "putBytes, PLAIN_STORE" })
	void regionMethodWhenComparedWithTheCodeDoesWhatItsNameSays(String method, Access access) {
		assertThat(CodeTrace.of("MappedRegion", method)).extracting(CodeAccess::access).containsExactly(access);
	}

}
