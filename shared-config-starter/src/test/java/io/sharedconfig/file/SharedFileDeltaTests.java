package io.sharedconfig.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.StorageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sharedconfig.file.SharedFileLayout.FORMAT_MAJOR_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.INCOMPAT_FLAGS_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.PUBLISHED_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECLAIM_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_CRC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_SNAPSHOT_POSITION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_VERSION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATIC_CRC_OFFSET;
import static io.sharedconfig.file.StoreFixture.begun;
import static io.sharedconfig.file.StoreFixture.change;
import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a version changes, from {@link SharedFileStore} through the file to
 * {@link SharedFileReader}.
 */
class SharedFileDeltaTests {

	private static final int FIRST_RECORD = 65536;

	@TempDir
	Path temp;

	private Path directory;

	private Path data;

	private SharedFileReader reader;

	@BeforeEach
	void createReader() {
		this.directory = this.temp.resolve("shared");
		this.data = StoreFixture.data(this.directory);
		this.reader = StoreFixture.reader(this.directory);
	}

	@Test
	void readWhenAFollowerKeepsUpReturnsEachChange() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			assertRead(1L, 1L);
			for (long next = 2; next <= 200; next++) {
				append(store, change(next, 3000, 100));
				assertRead(null, next);
				assertThat(this.reader.hasNews()).isFalse();
			}
		}
	}

	@Test
	void readWhenAFollowerLagsReturnsTheChangesThatItHasNotTaken() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			appendChanges(store, 2, 10);
			assertRead(1L, 10L);
			appendChanges(store, 11, 40);
			StoredRun read = assertRead(null, 40L);
			assertThat(read.deltas()).hasSize(30);
		}
	}

	@Test
	void readWhenAFollowerStartsLateReturnsTheDocumentAndItsChanges() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			append(store, whole(2, 3000));
			appendChanges(store, 3, 50);
			StoredRun read = assertRead(2L, 50L);
			assertThat(read.snapshot())
				.matches((snapshot) -> StoreFixture.same(snapshot, StoreFixture.version(2, 3000)));
			assertThat(read.deltas()).hasSize(48);
		}
	}

	@Test
	void readWhenTooManyVersionsWereSkippedBeginsWithTheLastWholeDocument() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			appendChanges(store, 2, 10);
			assertRead(1L, 10L);
			appendChanges(store, 11, 400);
			assertRead(327L, 400L);
			appendChanges(store, 401, 5000);
			StoredRun read = assertRead(this.reader.read());
			assertThat(read.snapshot()).isNotNull();
			assertThat(read.version()).isEqualTo(5000);
		}
	}

	@Test
	void readWhenRewoundBeginsWithTheWholeDocumentAgain() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			this.reader.read();
			appendChanges(store, 2, 10);
			assertRead(null, 10L);
			this.reader.rewind();
			assertThat(this.reader.hasNews()).isTrue();
			assertRead(1L, 10L);
			this.reader.close();
			this.reader.rewind();
			assertRead(1L, 10L);
			appendChanges(store, 11, 12);
			assertRead(null, 12L);
		}
	}

	@Test
	void readWhenClosedAndOpenedAgainGoesOnWithTheChanges() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			appendChanges(store, 2, 10);
			this.reader.read();
			this.reader.close();
			assertThat(this.reader.read()).isNull();
			appendChanges(store, 11, 12);
			this.reader.close();
			assertRead(null, 12L);
		}
	}

	@Test
	void readWhenLappedWhileChangesAreCopiedTakesNothing() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			this.reader.read();
			appendChanges(store, 2, 10);
			StoreFixture.patchLong(this.data, RECLAIM_OFFSET, 1);
			assertThat(this.reader.read()).isNull();
			assertThat(this.reader.hasNews()).isTrue();
			StoreFixture.patchLong(this.data, RECLAIM_OFFSET, 0);
			assertRead(null, 10L);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 20, 900, 8000 })
	void readWhenArenasAreUsedAgainAllTheTimeIsNeverTornNorLacksAChange(int maxPatchBytes) throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try (SharedFileStore store = begun(options(this.directory, 16384, 16384))) {
			Future<Long> runsOfChanges = executor.submit(() -> readUntil(done, 50_000));
			for (long next = 1; next <= 50_000; next++) {
				append(store, (next % 97 == 0) ? whole(next, (int) (next % 16384))
						: change(next, 16_000, (int) (next * 7919 % maxPatchBytes)));
			}
			done.set(true);
			assertThat(runsOfChanges.get(30, TimeUnit.SECONDS)).isNotNegative();
		}
		finally {
			done.set(true);
			executor.shutdown();
		}
	}

	private long readUntil(AtomicBoolean done, long newest) {
		long runsOfChanges = 0;
		long last = 0;
		while (!done.get() || this.reader.hasNews()) {
			StoredRun read = this.reader.read();
			if (read != null) {
				assertRead(read);
				StoredVersion snapshot = read.snapshot();
				if (snapshot == null) {
					assertThat(read.deltas().get(0).version()).isEqualTo(last + 1);
					runsOfChanges++;
				}
				else {
					assertThat(snapshot.version()).isGreaterThan(last);
				}
				last = read.version();
			}
		}
		assertThat(last).isEqualTo(newest);
		return runsOfChanges;
	}

	@Test
	void readWhenTheFileMayHaveNoDeltaIsRefused() throws IOException {
		publishWholeAndChanges(5);
		setFlags(0);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("type expected=");
		assertThat(this.reader.hasNews()).isTrue();
	}

	@Test
	void readWhenAChangeBuildsUponAnotherDocumentIsRefused() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 20));
			append(store, whole(2, 20));
			append(store, change(3, 3000, 20));
			this.reader.read();
			append(store, change(4, 3000, 20));
		}
		long position = published();
		patchRecord(position, RECORD_SNAPSHOT_POSITION_OFFSET, 0);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("recordPosition=%d snapshotPosition expected=128 found=0".formatted(position));
		patchRecord(position, RECORD_SNAPSHOT_POSITION_OFFSET, position);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("snapshotPosition expected=128 found=%d".formatted(position));
		assertThatExceptionOfType(CorruptFileException.class).as("has no document before it")
			.isThrownBy(StoreFixture.reader(this.directory)::read)
			.withMessageContaining("type expected=1 found=2");
	}

	@ParameterizedTest
	@ValueSource(longs = { 3, 5 })
	void readWhenAChangeIsNotTheNextOneIsRefused(long version) throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			appendChanges(store, 2, 3);
			this.reader.read();
			appendChanges(store, 4, 4);
		}
		patchRecord(published(), RECORD_VERSION_OFFSET, version);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(this.reader::read)
			.withMessageContaining("version expected=4 found=%d".formatted(version));
	}

	@Test
	void beginWhenAMasterClosedCountsItsChangesOn() {
		publishWholeAndChanges(325);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			assertThat(store.last()).isNotNull().matches(StoreFixture::isWhole);
			assertThat(store.last().deltas()).hasSize(324);
			store.begin(change(325, 3000, 100));
			assertRead(1L, 325L);
			append(store, change(326, 3000, 100));
			assertRead(null, 326L);
			append(store, change(327, 3000, 100));
			assertRead(327L, 327L);
		}
	}

	@Test
	void beginWhenTheNewestDocumentIsNotGivenAsAWholeIsRefused() {
		publishWholeAndChanges(5);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			assertThatIllegalArgumentException().isThrownBy(() -> store.begin(null));
			assertThatIllegalArgumentException().isThrownBy(() -> store.begin(whole(4, 3000)))
				.withMessage("'newest' must be version 5 at least");
		}
	}

	@Test
	void beginWhenMasterBeforeMayStillWriteHasTheWholeDocumentInTheSuccessor() throws IOException {
		publishWholeAndChanges(5);
		this.reader.read();
		StoreFixture.patchInt(this.data, SharedFileLayout.STATE_OFFSET, SharedFileLayout.STATE_ACTIVE);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			store.begin(change(5, 3000, 100));
			assertRead(5L, 5L);
			append(store, change(6, 3000, 100));
			assertRead(null, 6L);
		}
	}

	@Test
	void beginWhenANewerVersionIsKnownWritesItAsAWhole() {
		publishWholeAndChanges(5);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			store.begin(change(6, 3000, 20));
			assertRead(6L, 6L);
		}
	}

	@Test
	void beginWhenTheFileIsOfAnEarlierReleaseWritesWholeDocumentsOnly() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
		}
		setFlags(0);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			store.begin(whole(1, 3000));
			for (long next = 2; next <= 40; next++) {
				append(store, change(next, 3000, 20));
				assertRead(next, next);
			}
			append(store, change(41, 100_000, 20));
			assertRead(41L, 41L);
			append(store, change(42, 100_000, 20));
			assertRead(null, 42L); // in the larger file that has taken its place
		}
	}

	@Test
	void beginWhenWhatWasFoundIsRefusedKeepsItAsideAndGoesOnWithAnotherDocument() throws IOException {
		publishWholeAndChanges(5);
		this.reader.read();
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			store.refuse("version 5 in it is not a document");
			assertThat(store.damage()).isEqualTo("version 5 in it is not a document");
			assertThat(store.last()).isNull();
			assertThat(store.lastVersion()).isEqualTo(5);
			store.begin(whole(3, 3000));
			assertThat(StoreFixture.names(this.directory)).hasSize(3).anyMatch((name) -> name.contains("corrupt"));
			this.reader.lookAtPath();
			assertRead(3L, 3L);
			append(store, change(6, 3000, 20));
			assertRead(6L, 6L);
			append(store, change(7, 3000, 20));
			assertRead(null, 7L);
		}
	}

	@Test
	void checkWhenTheFileIsGoneWritesTheWholeDocumentToANewOne() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			appendChanges(store, 2, 5);
			this.reader.read();
			Files.delete(this.data);
			store.check();
			this.reader.lookAtPath();
			StoredRun read = assertRead(5L, 5L);
			assertThat(read.snapshot())
				.matches((snapshot) -> StoreFixture.same(snapshot, StoreFixture.version(5, 3000)));
			append(store, change(6, 3000, 100));
			assertRead(null, 6L);
		}
	}

	@Test
	void appendWhenTheDocumentOutgrowsTheFileWritesTheWholeOne() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			appendChanges(store, 2, 5);
			this.reader.read();
			append(store, change(6, 16 * 1024 + 1, 20));
			assertRead(6L, 6L);
			append(store, change(7, 16 * 1024, 20));
			assertRead(null, 7L);
		}
	}

	@Test
	void appendWhenCommittingAChangeFailsWritesTheNextOneInItsPlace() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			this.reader.read();
			long before = published();
			assertThatExceptionOfType(StorageException.class)
				.isThrownBy(() -> store.append(change(2, 3000, 500), () -> {
					throw new StorageException("commit to", this.data, "disk", null, false);
				}));
			assertThat(published()).isEqualTo(before);
			assertThat(store.lastVersion()).isEqualTo(1);
			append(store, change(2, 3000, 20));
			assertRead(null, 2L);
			append(store, change(3, 3000, 20));
			assertRead(null, 3L);
		}
	}

	@Test
	void appendWhenTheFileIsTruncatedWhileAChangeIsCommittedWritesTheWholeDocumentToANewOne() {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			List<String> commits = new ArrayList<>();
			store.append(change(2, 3000, 20), () -> {
				commits.add("committed");
				truncate();
			});
			assertThat(commits).hasSize(1);
			assertRead(2L, 2L);
		}
	}

	private void truncate() {
		try {
			StoreFixture.truncate(this.data, 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void publishWholeAndChanges(long newest) {
		try (SharedFileStore store = begun(options(this.directory))) {
			append(store, whole(1, 3000));
			appendChanges(store, 2, newest);
		}
	}

	// 192 or 256 bytes each: the first 325 of them are 64 KiB
	private static void appendChanges(SharedFileStore store, long first, long last) {
		for (long next = first; next <= last; next++) {
			append(store, change(next, 3000, 100));
		}
	}

	private static void append(SharedFileStore store, NewVersion version) {
		store.append(version, CommitStep.NONE);
	}

	private StoredRun assertRead(@Nullable Long snapshot, long newest) {
		StoredRun read = assertRead(this.reader.read());
		assertThat((read.snapshot() != null) ? read.snapshot().version() : null).isEqualTo(snapshot);
		assertThat(read.version()).isEqualTo(newest);
		return read;
	}

	private static StoredRun assertRead(@Nullable StoredRun read) {
		assertThat(read).isNotNull().matches(StoreFixture::isWhole);
		for (int i = 1; i < read.deltas().size(); i++) {
			assertThat(read.deltas().get(i).version()).isEqualTo(read.deltas().get(i - 1).version() + 1);
		}
		if (read.snapshot() != null && !read.deltas().isEmpty()) {
			assertThat(read.deltas().get(0).version()).isEqualTo(read.snapshot().version() + 1);
		}
		return read;
	}

	private long published() throws IOException {
		return StoreFixture.bytes(this.data).getLong(PUBLISHED_OFFSET);
	}

	private void patchRecord(long position, int offset, long value) throws IOException {
		int at = FIRST_RECORD + (int) position;
		StoreFixture.patchLong(this.data, at + offset, value);
		ByteBuffer file = StoreFixture.bytes(this.data);
		StoreFixture.patchInt(this.data, at + RECORD_HEADER_CRC_OFFSET,
				RecordHeader.crc(file.array(), at, RECORD_HEADER_CRC_OFFSET));
	}

	private void setFlags(int flags) throws IOException {
		StoreFixture.patchInt(this.data, INCOMPAT_FLAGS_OFFSET, flags);
		byte[] file = StoreFixture.bytes(this.data).array();
		StoreFixture.patchInt(this.data, STATIC_CRC_OFFSET,
				RecordHeader.crc(file, FORMAT_MAJOR_OFFSET, STATIC_CRC_OFFSET - FORMAT_MAJOR_OFFSET));
	}

}
