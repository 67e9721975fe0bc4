package io.sharedconfig.follow;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PollPace}.
 */
class PollPaceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			poll interval | stale after | quiet for | unheard | heard
			PT0.1S        | PT5S        | PT0S      | PT0.1S  | PT1S
			PT0.1S        | PT5S        | PT9.9S    | PT0.1S  | PT1S
			PT0.1S        | PT5S        | PT10S     | PT0.1S  | PT2.5S
			PT0.1S        | PT5S        | PT240H    | PT0.1S  | PT2.5S
			PT0.1S        | PT1H        | PT10S     | PT0.1S  | PT2.5S
			PT0.1S        | PT3S        | PT10S     | PT0.1S  | PT1.5S
			PT0.1S        | PT0.5S      | PT10S     | PT0.1S  | PT1S
			PT2S          | PT5S        | PT0S      | PT2S    | PT2S
			PT2S          | PT5S        | PT10S     | PT2S    | PT2.5S
			PT1M          | PT5S        | PT10S     | PT1M    | PT1M
			""", useHeadersInDisplayName = true)
	void intervalIsLongerWhileAllIsHeardAndLongestWhileNothingHappens(Duration pollInterval, Duration staleAfter,
			Duration quiet, Duration unheard, Duration heard) {
		long begin = System.nanoTime();
		PollPace pace = new PollPace(pollInterval, staleAfter, begin);
		long now = begin + quiet.toNanos();
		assertThat(Duration.ofNanos(pace.intervalNanos(false, now))).isEqualTo(unheard);
		assertThat(Duration.ofNanos(pace.intervalNanos(true, now))).isEqualTo(heard);
		pace.stir(now);
		assertThat(Duration.ofNanos(pace.heardNanos(now))).isEqualTo(Duration.ofSeconds(1));
	}

}
