package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.sharedconfig.MasterAlreadyRunningException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.version;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for masters in processes of their own.
 */
class MasterProcessTests {

	private static final int KILLS = 12;

	@TempDir
	Path temp;

	@Test
	void openWhenMasterRunsInAnotherProcessNamesItsPid() throws IOException {
		Path directory = this.temp.resolve("shared");
		try (ChildMaster child = ChildMaster.tryToStart(directory)) {
			assertThat(child.line()).isEqualTo("started at 0");
			child.publish();
			for (int attempt = 0; attempt < 2; attempt++) {
				assertThatExceptionOfType(MasterAlreadyRunningException.class)
					.isThrownBy(() -> SharedFileStore.open(options(directory)))
					.withMessage("Shared config 'orders' already has a master: lock='%s' pid=%d"
						.formatted(StoreFixture.lock(directory), child.pid()))
					.satisfies((ex) -> assertThat(ex.pid()).isEqualTo(child.pid()));
			}
			child.publish();
		}
		try (SharedFileStore store = SharedFileStore.open(options(directory))) {
			assertThat(store.lastVersion()).isEqualTo(2L);
		}
	}

	@Test
	void openWhenRefusedInTheSameProcessLeavesTheLockThatIsHeld() throws IOException {
		Path directory = this.temp.resolve("shared");
		try (SharedFileStore store = StoreFixture.begun(options(directory))) {
			assertThatExceptionOfType(MasterAlreadyRunningException.class)
				.isThrownBy(() -> SharedFileStore.open(options(directory)));
			try (ChildMaster child = ChildMaster.tryToStart(directory)) {
				assertThat(child.line()).contains("MasterAlreadyRunningException");
			}
			store.append(whole(1, 20), CommitStep.NONE);
		}
	}

	@Test
	void openWhenMasterWasKilledAgainAndAgainFindsTheLastCompleteVersion() throws Exception {
		Path directory = this.temp.resolve("shared");
		SharedFileReader reader = StoreFixture.reader(directory);
		long seen = 0;
		for (int kill = 1; kill <= KILLS; kill++) {
			try (ChildMaster child = ChildMaster.tryToStart(directory)) {
				assertThat(child.line()).isEqualTo("started at " + seen);
				child.run();
				seen = readUntil(reader, seen + 97L * kill * kill);
				child.kill();
			}
			seen = goOn(directory, seen);
			assertThat(StoreFixture.reader(directory).read()).matches(StoreFixture::isWhole)
				.extracting(StoredRun::version)
				.isEqualTo(seen);
		}
	}

	private static long readUntil(SharedFileReader reader, long version) {
		long[] last = { 0 };
		await().pollInterval(Duration.ofNanos(1)).atMost(Duration.ofSeconds(30)).until(() -> {
			StoredRun read = reader.read();
			if (read != null) {
				assertThat(read).matches(StoreFixture::isWhole);
				assertThat(read.version()).isGreaterThanOrEqualTo(last[0]);
				last[0] = read.version();
			}
			return last[0] >= version;
		});
		return last[0];
	}

	/**
	 * Be the next master for one version.
	 */
	private static long goOn(Path directory, long seen) throws IOException {
		try (SharedFileStore store = SharedFileStore.open(options(directory))) {
			assertThat(store.damage()).isNull();
			StoredRun last = store.last();
			assertThat(last).isNotNull().matches(StoreFixture::isWhole);
			assertThat(last.version()).isGreaterThanOrEqualTo(seen);
			Object key = PathFacts.keyOf(StoreFixture.data(directory));
			store.begin(null);
			assertThat(PathFacts.keyOf(StoreFixture.data(directory))).as("adopted in place").isEqualTo(key);
			store.append(whole(last.version() + 1, 5000), CommitStep.NONE);
			assertThat(StoreFixture.names(directory)).containsExactly("orders.lock", "orders.scfg");
			return last.version() + 1;
		}
	}

}
