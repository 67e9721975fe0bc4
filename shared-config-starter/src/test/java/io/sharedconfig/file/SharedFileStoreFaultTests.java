package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sharedconfig.file.SharedFileLayout.WRITER_EPOCH_OFFSET;
import static io.sharedconfig.file.StoreFixture.begun;
import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.poll;
import static io.sharedconfig.file.StoreFixture.version;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedFileStore} when the world around it changes.
 */
class SharedFileStoreFaultTests extends SharedFileScene {

	private static final int MEGABYTE = 1024 * 1024;

	@Test
	void appendWhenDocumentDoesNotFitGrowsAndFollowersGoOn() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			this.reader.read();
			MasterSign before = this.reader.sign();
			store.append(whole(2, 5 * MEGABYTE), CommitStep.NONE);
			assertThat(this.reader.hasNews()).isTrue();
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(2L);
			assertThat(this.reader.sign()).isEqualTo(new MasterSign(before.heartbeat() + 1, true));
			store.append(whole(3, 20), CommitStep.NONE);
			store.check();
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(3L);
			assertThat(StoreFixture.names(this.directory)).containsExactly("orders.lock", "orders.scfg");
		}
		assertThat(begunLast()).isEqualTo(3);
	}

	@Test
	void appendWhenGrowingAndCommitFailsLeavesNothing() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			Object key = PathFacts.keyOf(this.data);
			IllegalStateException failure = new IllegalStateException("backup");
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> store.append(whole(2, MEGABYTE), () -> {
					throw failure;
				}))
				.isSameAs(failure);
			assertThat(PathFacts.keyOf(this.data)).isEqualTo(key);
			assertThat(StoreFixture.names(this.directory)).containsExactly("orders.lock", "orders.scfg");
			assertThat(StoreFixture.reader(this.directory).read()).extracting(StoredRun::version).isEqualTo(1L);
			store.append(whole(2, 40), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
		}
	}

	@Test
	void appendWhenFileCannotBeReplacedRefusesToGrow() {
		try (SharedFileStore store = SharedFileStore.open(options(this.directory), new Irreplaceable(),
				Clock.systemUTC())) {
			store.begin(whole(1, 20));
			List<String> commits = new ArrayList<>();
			assertThatExceptionOfType(ConfigTooLargeException.class)
				.isThrownBy(() -> store.append(whole(2, MEGABYTE), () -> commits.add("committed")))
				.withMessageContaining("maxBytes=16384")
				.withMessageContaining("shared-config.publisher.initial-size");
			assertThat(commits).isEmpty();
			store.append(whole(2, 40), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 40, MEGABYTE })
	void appendWhenThreadIsInterruptedPublishesAndStaysInterrupted(int payloadLengthBytes) {
		try (SharedFileStore store = begun(options(this.directory))) {
			Thread.currentThread().interrupt();
			store.append(whole(1, payloadLengthBytes), CommitStep.NONE);
			store.check();
			assertThat(Thread.interrupted()).isTrue();
			store.append(whole(2, 16_000), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
			assertThatExceptionOfType(MasterAlreadyRunningException.class)
				.isThrownBy(() -> SharedFileStore.open(options(this.directory)));
		}
	}

	@Test
	void openWhenThreadIsInterruptedOpensAndStaysInterrupted() {
		begun(options(this.directory)).close();
		Thread.currentThread().interrupt();
		try (SharedFileStore store = begun(options(this.directory))) {
			assertThat(Thread.interrupted()).isTrue();
			store.check();
			store.append(whole(1, 20), CommitStep.NONE);
		}
	}

	@Test
	void appendWhenInterruptedAgainAndAgainLosesNothing() throws InterruptedException {
		Thread publisher = Thread.currentThread();
		Thread interrupter = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				publisher.interrupt();
			}
		});
		try (SharedFileStore store = begun(options(this.directory))) {
			interrupter.start();
			for (long next = 1; next <= 300; next++) {
				store.append(whole(next, (int) (next * 997 % 20_000)), CommitStep.NONE);
				store.check();
			}
		}
		finally {
			interrupter.interrupt();
			awaitEnd(interrupter);
		}
		assertThat(begunLast()).isEqualTo(300);
	}

	private static void awaitEnd(Thread thread) throws InterruptedException {
		while (thread.isAlive()) {
			Thread.onSpinWait();
		}
		Thread.interrupted();
	}

	@Test
	void checkWhenDataFileIsDeletedWritesItAgain() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			this.reader.read();
			Files.delete(this.data);
			store.check();
			this.reader.lookAtPath();
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(1L);
			store.append(whole(2, 20), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
		}
		assertThat(begunLast()).isEqualTo(2);
	}

	@Test
	void checkWhenNothingWasPublishedAndDataFileIsDeletedWritesItAgain() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			Files.delete(this.data);
			store.check();
			store.append(whole(1, 20), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(1L);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "directory", "link" })
	void checkWhenDataFileIsReplacedPutsItBack(String by) throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			Files.delete(this.data);
			switch (by) {
				case "file" -> Files.writeString(this.data, "replaced");
				case "directory" -> Files.createDirectory(this.data);
				default -> Files.createSymbolicLink(this.data, this.temp.resolve("nowhere"));
			}
			store.check();
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(1L);
			store.append(whole(2, 20), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(2L);
			assertThat(this.temp.resolve("nowhere")).doesNotExist();
		}
	}

	@Test
	void checkWhenDirectoryIsRemovedStartsAgainInANewOne() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			this.reader.read();
			deleteDirectory();
			store.check();
			this.reader.lookAtPath();
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(1L);
			assertThat(Files.getPosixFilePermissions(this.directory))
				.isEqualTo(PosixFilePermissions.fromString("rwx------"));
			store.append(whole(2, 20), CommitStep.NONE);
			assertThat(StoreFixture.names(this.directory)).containsExactly("orders.lock", "orders.scfg");
		}
		assertThat(begunLast()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4096, 65536, 65600, 131072 })
	void appendWhenFileWasTruncatedWritesANewOne(int lengthBytes) throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 8000), CommitStep.NONE);
			this.reader.read();
			StoreFixture.truncate(this.data, lengthBytes);
			List<String> commits = new ArrayList<>();
			store.append(whole(2, 9000), () -> commits.add("committed"));
			assertThat(commits).hasSize(1);
			this.reader.close();
			assertThat(poll(this.reader)).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(2L);
			store.append(whole(3, 20), CommitStep.NONE);
			assertThat(poll(this.reader)).extracting(StoredRun::version).isEqualTo(3L);
		}
		assertThat(begunLast()).isEqualTo(3);
	}

	@Test
	void appendWhenFileIsTruncatedWhileCommittingMakesTheVersionVisibleAllTheSame() {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 8000), CommitStep.NONE);
			List<String> commits = new ArrayList<>();
			store.append(whole(2, 9000), () -> {
				commits.add("committed");
				truncateQuietly(0);
			});
			assertThat(commits).hasSize(1);
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(2L);
		}
	}

	private void truncateQuietly(long lengthBytes) {
		try {
			StoreFixture.truncate(this.data, lengthBytes);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 4096, 65536 })
	void checkWhenFileWasTruncatedWritesANewOne(int lengthBytes) throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 8000), CommitStep.NONE);
			StoreFixture.truncate(this.data, lengthBytes);
			store.beat();
			store.check();
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(1L);
			store.beat();
			store.append(whole(2, 8000), CommitStep.NONE);
		}
	}

	@Test
	void closeWhenFileWasTruncatedLetsGo() throws IOException {
		SharedFileStore store = begun(options(this.directory));
		store.append(whole(1, 8000), CommitStep.NONE);
		StoreFixture.truncate(this.data, 0);
		store.close();
		try (SharedFileStore next = SharedFileStore.open(options(this.directory))) {
			assertThat(next.damage()).contains("fileLengthBytes");
		}
	}

	@Test
	void checkWhenLockFileIsDeletedLocksAgain() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			Object key = PathFacts.keyOf(this.data);
			Files.delete(StoreFixture.lock(this.directory));
			store.check();
			assertThat(StoreFixture.lock(this.directory)).exists();
			assertThat(PathFacts.keyOf(this.data)).as("the file is still good").isEqualTo(key);
			store.append(whole(2, 20), CommitStep.NONE);
			try (ChildMaster other = ChildMaster.tryToStart(this.directory)) {
				assertThat(other.line()).contains("MasterAlreadyRunningException")
					.contains("pid=" + ProcessHandle.current().pid());
			}
		}
	}

	@Test
	void checkWhenLockFileIsDeletedAndLockedByAnotherProcessIsFencedForEver() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			this.reader.read();
			Files.delete(StoreFixture.lock(this.directory));
			try (ChildMaster other = ChildMaster.tryToStart(this.directory)) {
				assertThat(other.line()).isEqualTo("started at 1");
				assertThatExceptionOfType(NotMasterException.class).isThrownBy(store::check)
					.withMessageContaining("'orders': its lock file");
				assertThatExceptionOfType(NotMasterException.class).isThrownBy(store::check);
				assertThatExceptionOfType(NotMasterException.class)
					.isThrownBy(() -> store.append(whole(2, 20), CommitStep.NONE));
			}
		}
	}

	@Test
	void appendWhenAnotherProcessTookOverIsFencedAndItsSuccessorStays() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			this.reader.read();
			Files.delete(StoreFixture.lock(this.directory));
			try (ChildMaster other = ChildMaster.tryToStart(this.directory)) {
				assertThat(other.line()).isEqualTo("started at 1");
				assertThatExceptionOfType(NotMasterException.class)
					.isThrownBy(() -> store.append(whole(2, 20), CommitStep.NONE))
					.withMessageContaining("another master has taken over: writerEpoch expected=1 found=2");
				other.publish();
				await().untilAsserted(
						() -> assertThat(poll(this.reader)).matches((read) -> read != null && read.version() == 2));
			}
			assertThatExceptionOfType(NotMasterException.class).isThrownBy(store::check);
		}
		assertThat(begunLast()).isEqualTo(2);
	}

	@Test
	void checkWhenAnotherMasterCameAndWentIsFenced() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			deleteDirectory();
			try (ChildMaster other = ChildMaster.tryToStart(this.directory)) {
				assertThat(other.line()).isEqualTo("started at 0");
				other.publish();
			}
			assertThatExceptionOfType(NotMasterException.class).isThrownBy(store::check)
				.withMessageContaining("another process was the master meanwhile");
		}
		assertThat(begunLast()).isEqualTo(1);
	}

	@Test
	void appendWhenWriterEpochIsAnothersIsFencedForEver() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			StoreFixture.patchLong(this.data, WRITER_EPOCH_OFFSET, 9);
			assertThatExceptionOfType(NotMasterException.class)
				.isThrownBy(() -> store.append(whole(2, 20), CommitStep.NONE))
				.withMessageContaining("writerEpoch expected=1 found=9");
			StoreFixture.patchLong(this.data, WRITER_EPOCH_OFFSET, 1);
			assertThatExceptionOfType(NotMasterException.class)
				.isThrownBy(() -> store.append(whole(2, 20), CommitStep.NONE));
			long heartbeat = StoreFixture.bytes(this.data).getLong(SharedFileLayout.HEARTBEAT_OFFSET);
			store.beat();
			assertThat(StoreFixture.bytes(this.data).getLong(SharedFileLayout.HEARTBEAT_OFFSET)).isEqualTo(heartbeat);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(1L);
		}
		assertThat(StoreFixture.bytes(this.data).getInt(SharedFileLayout.STATE_OFFSET))
			.as("a fenced writer does not close what is not its own")
			.isEqualTo(SharedFileLayout.STATE_ACTIVE);
	}

	@Test
	void beatAndCloseWhenWriterEpochIsAnothersLeaveTheSignsOfTheOther() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			StoreFixture.patchLong(this.data, WRITER_EPOCH_OFFSET, 9);
			long heartbeat = StoreFixture.bytes(this.data).getLong(SharedFileLayout.HEARTBEAT_OFFSET);
			store.beat();
			assertThat(StoreFixture.bytes(this.data).getLong(SharedFileLayout.HEARTBEAT_OFFSET)).isEqualTo(heartbeat);
		}
		assertThat(StoreFixture.bytes(this.data).getInt(SharedFileLayout.STATE_OFFSET))
			.isEqualTo(SharedFileLayout.STATE_ACTIVE);
	}

	@Test
	void growWhenWriterEpochIsAnothersIsFenced() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			StoreFixture.patchLong(this.data, WRITER_EPOCH_OFFSET, 9);
			assertThatExceptionOfType(NotMasterException.class)
				.isThrownBy(() -> store.append(whole(2, MEGABYTE), CommitStep.NONE));
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(1L);
		}
	}

	@Test
	void appendWhenFileSystemIsFullKeepsTheLastVersionAndASmallerOneFits() throws Exception {
		try (SmallFileSystem small = SmallFileSystem.mount(this.temp, 1)) {
			Path full = small.path().resolve("shared");
			try (SharedFileStore store = begun(options(full, 512 * 1024, 8 * MEGABYTE))) {
				SharedFileReader follower = StoreFixture.reader(full);
				store.append(whole(1, 400_000), CommitStep.NONE);
				store.append(whole(2, 400_000), CommitStep.NONE);
				List<String> commits = new ArrayList<>();
				for (int lengthBytes : new int[] { 500_000, 300_000, MEGABYTE }) {
					assertThatExceptionOfType(StorageException.class)
						.isThrownBy(() -> store.append(whole(3, lengthBytes), () -> commits.add("committed")))
						.withMessageContaining("No space left on device")
						.satisfies((ex) -> assertThat(ex.outcomeUnknown()).isFalse());
				}
				assertThat(commits).isEmpty();
				assertThat(follower.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(2L);
				store.append(whole(3, 100_000), CommitStep.NONE);
				assertThat(follower.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(3L);
				assertThat(StoreFixture.names(full)).containsExactly("orders.lock", "orders.scfg");
			}
		}
	}

	@Test
	void beginWhenFileSystemIsFullIsRefusedAndNothingIsLeft() throws Exception {
		try (SmallFileSystem small = SmallFileSystem.mount(this.temp, 1)) {
			Path full = small.path().resolve("shared");
			try (SharedFileStore store = SharedFileStore.open(options(full, 2 * MEGABYTE, 8 * MEGABYTE))) {
				assertThatExceptionOfType(StorageException.class).isThrownBy(() -> store.begin(whole(1, 2 * MEGABYTE)))
					.withMessageContaining("No space left on device");
				assertThat(StoreFixture.names(full)).containsExactly("orders.lock");
			}
		}
	}

	@Test
	void beginWhenFileIsDamagedAndFileSystemIsFullLeavesItWhereItWas() throws Exception {
		try (SmallFileSystem small = SmallFileSystem.mount(this.temp, 1)) {
			Path full = small.path().resolve("shared");
			begun(options(full)).close();
			Files.writeString(StoreFixture.data(full), "garbage");
			try (SharedFileStore store = SharedFileStore.open(options(full, 2 * MEGABYTE, 8 * MEGABYTE))) {
				assertThatExceptionOfType(StorageException.class).isThrownBy(() -> store.begin(whole(1, 2 * MEGABYTE)));
				assertThat(StoreFixture.names(full)).containsExactly("orders.lock", "orders.scfg");
				assertThat(StoreFixture.data(full)).hasContent("garbage");
				store.begin(whole(1, 20));
				assertThat(StoreFixture.names(full)).hasSize(3);
			}
		}
	}

	@Test
	void checkWhenTruncatedAndAnotherMasterCameAndWentIsFenced() throws IOException {
		Path before = this.temp.resolve("before");
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			Files.createLink(before, this.data);
			deleteDirectory();
			StoreFixture.truncate(before, 0);
			try (ChildMaster other = ChildMaster.tryToStart(this.directory)) {
				assertThat(other.line()).isEqualTo("started at 0");
				other.publish();
			}
			assertThatExceptionOfType(NotMasterException.class).isThrownBy(store::check);
		}
		assertThat(begunLast()).isEqualTo(1);
	}

	@Test
	void openWhenDirectoryIsALinkIsRefused() throws IOException {
		Path elsewhere = Files.createDirectory(this.temp.resolve("elsewhere"));
		Files.createSymbolicLink(this.directory, elsewhere);
		assertThatExceptionOfType(UntrustedFileException.class)
			.isThrownBy(() -> SharedFileStore.open(options(this.directory)))
			.withMessageContaining("type expected=directory found=link. Set 'shared-config.directory'");
		assertThat(StoreFixture.names(elsewhere)).isEmpty();
	}

	@Test
	void openWhenDirectoryIsWritableByOthersIsRefused() throws IOException {
		Files.createDirectory(this.directory);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatExceptionOfType(UntrustedFileException.class)
			.isThrownBy(() -> SharedFileStore.open(options(this.directory)))
			.withMessageContaining("writableBy expected=owner found=group. Set 'shared-config.directory'");
	}

	@Test
	void openWhenDirectoryIsAnotherUsersIsRefused() throws IOException {
		assumeThat(SharedDirectory.currentOwner()).isEqualTo("0");
		Files.createDirectory(this.directory,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.setAttribute(this.directory, "unix:uid", 65534);
		assertThatExceptionOfType(UntrustedFileException.class)
			.isThrownBy(() -> SharedFileStore.open(options(this.directory)))
			.withMessageContaining("owner expected=0 found=65534. Set 'shared-config.directory'");
	}

	@Test
	void openWhenDirectoryCannotBeCreatedIsRefused() throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> SharedFileStore.open(options(file.resolve("shared"))))
			.withMessageContaining("Could not create the directory '%s'".formatted(file.resolve("shared")))
			.withMessageContaining("Set 'shared-config.directory' to a directory that uid=");
	}

	@Test
	void openWhenDirectoryIsAFileIsRefused() throws IOException {
		Files.createFile(this.directory);
		assertThatExceptionOfType(UntrustedFileException.class)
			.isThrownBy(() -> SharedFileStore.open(options(this.directory)))
			.withMessageContaining("type expected=directory found=file");
	}

	@ParameterizedTest
	@ValueSource(strings = { "directory", "link" })
	void openWhenLockFileIsNotAFileIsRefused(String type) throws IOException {
		begun(options(this.directory)).close();
		Path lock = StoreFixture.lock(this.directory);
		Files.delete(lock);
		if ("link".equals(type)) {
			Files.createSymbolicLink(lock, this.temp.resolve("nowhere"));
		}
		else {
			Files.createDirectory(lock);
		}
		for (int attempt = 0; attempt < 2; attempt++) {
			assertThatExceptionOfType(StorageException.class)
				.isThrownBy(() -> SharedFileStore.open(options(this.directory)))
				.withMessage("Could not lock '%s': type expected=file found=%s. Remove it".formatted(lock, type));
		}
		assertThat(this.temp.resolve("nowhere")).doesNotExist();
	}

	@Test
	void beginWhenGroupIsUnknownIsRefused() throws IOException {
		StoreOptions options = new StoreOptions(this.directory, StoreFixture.NAME, 1000, 1000,
				PosixFilePermissions.fromString("rw-r-----"), "no-such-group-" + UUID.randomUUID());
		assertThatExceptionOfType(StorageException.class).isThrownBy(() -> SharedFileStore.open(options))
			.withMessageContaining("'shared-config.publisher.group' expected=a group of this host found=no-such-group");
		assertThat(this.directory).isEmptyDirectory();
		begun(new StoreOptions(this.directory, StoreFixture.NAME, 1000, 1000, options.permissions(), null)).close();
		assertThat(Files.getPosixFilePermissions(this.directory)).as("given by the next start")
			.isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
	}

	private void deleteDirectory() throws IOException {
		for (String name : StoreFixture.names(this.directory)) {
			Files.delete(this.directory.resolve(name));
		}
		Files.delete(this.directory);
	}

	private long begunLast() {
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			StoredRun last = store.last();
			assertThat(last).matches(StoreFixture::isWhole);
			return last.version();
		}
	}

	private static final class Irreplaceable extends ThisSystem {

		@Override
		public boolean canReplace(Path file) {
			return false;
		}

	}

}
