package io.sharedconfig.file;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.sharedconfig.file.StoreFixture.change;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LogEnd}: at the borders of each rule.
 */
class LogEndTests {

	/**
	 * What is in a record beside the payload: its header, and meta data of 15 to 17
	 * bytes.
	 */
	private static final int BESIDE = 64 + 17;

	/** A patch that makes a record of 128 bytes. */
	private static final int PATCH_OF_128 = 20;

	/** A patch that makes a record of 1024 bytes. */
	private static final int PATCH_OF_1024 = 1024 - BESIDE;

	/** The shortest patch that makes a longer one, whatever the version. */
	private static final int LONGER_PATCH = PATCH_OF_1024 + 3;

	private final FileHeader header = FileHeader.forPayload(256 * 1024, 0);

	private LogEnd end = new LogEnd(this.header);

	private long version;

	@Test
	void nextWhenNothingIsThereIsWhole() {
		NewRecord first = this.end.next(change(1, 5000, 100));
		assertThat(first.isSnapshot()).isTrue();
		assertThat(first.position()).isZero();
		assertThat(first.header().snapshotPosition()).isZero();
	}

	@Test
	void nextWhenAPatchIsKnownIsTheChangeToWhatIsThere() {
		NewRecord snapshot = write(whole(1, 5000));
		assertThat(snapshot.isSnapshot()).isTrue();
		AtomicInteger asked = new AtomicInteger();
		NewVersion change = change(2, 5000, 100);
		NewRecord delta = this.end.next(new NewVersion(2, change.publishedAtMs(), 7, change.meta(), 5000, () -> {
			asked.incrementAndGet();
			return new byte[5000];
		}, change.patch()));
		assertThat(delta.isSnapshot()).isFalse();
		assertThat(delta.position()).isEqualTo(snapshot.lengthBytes());
		assertThat(delta.payload()).isEqualTo(change.patch());
		assertThat(delta.header().snapshotPosition()).isZero();
		assertThat(delta.header().stateHash()).isEqualTo(7);
		assertThat(asked).as("the document is not needed").hasValue(0);
	}

	@Test
	void nextWhenNoPatchIsKnownIsWhole() {
		write(whole(1, 5000));
		assertThat(this.end.next(whole(2, 5000)).isSnapshot()).isTrue();
	}

	@Test
	void nextWhenTheFileMayHaveNoDeltaIsWhole() {
		FileHeader old = new FileHeader(this.header.fileId(), 65536, 131072, 65536, 16384, 0, false);
		this.end = new LogEnd(old);
		write(whole(1, 5000));
		assertThat(this.end.next(change(2, 5000, 100)).isSnapshot()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "4999, false", "5000, true", "5001, true" })
	void nextWhenThePatchIsNotShorterThanTheDocumentIsWhole(int patchLengthBytes, boolean snapshot) {
		write(whole(1, 5000));
		assertThat(this.end.next(change(2, 5000, patchLengthBytes)).isSnapshot()).isEqualTo(snapshot);
	}

	@Test
	void nextWhenChangesAreShortIsAChangeAsLongAsTheyFitTogether() {
		write(whole(1, 5000));
		LongStream.rangeClosed(2, 513).forEach((next) -> assertDelta(change(next, 5000, PATCH_OF_128)));
		assertThat(write(change(514, 5000, PATCH_OF_128)).isSnapshot()).isTrue();
		assertThat(write(change(515, 5000, PATCH_OF_128)).isSnapshot()).isFalse();
	}

	@Test
	void nextWhenTheDocumentIsLargeHasMoreChangesBehindIt() {
		write(whole(1, 256 * 1024 - BESIDE));
		LongStream.rangeClosed(2, 2048).forEach((next) -> assertDelta(change(next, 5000, PATCH_OF_128)));
		assertThat(write(change(2049, 5000, PATCH_OF_128)).isSnapshot()).isTrue();
	}

	@Test
	void nextWhenTheChangesExceed64KibIsWhole() {
		write(whole(1, 5000));
		LongStream.rangeClosed(2, 65).forEach((next) -> assertDelta(change(next, 5000, PATCH_OF_1024)));
		assertThat(this.end.next(change(66, 5000, 20)).isSnapshot()).as("one more, of any length").isTrue();
		assertThat(write(change(66, 5000, PATCH_OF_1024)).isSnapshot()).isTrue();
		assertThat(write(change(67, 5000, PATCH_OF_1024)).isSnapshot()).as("counted anew").isFalse();
	}

	@Test
	void nextWhenTheChangesExceedTheDocumentTheyBeginWithIsWhole() {
		write(whole(1, 100 * 1024));
		LongStream.rangeClosed(2, 101).forEach((next) -> assertDelta(change(next, 5000, PATCH_OF_1024)));
		assertThat(write(change(102, 5000, PATCH_OF_1024)).isSnapshot()).isTrue();
	}

	@Test
	void nextWhenAnArenaIsEnteredIsWhole() {
		long inFirst = 0;
		while (this.header.arenaCapacity() - inFirst > 256 * 1024) {
			NewRecord record = write(whole(this.version + 1, 256 * 1024 - BESIDE));
			inFirst = record.position() + record.lengthBytes();
		}
		write(whole(this.version + 1, (int) (this.header.arenaCapacity() - inFirst) - BESIDE - 1024));
		assertThat(this.end.next(change(this.version + 1, 5000, LONGER_PATCH)).position())
			.isEqualTo(this.header.arenaCapacity());
		assertThat(this.end.next(change(this.version + 1, 5000, LONGER_PATCH)).isSnapshot()).isTrue();
		assertDelta(change(this.version + 1, 5000, PATCH_OF_1024));
		NewRecord entering = write(change(this.version + 1, 5000, 20));
		assertThat(entering.isSnapshot()).isTrue();
		assertThat(entering.position()).isEqualTo(this.header.arenaCapacity());
		NewRecord delta = write(change(this.version + 1, 5000, 20));
		assertThat(delta.isSnapshot()).isFalse();
		assertThat(delta.header().snapshotPosition()).isEqualTo(this.header.arenaCapacity());
	}

	@Test
	void continueBehindWhenAnotherWriterHasWrittenCountsOn() {
		StoredVersion snapshot = StoreFixture.version(1, 100 * 1024);
		NewRecord first = write(NewVersion.of(snapshot));
		NewRecord last = first;
		StoredRun run = new StoredRun(snapshot, List.of());
		for (int i = 0; i < 99; i++) {
			last = write(change(this.version + 1, 5000, PATCH_OF_1024));
			run = withDelta(run, last);
		}
		this.end = new LogEnd(this.header);
		this.end.continueBehind(
				new RecordLog.Cursor(last.position(), last.position() + last.lengthBytes(), this.version, 0), run);
		assertThat(this.end.next(change(this.version + 1, 5000, LONGER_PATCH)).isSnapshot()).isTrue();
		assertDelta(change(this.version + 1, 5000, PATCH_OF_1024));
		assertThat(this.end.next(change(this.version + 1, 5000, 20)).isSnapshot()).isTrue();
	}

	@Test
	void nextWhenTheDocumentHasAnotherLengthIsRefused() {
		NewVersion wrong = new NewVersion(1, 0, 0, new byte[0], 10, () -> new byte[11], null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.end.next(wrong))
			.withMessage("'documentLengthBytes' must be that of the document: expected=11 found=10");
	}

	private static StoredRun withDelta(StoredRun run, NewRecord record) {
		List<StoredDelta> deltas = new ArrayList<>(run.deltas());
		deltas.add(new StoredDelta(record.header().version(), 0, 0, record.meta(), record.payload()));
		return new StoredRun(run.snapshot(), deltas);
	}

	private void assertDelta(NewVersion version) {
		assertThat(write(version).isSnapshot()).as("version %d is whole", version.version()).isFalse();
	}

	private NewRecord write(NewVersion version) {
		NewRecord record = this.end.next(version);
		this.end.advance(record);
		this.version = version.version();
		return record;
	}

}
