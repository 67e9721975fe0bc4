package io.sharedconfig.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StageFile;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrackedFile}.
 */
class TrackedFileTests {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

	@TempDir
	Path directory;

	@Test
	void pollWhileTheFileIsBadOpensItLessAndLessOften() throws IOException {
		TrackedFile tracked = tracked();
		Files.writeString(this.directory.resolve("orders.scfg"), "garbage");
		long now = pollFor(tracked, Duration.ofMinutes(1), 0);
		assertThat(tracked.problem()).isNotNull();
		// doubled from 5 ms on: ten times in the first five seconds, then every five
		assertThat(tracked.pollFailures()).isBetween(20L, 23L);
		Files.delete(this.directory.resolve("orders.scfg"));
		pollFor(tracked, Duration.ofSeconds(6), now);
		assertThat(tracked.problem()).isNull();
	}

	@Test
	void pollWhenAVersionComesKnowsAtOnceThatTheMasterLives() {
		TrackedFile tracked = tracked();
		tracked.poll(0);
		try (SharedConfigPublisher master = SharedConfigs.publisher(this.directory, "orders").withoutBackup().open()) {
			master.publish("{\"a\":1}");
			assertThat(tracked.isStale(0, Duration.ofSeconds(5))).isTrue();
			tracked.poll(POLL_INTERVAL.toNanos());
			assertThat(tracked.isStale(POLL_INTERVAL.toNanos(), Duration.ofSeconds(5))).isFalse();
		}
	}

	private static long pollFor(TrackedFile tracked, Duration duration, long from) {
		long now = from;
		while (now < from + duration.toNanos()) {
			tracked.poll(now);
			now += POLL_INTERVAL.toNanos();
		}
		return now;
	}

	private TrackedFile tracked() {
		try {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		DocumentCodec codec = new DocumentCodec();
		StagedFile staged = new StagedFile("orders", reader(StageFile.nameFor("orders")), codec, Clock.systemUTC());
		return new TrackedFile("orders", reader("orders"), staged, codec, POLL_INTERVAL);
	}

	private SharedFileReader reader(String name) {
		return new SharedFileReader(this.directory, name, Set.of());
	}

}
