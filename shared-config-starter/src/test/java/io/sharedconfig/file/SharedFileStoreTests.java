package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sharedconfig.file.StoreFixture.begun;
import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.reader;
import static io.sharedconfig.file.StoreFixture.version;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SharedFileStore}.
 */
class SharedFileStoreTests {

	@TempDir
	Path temp;

	private Path directory() {
		return this.temp.resolve("shared");
	}

	@Test
	void appendWhenReaderFollowsReturnsEveryField() {
		try (SharedFileStore store = begun(options(directory())); SharedFileReader reader = reader(directory())) {
			assertThat(reader.read()).isNull();
			for (long next = 1; next <= 100; next++) {
				StoredVersion published = version(next, 3000);
				store.append(NewVersion.of(published), CommitStep.NONE);
				assertThat(reader.hasNews()).isTrue();
				assertThat(reader.read()).matches((read) -> StoreFixture.same(read, published));
				assertThat(reader.hasNews()).isFalse();
				assertThat(reader.read()).isNull();
			}
		}
	}

	@Test
	void beginWhenFirstIsKnownPublishesItAtOnce() {
		try (SharedFileStore store = SharedFileStore.open(options(directory()))) {
			assertThat(store.last()).isNull();
			assertThat(store.damage()).isNull();
			store.begin(whole(7, 100));
			assertThat(store.lastVersion()).isEqualTo(7L);
			assertThat(reader(directory()).read()).extracting(StoredRun::version).isEqualTo(7L);
		}
	}

	@Test
	void beginWhenCalledTwiceIsRefused() {
		try (SharedFileStore store = begun(options(directory()))) {
			assertThatIllegalStateException().isThrownBy(() -> store.begin(null));
		}
	}

	@Test
	void appendWhenNotBegunIsRefused() {
		try (SharedFileStore store = SharedFileStore.open(options(directory()))) {
			assertThatIllegalStateException().isThrownBy(() -> store.append(whole(1, 20), CommitStep.NONE));
		}
	}

	@Test
	void appendWhenVersionIsNotTheNextOneIsRefused() {
		try (SharedFileStore store = begun(options(directory()))) {
			store.append(whole(1, 20), CommitStep.NONE);
			assertThatIllegalArgumentException().isThrownBy(() -> store.append(whole(3, 20), CommitStep.NONE))
				.withMessage("'version' must be the next one: expected=2 found=3");
		}
	}

	@Test
	void appendWhenMetaIsTooLongIsRefused() {
		try (SharedFileStore store = begun(options(directory()))) {
			NewVersion version = NewVersion.of(new StoredVersion(1, 0, 0, new byte[4097], new byte[2]));
			assertThatIllegalArgumentException().isThrownBy(() -> store.append(version, CommitStep.NONE))
				.withMessage("'meta' must have at most 4096 bytes: 4097");
		}
	}

	@Test
	void appendWhenCommitFailsLeavesTheVersionBefore() {
		try (SharedFileStore store = begun(options(directory())); SharedFileReader reader = reader(directory())) {
			store.append(whole(1, 20), CommitStep.NONE);
			reader.read();
			StorageException failure = new StorageException("write", Path.of("backup"), null);
			assertThatExceptionOfType(StorageException.class).isThrownBy(() -> store.append(whole(2, 20), () -> {
				throw failure;
			})).isSameAs(failure);
			assertThat(reader.hasNews()).isFalse();
			assertThat(store.lastVersion()).isEqualTo(1L);
			store.append(whole(2, 30), CommitStep.NONE);
			assertThat(reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(2L);
		}
	}

	@Test
	void appendWhenCommittingIsNotVisibleYet() {
		List<Boolean> visible = new ArrayList<>();
		try (SharedFileStore store = begun(options(directory())); SharedFileReader reader = reader(directory())) {
			reader.read();
			store.append(whole(1, 20), () -> visible.add(reader.hasNews()));
			store.append(whole(2, 1024 * 1024), () -> visible.add(reader.read() != null && reader.hasNews()));
			assertThat(visible).containsExactly(false, false);
		}
	}

	@Test
	void appendWhenGrowingAndCommittingIsNotVisibleToANewFollowerYet() {
		List<Long> visible = new ArrayList<>();
		try (SharedFileStore store = begun(options(directory()))) {
			store.append(whole(1, 20), CommitStep.NONE);
			store.append(whole(2, 1024 * 1024), () -> visible.add(reader(directory()).read().version()));
			visible.add(reader(directory()).read().version());
			assertThat(visible).containsExactly(1L, 2L);
		}
	}

	@Test
	void appendWhenLargerThanMaxIsRefusedAndNothingChanges() {
		try (SharedFileStore store = begun(options(directory(), 1000, 2000));
				SharedFileReader reader = reader(directory())) {
			store.append(whole(1, 2000), CommitStep.NONE);
			assertThatExceptionOfType(ConfigTooLargeException.class)
				.isThrownBy(() -> store.append(whole(2, 2001), CommitStep.NONE))
				.withMessageContaining("lengthBytes=2001 maxBytes=2000");
			assertThat(reader.read()).extracting(StoredRun::version).isEqualTo(1L);
		}
	}

	@Test
	void openWhenAlreadyOpenInThisProcessNamesThisProcess() {
		try (SharedFileStore store = begun(options(directory()))) {
			assertThatExceptionOfType(MasterAlreadyRunningException.class)
				.isThrownBy(() -> SharedFileStore.open(options(directory())))
				.satisfies((ex) -> assertThat(ex.pid()).isEqualTo(ProcessHandle.current().pid()));
			store.append(whole(1, 20), CommitStep.NONE);
			store.check();
		}
		begun(options(directory())).close();
	}

	@Test
	void openWhenThereIsNoLockFileAndNoneIsToBeMadeIsRefused() {
		assertThatExceptionOfType(MasterAlreadyRunningException.class)
			.isThrownBy(() -> SharedFileStore.open(options(directory()), StoreHost.CURRENT, false));
		assertThat(directory().resolve("orders.lock")).doesNotExist();
		SharedFileStore.open(options(directory())).close();
		assertThat(directory().resolve("orders.lock")).exists();
		SharedFileStore.open(options(directory()), StoreHost.CURRENT, false).close();
	}

	@Test
	void openWhenTemporaryFilesAreLeftRemovesThem() throws IOException {
		begun(options(directory())).close();
		Files.createFile(directory().resolve("orders~1234.tmp"));
		Files.createFile(directory().resolve("orders-eu~1234.tmp"));
		SharedFileStore.open(options(directory())).close();
		assertThat(StoreFixture.names(directory())).containsExactly("orders-eu~1234.tmp", "orders.lock", "orders.scfg");
	}

	@Test
	void beginWhenDirectoryIsAbsentCreatesItForTheOwnerAlone() throws IOException {
		begun(options(directory())).close();
		assertThat(permissions(directory())).isEqualTo("rwx------");
		assertThat(permissions(StoreFixture.data(directory()))).isEqualTo("rw-------");
		assertThat(permissions(StoreFixture.lock(directory()))).isEqualTo("rw-------");
	}

	@Test
	void beginWhenGroupMayReadLetsItEnter() throws IOException {
		begun(new StoreOptions(directory(), StoreFixture.NAME, 1000, 1000, PosixFilePermissions.fromString("rw-r-----"),
				null))
			.close();
		assertThat(permissions(directory())).isEqualTo("rwxr-x---");
		assertThat(permissions(StoreFixture.data(directory()))).isEqualTo("rw-r-----");
		assertThat(permissions(StoreFixture.lock(directory()))).isEqualTo("rw-------");
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
