package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.version;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link OtherSystem}, which asks Java alone and so runs on Linux, too.
 */
class OtherSystemTests {

	private final OtherSystem system = new OtherSystem();

	@TempDir
	Path temp;

	@Test
	void currentOwnerWhenAskedIsTheOwnerOfWhatThisProcessMakes() throws IOException {
		PathFacts facts = PathFacts.of(Files.createFile(this.temp.resolve("file")));
		assertThat(facts).isNotNull();
		assertThat(facts.isOwnedBy(this.system.currentOwner())).isTrue();
		assertThat(facts.isOwnedBy("somebody else")).isFalse();
		new FileTrust(Set.of(), this.system.currentOwner()).requireFile(this.temp.resolve("file"), facts);
	}

	@Test
	void defaultDirectoryWhenAskedIsAmongTheTemporaryFilesAndOfThisUser() {
		assertThat(this.system.defaultDirectory()).isEqualTo(
				Path.of(System.getProperty("java.io.tmpdir"), "shared-config-" + System.getProperty("user.name")));
	}

	@Test
	void startTicksWhenProcessRunsIsAlwaysTheSameAndGoesWithIt() throws Exception {
		Process process = new ProcessBuilder("sleep", "60").start();
		long ticks = this.system.startTicks(process.pid());
		assertThat(ticks).isPositive().isEqualTo(this.system.startTicks(process.pid()));
		process.destroyForcibly().waitFor();
		await().until(() -> this.system.startTicks(process.pid()) == HostSystem.NO_PROCESS);
	}

	@Test
	void identityWhenThereIsNoneIsZero() {
		assertThat(this.system.pidNamespace()).isZero();
		assertThat(this.system.bootId()).isEqualTo(new UUID(0, 0));
	}

	@Test
	void storeWhenOnAnotherSystemIsCreatedGrownReopenedAndTakenOver() throws Exception {
		Path directory = this.temp.resolve("shared");
		try (SharedFileStore store = open(directory)) {
			store.begin(whole(1, 20));
			store.append(whole(2, 100_000), CommitStep.NONE);
		}
		try (SharedFileStore store = open(directory)) {
			store.begin(null);
			store.append(whole(3, 20), CommitStep.NONE);
			Files.copy(StoreFixture.data(directory), this.temp.resolve("copy"));
		}
		Files.copy(this.temp.resolve("copy"), Files.createDirectory(this.temp.resolve("other")).resolve("orders.scfg"));
		Files.setPosixFilePermissions(this.temp.resolve("other"), PosixFilePermissions.fromString("rwx------"));
		try (SharedFileStore store = open(this.temp.resolve("other"))) {
			Object before = PathFacts.keyOf(StoreFixture.data(this.temp.resolve("other")));
			store.begin(null);
			assertThat(PathFacts.keyOf(StoreFixture.data(this.temp.resolve("other"))))
				.as("its writer still runs, so it has a successor")
				.isNotEqualTo(before);
			store.append(whole(4, 20), CommitStep.NONE);
			assertThat(StoreFixture.reader(this.temp.resolve("other")).read()).matches(StoreFixture::isWhole)
				.extracting(StoredRun::version)
				.isEqualTo(4L);
		}
	}

	private SharedFileStore open(Path directory) {
		return SharedFileStore.open(options(directory), this.system, Clock.systemUTC());
	}

}
