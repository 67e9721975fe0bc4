package io.sharedconfig.follow;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Hearing}.
 */
class HearingTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			                              ; false
			nothing, nothing, nothing     ; false
			ring, news                    ; false
			news                          ; false
			news, ring, nothing           ; false
			news, ring, news, ring, news  ; false
			news, nothing                 ; true
			news, news                    ; true
			news, nothing, nothing        ; true
			news, nothing, news, news     ; true
			news, nothing, ring           ; false
			news, nothing, ring, nothing  ; false
			ring, news, nothing           ; true
			""")
	void fileWhoseNewsAreNotRungForUntilTheNextLookIsNotHeard(String story, boolean deaf) {
		Hearing hearing = new Hearing();
		for (String event : (story != null) ? story.split(", ") : new String[0]) {
			switch (event) {
				case "ring" -> {
					hearing.ring();
					assertThat(hearing.takeRing()).isTrue();
					assertThat(hearing.takeRing()).isFalse();
				}
				case "news" -> hearing.looked(true);
				default -> hearing.looked(false);
			}
		}
		assertThat(hearing.isDeaf()).isEqualTo(deaf);
	}

}
