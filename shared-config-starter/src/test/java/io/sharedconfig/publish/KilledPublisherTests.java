package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.ConfigHistory;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Masters in processes of their own, each killed by {@code kill -9} while it publishes:
 * whatever {@code publish} returned for is there afterwards, under its number, with its
 * author and comment, also when the shared directory was wiped as a reboot does it.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class KilledPublisherTests {

	private static final int KILLS = 200;

	private static final int KILLS_PER_REBOOT = 3;

	private Path root;

	private final Map<Long, String> authors = new HashMap<>();

	private long acknowledged;

	@BeforeEach
	void makeRoot() throws IOException {
		Path memory = Path.of("/dev/shm");
		this.root = (Files.isWritable(memory)) ? Files.createTempDirectory(memory, "killed-")
				: Files.createTempDirectory("killed-");
	}

	@AfterEach
	void removeRoot() throws IOException {
		FileSystemUtils.deleteRecursively(this.root);
	}

	@Test
	void publishWhenMastersAreKilledAgainAndAgainLosesNothingItReturnedFor() throws Exception {
		long seed = ThreadLocalRandom.current().nextLong();
		SplittableRandom random = new SplittableRandom(seed);
		QuickJvm jvm = QuickJvm.of(KilledPublisher.class, this.root, this.root);
		ChildJvm next = jvm.start(this.root);
		for (int kill = 1; kill <= KILLS; kill++) {
			ChildJvm master = next;
			next = (kill < KILLS) ? jvm.start(this.root) : null;
			try (master) {
				liveAndDie(master, "author" + kill, random.nextLong(TimeUnit.MILLISECONDS.toNanos(20)));
				String when = "seed=%d kill=%d".formatted(seed, kill);
				requireEverythingIsThere(when);
				requireFollowersSeeIt(when, "author" + kill);
				if (kill % KILLS_PER_REBOOT == 0) {
					FileSystemUtils.deleteRecursively(this.root.resolve("shared"));
				}
			}
			catch (Throwable ex) {
				if (next != null) {
					next.close();
				}
				throw ex;
			}
		}
		try (SharedConfigPublisher last = KilledPublisher.open(this.root)) {
			ConfigSnapshot current = last.current();
			assertThat(current.version()).isBetween(this.acknowledged, this.acknowledged + 1);
			assertThat(current.author()).isEqualTo("author" + KILLS);
			assertThat(last.change().rollbackTo(current.version() - 40).publish().version())
				.isEqualTo(current.version() + 1);
		}
	}

	private void liveAndDie(ChildJvm master, String author, long lifeNanos) throws Exception {
		master.await("@waiting");
		master.tell(author);
		long started = Long.parseLong(master.await("@started "));
		// one more may have been made durable without anybody having been told
		assertThat(started).isBetween(this.acknowledged, this.acknowledged + 1);
		note(started, master.await("@published "), author);
		LockSupport.parkNanos(lifeNanos);
		master.signal("KILL");
		assertThat(master.awaitExit()).isNotZero();
		for (String line : master.rest()) {
			assertThat(line).startsWith("@published ");
			note(this.acknowledged, line.substring("@published ".length()), author);
		}
	}

	/**
	 * Look into the shared file as a follower that starts now.
	 */
	private void requireFollowersSeeIt(String when, String author) {
		try (SharedConfigFollower follower = SharedConfigs.follower(this.root.resolve("shared"), KilledPublisher.NAME)
			.report(false)
			.open()) {
			ConfigSnapshot current = follower.current();
			assertThat(current).as(when).isNotNull();
			// what is in the file was made durable before
			assertThat(current.version()).as(when).isBetween(this.acknowledged, this.acknowledged + 1);
			assertThat(current.author()).as(when).isEqualTo(author);
			assertThat(current.comment()).as(when).isEqualTo(KilledPublisher.comment(current.version()));
			assertThat(current.json()).as(when).isEqualTo(KilledPublisher.document(current.version()));
		}
	}

	private void note(long before, String version, String author) {
		this.acknowledged = Long.parseLong(version);
		assertThat(this.acknowledged).isEqualTo(before + 1);
		this.authors.put(this.acknowledged, author);
	}

	private void requireEverythingIsThere(String when) {
		ConfigHistory history = SharedConfigs.history(this.root.resolve("backup"), KilledPublisher.NAME);
		List<ConfigRevision> kept = history.revisions();
		assertThat(kept.get(0).version()).as(when).isBetween(this.acknowledged, this.acknowledged + 1);
		assertThat(kept.size()).as(when).isGreaterThanOrEqualTo((int) Math.min(50, this.acknowledged));
		for (ConfigRevision revision : kept) {
			String author = this.authors.get(revision.version());
			if (author != null) {
				assertThat(revision.author()).as(when).isEqualTo(author);
			}
			assertThat(revision.comment()).as(when).isEqualTo(KilledPublisher.comment(revision.version()));
		}
		assertThat(history.revision(this.acknowledged).json()).as(when)
			.isEqualTo(KilledPublisher.document(this.acknowledged));
	}

}
