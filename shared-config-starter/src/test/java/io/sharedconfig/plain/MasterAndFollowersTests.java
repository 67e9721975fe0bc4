package io.sharedconfig.plain;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.publish.DyingMaster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedConfigs} between real processes.
 */
class MasterAndFollowersTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	Path temp;

	private Path directory;

	private Path backup;

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("shared");
		this.backup = this.temp.resolve("backup");
	}

	@Test
	void publishIsSeenByFollowersInOtherProcesses() throws Exception {
		try (ChildJvm first = follower(); ChildJvm second = follower(); SharedConfigPublisher publisher = master()) {
			for (int version = 1; version <= 3; version++) {
				ConfigSnapshot published = publisher.publish(Map.of("n", version));
				assertThat(first.await("version " + version + " ")).isEqualTo(published.json());
				assertThat(second.await("version " + version + " ")).isEqualTo(published.json());
			}
		}
	}

	@Test
	void killOfTheMasterLeavesTheLastVersionToOldAndNewFollowersAndARestartGoesOn() throws Exception {
		try (ChildJvm early = follower()) {
			try (ChildJvm master = ChildJvm.start(PublishingMaster.class, this.directory, this.backup)) {
				master.await("ready");
				master.tell("{\"n\":1}");
				master.tell("{\"n\":2}");
				master.await("published 2");
				assertThat(early.await("version 2 ")).isEqualTo("{\"n\":2}");
				master.kill();
			}
			try (ChildJvm late = follower()) {
				assertThat(late.await("version 2 ")).isEqualTo("{\"n\":2}");
				try (SharedConfigPublisher restarted = master()) {
					assertThat(restarted.current().version()).isEqualTo(2);
					assertThat(restarted.publish("{\"n\":3}").version()).isEqualTo(3);
					assertThat(early.await("version 3 ")).isEqualTo("{\"n\":3}");
					assertThat(late.await("version 3 ")).isEqualTo("{\"n\":3}");
				}
			}
		}
	}

	@Test
	void secondMasterIsRefusedAndNamesTheFirstOnesPid() throws Exception {
		try (ChildJvm master = ChildJvm.start(PublishingMaster.class, this.directory, this.backup)) {
			master.await("ready");
			assertThatExceptionOfType(MasterAlreadyRunningException.class).isThrownBy(this::master)
				.withMessageContainingAll("'orders'", "pid=" + master.pid())
				.satisfies((ex) -> assertThat(ex.pid()).isEqualTo(master.pid()));
			master.tell("{\"n\":1}");
			master.await("published 1");
		}
	}

	@Test
	void killBetweenBackupAndSharedFileLosesNothingThatWasCommitted() throws Exception {
		try (ChildJvm early = follower(); SharedConfigPublisher first = master()) {
			first.publish("{\"n\":1}");
			early.await("version 1 ");
			first.close();
			try (ChildJvm dying = ChildJvm.start(DyingMaster.class, this.directory, this.backup)) {
				dying.await("committed 2");
				assertThat(dying.awaitExit()).isEqualTo(128 + 9);
			}
			try (SharedConfigFollower follower = SharedConfigs.follower(this.directory, "orders").open()) {
				assertThat(follower.current().version()).isOne();
			}
			try (SharedConfigPublisher restarted = master()) {
				assertThat(restarted.current().version()).isEqualTo(2);
				assertThat(restarted.current().json()).isEqualTo("{\"n\":2}");
				assertThat(restarted.current().author()).isEqualTo("dying");
				assertThat(early.await("version 2 ")).isEqualTo("{\"n\":2}");
			}
		}
	}

	@Test
	void rebootLosesNothingThatWasPublished() throws Exception {
		try (ChildJvm master = ChildJvm.start(PublishingMaster.class, this.directory, this.backup)) {
			master.await("ready");
			master.tell("{\"n\":1}");
			master.tell("{\"n\":2}");
			master.await("published 2");
			master.kill();
		}
		FileSystemUtils.deleteRecursively(this.directory);
		try (SharedConfigPublisher restarted = master();
				SharedConfigFollower follower = SharedConfigs.follower(this.directory, "orders").open()) {
			assertThat(restarted.current().version()).isEqualTo(2);
			assertThat(follower.awaitVersion(2, LONG)).isTrue();
			assertThat(follower.current().json()).isEqualTo("{\"n\":2}");
		}
	}

	private ChildJvm follower() {
		return ChildJvm.start(PrintingFollower.class, this.directory);
	}

	private SharedConfigPublisher master() {
		return SharedConfigs.publisher(this.directory, "orders").backup(this.backup).open();
	}

	/**
	 * Prints every version it applies.
	 */
	static final class PrintingFollower {

		private PrintingFollower() {
		}

		public static void main(String[] args) throws Exception {
			try (SharedConfigFollower follower = SharedConfigs.follower(Path.of(args[0]), "orders")
				.pollInterval(Duration.ofMillis(10))
				.open()) {
				ConfigSnapshot printed = null;
				while (System.in.available() == 0) {
					ConfigSnapshot current = follower.current();
					if (current != null && current != printed) {
						System.out.println("version " + current.version() + " " + current.json());
						printed = current;
					}
					follower.awaitVersion((current != null) ? current.version() + 1 : 1, Duration.ofSeconds(1));
				}
			}
		}

	}

	/**
	 * Publishes every line it reads.
	 */
	static final class PublishingMaster {

		private PublishingMaster() {
		}

		public static void main(String[] args) throws Exception {
			BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			try (SharedConfigPublisher publisher = SharedConfigs.publisher(Path.of(args[0]), "orders")
				.backup(Path.of(args[1]))
				.open()) {
				System.out.println("ready");
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					System.out.println("published " + publisher.publish(line).version());
				}
			}
		}

	}

}
