package io.sharedconfig.torture;

import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short form of {@link TortureRun}; the long one is in {@code docs/reliability.md}.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class TortureTests {

	private static final int KILLS = 40;

	private static final int READS = 1_000_000;

	@Test
	void followersReadWholeVersionsInOrderWhileMastersAreKilledAndStopped() throws Exception {
		long seed = Long.getLong("torture.seed", ThreadLocalRandom.current().nextLong());
		try (TortureRun run = new TortureRun(seed, (line) -> {
		})) {
			TortureReport report = run.until(KILLS, READS);
			assertThat(report.failures()).as("torture.seed=%d%n%s", seed, report).isEmpty();
			assertThat(report.kills()).isGreaterThanOrEqualTo(KILLS);
			assertThat(report.reads()).isGreaterThanOrEqualTo(READS);
			assertThat(report.count("hot.changes")).as("patches that were compared").isPositive();
		}
	}

}
