package io.sharedconfig.follow;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.CommitStep;
import io.sharedconfig.file.MappingFaults;
import io.sharedconfig.file.NewVersion;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.SharedFileStore;
import io.sharedconfig.file.StageFile;
import io.sharedconfig.file.StoreOptions;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrackedFile}.
 */
class TrackedFileTests {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

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
		tracked.poll(0, false);
		try (SharedConfigPublisher master = SharedConfigs.publisher(this.directory, "orders").withoutBackup().open()) {
			master.publish("{\"a\":1}");
			assertThat(tracked.isStale(0, Duration.ofSeconds(5))).isTrue();
			tracked.poll(POLL_INTERVAL.toNanos(), false);
			assertThat(tracked.isStale(POLL_INTERVAL.toNanos(), Duration.ofSeconds(5))).isFalse();
		}
	}

	@Test
	void pollWhenAVersionIsAChangeMakesTheDocumentOfIt() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1,\"b\":1}"), CommitStep.NONE);
			tracked.poll(0, false);
			for (int next = 2; next < 20; next++) {
				store.append(change(next, "{\"a\":%d,\"b\":1}".formatted(next), next), CommitStep.NONE);
				assertThat(tracked.poll(0, false)).isTrue();
				assertThat(tracked.seen().json()).isEqualTo("{\"a\":%d,\"b\":1}".formatted(next));
				assertThat(tracked.seen().version()).isEqualTo(next);
				assertThat(tracked.seen().author()).isEqualTo("a" + next);
			}
			assertThat(tracked().poll(0, false)).isTrue();
			assertThat(tracked.divergences()).isZero();
		}
	}

	@Test
	void pollWhenItsDocumentIsNotWhatIsChangedReadsTheWholeOneAgain() throws IOException {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1,\"b\":1}"), CommitStep.NONE);
			tracked.poll(0, false);
			writeOverFirstPayload("{\"a\":1,\"b\":2}");
			store.append(change(2, "{\"a\":2,\"b\":2}", 2), CommitStep.NONE);
			assertThat(tracked.poll(0, false)).isTrue();
			assertThat(tracked.seen().json()).isEqualTo("{\"a\":2,\"b\":2}");
			assertThat(tracked.problem()).isNull();
			assertThat(tracked.divergences()).isOne();
		}
	}

	@Test
	void pollWhenChangesLeadElsewhereKeepsTheLastVersionUntilAWholeOneComes() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1,\"b\":1}"), CommitStep.NONE);
			tracked.poll(0, false);
			store.append(change(2, "{\"a\":2,\"b\":7}", 2), CommitStep.NONE);
			assertThat(tracked.poll(0, false)).isTrue();
			assertThat(tracked.seen().version()).isOne();
			assertThat(tracked.problem()).isInstanceOf(CorruptFileException.class)
				.hasMessageContaining("stateHash of version 2 expected=");
			assertThat(tracked.divergences()).as("the one before, and the whole one").isEqualTo(2);
			long failures = tracked.pollFailures();
			pollFor(tracked, Duration.ofSeconds(1), 0);
			assertThat(tracked.pollFailures()).as("nothing new was published").isEqualTo(failures);
			store.append(whole(3, "{\"a\":3,\"b\":7}"), CommitStep.NONE);
			tracked.poll(0, false);
			assertThat(tracked.seen().json()).isEqualTo("{\"a\":3,\"b\":7}");
			assertThat(tracked.problem()).isNull();
		}
	}

	@Test
	void pollWhenAWholeDocumentIsNoneTakesTheNextOneOnly() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1,\"b\":1}"), CommitStep.NONE);
			tracked.poll(0, false);
			byte[] none = utf8("[1]");
			store.append(new NewVersion(2, 0, 0, new byte[0], none.length, () -> none, null), CommitStep.NONE);
			tracked.poll(0, false);
			store.append(new NewVersion(3, 0, 0, new byte[0], 1000, () -> none, utf8("[]")), CommitStep.NONE);
			tracked.poll(0, false);
			assertThat(tracked.seen().version()).as("a change of what is no document").isOne();
			assertThat(tracked.problem()).isNotNull();
			assertThat(tracked.divergences()).isZero();
			store.append(whole(4, "{\"a\":4}"), CommitStep.NONE);
			tracked.poll(0, false);
			assertThat(tracked.seen().version()).isEqualTo(4);
			assertThat(tracked.problem()).isNull();
		}
	}

	@Test
	void pollRungWhenThereIsAVersionTakesItBeforeItLooksAtThePath() throws IOException {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			tracked.poll(0, true);
			store.append(whole(2, "{\"a\":2}"), CommitStep.NONE);
			replaceByGarbage();
			assertThat(tracked.pollRung(1)).isTrue();
			assertThat(tracked.seen().version()).isEqualTo(2);
			assertThat(tracked.problem()).isNull();
			tracked.poll(2, true);
			assertThat(tracked.problem()).as("what the look finds that follows").isNotNull();
		}
	}

	@Test
	void pollRungWhenThereIsNoVersionLooksAtThePath() throws IOException {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			tracked.poll(0, true);
			replaceByGarbage();
			tracked.pollRung(1);
			assertThat(tracked.problem()).isNotNull();
		}
	}

	@Test
	void pollWhileHeardLooksAtThePathOnceAMinute() throws IOException {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			tracked.poll(0, true);
			replaceByGarbage();
			tracked.poll(Duration.ofSeconds(59).toNanos(), true);
			assertThat(tracked.problem()).isNull();
			tracked.poll(Duration.ofSeconds(61).toNanos(), true);
			assertThat(tracked.problem()).isNotNull();
		}
	}

	@Test
	void pollWhileHeardAndNothingIsThereWaitsForTheRing() {
		TrackedFile tracked = tracked();
		tracked.poll(0, true);
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			assertThat(tracked.poll(Duration.ofSeconds(1).toNanos(), true)).isFalse();
			assertThat(tracked.pollRung(Duration.ofSeconds(1).toNanos())).isTrue();
			assertThat(tracked.seen().version()).isOne();
		}
	}

	@Test
	void pollWhileHeardAndNothingIsThereLooksEveryFiveSeconds() {
		TrackedFile tracked = tracked();
		tracked.poll(0, true);
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			assertThat(tracked.poll(Duration.ofSeconds(4).toNanos(), true)).isFalse();
			assertThat(tracked.poll(Duration.ofSeconds(5).toNanos(), true)).isTrue();
		}
	}

	@Test
	void pollWhenNothingWasThereAndNothingIsHeardFindsWhatCame() {
		TrackedFile tracked = tracked();
		tracked.poll(0, false);
		tracked.poll(POLL_INTERVAL.toNanos(), false);
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			assertThat(tracked.poll(2 * POLL_INTERVAL.toNanos(), false)).isTrue();
		}
	}

	@Test
	void pollWhileHeardStillSeesThatTheMasterLives() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			tracked.poll(0, true);
			long now = Duration.ofSeconds(6).toNanos();
			tracked.poll(now, true);
			assertThat(tracked.isStale(now, Duration.ofSeconds(5))).isTrue();
			store.beat();
			now += Duration.ofSeconds(1).toNanos();
			tracked.poll(now, true);
			assertThat(tracked.isStale(now, Duration.ofSeconds(5))).isFalse();
		}
	}

	@Test
	void isQuietUntilSomethingIsPublishedOrStaged() {
		TrackedFile tracked = tracked();
		assertThat(tracked.isQuiet(0)).as("never looked at").isFalse();
		try (SharedFileStore store = store()) {
			settle(tracked, store);
			assertThat(tracked.isQuiet(2 * SECOND)).isTrue();
			store.append(whole(2, "{\"a\":2}"), CommitStep.NONE);
			assertThat(tracked.isQuiet(2 * SECOND)).isFalse();
			assertThat(tracked.poll(2 * SECOND, true)).isTrue();
			assertThat(tracked.isQuiet(2 * SECOND)).isTrue();
			store.announceStage();
			assertThat(tracked.isQuiet(2 * SECOND)).isFalse();
		}
	}

	@Test
	void isQuietUntilItIsTimeToLookAtThePath() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			settle(tracked, store);
			assertThat(tracked.isQuiet(59 * SECOND)).isTrue();
			assertThat(tracked.isQuiet(60 * SECOND)).isFalse();
		}
	}

	@Test
	void isQuietSeesThatTheMasterLives() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			tracked.poll(0, true);
			for (int second = 1; second < 20; second++) {
				store.beat();
				assertThat(tracked.isQuiet(second * SECOND)).isTrue();
			}
			assertThat(tracked.isStale(20 * SECOND, Duration.ofSeconds(5))).isFalse();
			assertThat(tracked.isStale(25 * SECOND, Duration.ofSeconds(5))).isTrue();
		}
	}

	/**
	 * That the heartbeat stands still is read once, with all that the master has left
	 * behind.
	 */
	@Test
	void isQuietAgainAfterTheSignOfAMasterThatClosedWasRead() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			tracked.poll(0, true);
			store.beat();
			assertThat(tracked.isQuiet(SECOND)).isTrue();
		}
		assertThat(tracked.isQuiet(2 * SECOND)).isFalse();
		assertThat(tracked.isStale(2 * SECOND, Duration.ofSeconds(5))).isFalse();
		tracked.poll(2 * SECOND, true);
		assertThat(tracked.isStale(2 * SECOND, Duration.ofSeconds(5))).isTrue();
		assertThat(tracked.isQuiet(3 * SECOND)).isTrue();
		try (SharedFileStore store = store()) {
			store.beat();
			assertThat(tracked.isQuiet(4 * SECOND)).as("a master is back").isFalse();
		}
	}

	@Test
	void isQuietIsNotWhereAPathLeadsNowhereForLongerThanAMinute() throws IOException {
		TrackedFile tracked = tracked();
		tracked.poll(0, true);
		Files.createSymbolicLink(this.directory.resolve("orders.scfg"), Path.of("nowhere"));
		assertThat(tracked.isQuiet(59 * SECOND)).isTrue();
		assertThat(tracked.isQuiet(60 * SECOND)).isTrue();
		assertThat(tracked.isQuiet(64 * SECOND)).isFalse();
	}

	@Test
	void isQuietWhileNothingIsThereButLooksEveryFiveSeconds() {
		TrackedFile tracked = tracked();
		tracked.poll(0, true);
		assertThat(tracked.isQuiet(5 * SECOND)).isTrue();
		try (SharedFileStore store = store()) {
			store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
			assertThat(tracked.isQuiet(9 * SECOND)).isTrue();
			assertThat(tracked.isQuiet(10 * SECOND)).isFalse();
		}
	}

	@Test
	void isQuietIsNotWhatFailsNorWhatWasFoundWithoutARing() {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			settle(tracked, store);
			tracked.hearing().looked(true);
			assertThat(tracked.isQuiet(2 * SECOND)).isFalse();
			tracked.hearing().ring();
			tracked.hearing().takeRing();
			assertThat(tracked.isQuiet(2 * SECOND)).isTrue();
			byte[] none = utf8("[1]");
			store.append(new NewVersion(2, 0, 0, new byte[0], none.length, () -> none, null), CommitStep.NONE);
			tracked.poll(3 * SECOND, true);
			assertThat(tracked.problem()).isNotNull();
			tracked.poll(4 * SECOND, true);
			assertThat(tracked.isQuiet(5 * SECOND)).isFalse();
		}
	}

	@Test
	void isQuietWhenTheFileBecameShorterIsNot() throws IOException {
		TrackedFile tracked = tracked();
		try (SharedFileStore store = store()) {
			settle(tracked, store);
			Files.newByteChannel(this.directory.resolve("orders.scfg"), StandardOpenOption.WRITE).truncate(0).close();
			AtomicBoolean quiet = new AtomicBoolean();
			// the error may come later than where it is caught, as in the poll thread
			MappingFaults.survive(() -> quiet.set(tracked.isQuiet(2 * SECOND)));
			assertThat(quiet).isFalse();
		}
	}

	@Test
	void pollWhenAFileWithoutAVersionComesSaysSo() {
		TrackedFile tracked = tracked();
		assertThat(tracked.poll(0, false)).isFalse();
		assertThat(tracked.isAbsent()).isTrue();
		try (SharedFileStore store = store()) {
			assertThat(store.last()).isNull();
			assertThat(tracked.poll(SECOND, false)).isTrue();
			assertThat(tracked.isAbsent()).isFalse();
			assertThat(tracked.poll(SECOND, false)).isFalse();
		}
	}

	private static void settle(TrackedFile tracked, SharedFileStore store) {
		store.append(whole(1, "{\"a\":1}"), CommitStep.NONE);
		tracked.poll(0, true);
		tracked.poll(SECOND, true);
	}

	private void replaceByGarbage() throws IOException {
		Path garbage = Files.writeString(this.directory.resolve("garbage~"), "garbage");
		Files.move(garbage, this.directory.resolve("orders.scfg"), StandardCopyOption.ATOMIC_MOVE);
	}

	private void writeOverFirstPayload(String json) throws IOException {
		byte[] payload = utf8(json);
		try (RandomAccessFile file = new RandomAccessFile(this.directory.resolve("orders.scfg").toFile(), "rw")) {
			byte[] header = new byte[64];
			file.seek(65536);
			file.readFully(header);
			ByteBuffer record = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
			assertThat(record.getInt(32)).isEqualTo(payload.length);
			byte[] meta = new byte[record.getInt(56)];
			file.readFully(meta);
			file.write(payload);
			record.putInt(36, crc(ByteBuffer.allocate(meta.length + payload.length).put(meta).put(payload).flip()));
			record.putInt(60, crc(ByteBuffer.wrap(header, 0, 60)));
			file.seek(65536);
			file.write(header);
		}
	}

	private static int crc(ByteBuffer bytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes);
		return (int) crc.getValue();
	}

	private SharedFileStore store() {
		SharedFileStore store = SharedFileStore.open(new StoreOptions(this.directory, "orders", 1000, 100_000,
				PosixFilePermissions.fromString("rw-------"), null));
		store.begin(null);
		return store;
	}

	private static NewVersion whole(long version, String json) {
		return version(version, json, null);
	}

	private static NewVersion change(long version, String json, int a) {
		return version(version, json, utf8("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":%d}]".formatted(a)));
	}

	private static NewVersion version(long version, String json, byte[] patch) {
		Document document = new DocumentCodec().encode(json);
		// so long that a change is shorter
		int lengthBytes = (patch != null) ? 1000 : document.payload().length;
		return new NewVersion(version, 1_700_000_000_000L, document.stateHash(),
				utf8("{\"author\":\"a%d\"}".formatted(version)), lengthBytes, document::payload, patch);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static long pollFor(TrackedFile tracked, Duration duration, long from) {
		long now = from;
		while (now < from + duration.toNanos()) {
			tracked.poll(now, false);
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
