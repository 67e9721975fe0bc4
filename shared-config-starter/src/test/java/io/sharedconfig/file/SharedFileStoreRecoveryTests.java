package io.sharedconfig.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sharedconfig.file.SharedFileLayout.FORMAT_MAJOR_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.HEARTBEAT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.INCOMPAT_FLAGS_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.MAGIC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.PUBLISHED_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATE_ACTIVE;
import static io.sharedconfig.file.SharedFileLayout.STATE_CLOSED;
import static io.sharedconfig.file.SharedFileLayout.STATE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_BOOT_ID_HIGH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_EPOCH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_PID_NAMESPACE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_PID_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.WRITER_START_TICKS_OFFSET;
import static io.sharedconfig.file.StoreFixture.begun;
import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.version;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link SharedFileStore} makes of the file that it finds.
 */
class SharedFileStoreRecoveryTests extends SharedFileScene {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

	@Test
	void beginWhenNothingIsThereRecordsThisProcess() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			WriterIdentity identity = WriterIdentity.current(HostSystem.CURRENT);
			MappedRegion header = new MappedRegion(StoreFixture.bytes(this.data));
			assertThat(WriterIdentity.read(header)).isEqualTo(identity);
			assertThat(identity.pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(header.getLong(WRITER_EPOCH_OFFSET)).isEqualTo(1);
			assertThat(header.getInt(STATE_OFFSET)).isEqualTo(STATE_ACTIVE);
			assertThat(header.getLong(PUBLISHED_OFFSET)).isEqualTo(-1);
			assertThat(store.last()).isNull();
		}
		assertThat(StoreFixture.bytes(this.data).getInt(STATE_OFFSET)).isEqualTo(STATE_CLOSED);
	}

	@Test
	void openWhenAFileIsThereWritesNothingToIt() throws IOException {
		publish(3);
		byte[] before = Files.readAllBytes(this.data);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			assertThat(store.last()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(3L);
			assertThat(store.damage()).isNull();
		}
		assertThat(Files.readAllBytes(this.data)).isEqualTo(before);
	}

	@Test
	void beginWhenMasterBeforeClosedGoesOnInPlace() throws IOException {
		publish(3);
		this.reader.read();
		Object key = PathFacts.keyOf(this.data);
		try (SharedFileStore store = begun(options(this.directory))) {
			assertThat(this.reader.hasNews()).isFalse();
			assertThat(PathFacts.keyOf(this.data)).isEqualTo(key);
			assertThat(StoreFixture.bytes(this.data).getLong(WRITER_EPOCH_OFFSET)).isEqualTo(2);
			assertThat(StoreFixture.bytes(this.data).getInt(STATE_OFFSET)).isEqualTo(STATE_ACTIVE);
			store.append(whole(4, 20), CommitStep.NONE);
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(4L);
		}
	}

	@Test
	void beginWhenFileIsEmptyOfVersionsGoesOnInPlace() throws IOException {
		begun(options(this.directory)).close();
		Object key = PathFacts.keyOf(this.data);
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
		}
		assertThat(PathFacts.keyOf(this.data)).isEqualTo(key);
		assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(1L);
	}

	@Test
	void beginWhenAdoptedAgainAndAgainThroughManyArenasLosesNothing() {
		for (long next = 1; next <= 60; next++) {
			try (SharedFileStore store = begun(options(this.directory))) {
				assertThat(store.lastVersion()).isEqualTo(next - 1);
				store.append(whole(next, 9000), CommitStep.NONE);
			}
			assertThat(this.reader.read()).matches(StoreFixture::isWhole)
				.extracting(StoredRun::version)
				.isEqualTo(next);
		}
	}

	@ParameterizedTest
	@EnumSource
	void beginWhenMasterBeforeCannotWriteAnyMoreGoesOnInPlace(Gone gone) throws IOException {
		publish(3);
		StoreFixture.patchInt(this.data, STATE_OFFSET, STATE_ACTIVE);
		gone.patch(this.data);
		Object key = PathFacts.keyOf(this.data);
		try (SharedFileStore store = begun(options(this.directory))) {
			assertThat(PathFacts.keyOf(this.data)).isEqualTo(key);
			store.append(whole(4, 20), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(4L);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void beginWhenMasterBeforeMayStillWritePutsASuccessorInPlace(boolean otherNamespace) throws IOException {
		publish(3);
		this.reader.read();
		StoreFixture.patchInt(this.data, STATE_OFFSET, STATE_ACTIVE);
		if (otherNamespace) {
			StoreFixture.patchLong(this.data, WRITER_PID_NAMESPACE_OFFSET, 77);
			StoreFixture.patchLong(this.data, WRITER_PID_OFFSET, Integer.MAX_VALUE);
		}
		Path before = Files.createLink(this.temp.resolve("before"), this.data);
		Object key = PathFacts.keyOf(this.data);
		try (SharedFileStore store = begun(options(this.directory))) {
			assertThat(PathFacts.keyOf(this.data)).isNotEqualTo(key);
			ByteBuffer old = StoreFixture.bytes(before);
			assertThat(old.getLong(PUBLISHED_OFFSET)).isEqualTo(SharedFileLayout.MOVED);
			assertThat(old.getInt(STATE_OFFSET)).isEqualTo(SharedFileLayout.STATE_MOVED);
			assertThat(old.getLong(WRITER_EPOCH_OFFSET)).as("fences the writer before").isEqualTo(2);
			assertThat(StoreFixture.bytes(this.data).getLong(WRITER_EPOCH_OFFSET)).isEqualTo(2);
			assertThat(this.reader.read()).as("the same version in another file")
				.extracting(StoredRun::version)
				.isEqualTo(3L);
			store.append(whole(4, 20), CommitStep.NONE);
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(4L);
		}
	}

	@Test
	void beginWhenFirstIsNewerPublishesItBehind() {
		publish(3);
		this.reader.read();
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			store.begin(whole(5, 100));
			assertThat(store.lastVersion()).isEqualTo(5L);
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(5L);
			store.append(whole(6, 100), CommitStep.NONE);
		}
	}

	@Test
	void beginWhenFirstIsNewerAndDoesNotFitGrows() {
		publish(3);
		this.reader.read();
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			store.begin(whole(4, 100_000));
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(4L);
		}
	}

	@Test
	void beginWhenFirstIsNotNewerKeepsWhatIsThere() {
		publish(3);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory))) {
			assertThat(store.last()).matches((last) -> StoreFixture.same(last, version(3, 3000)));
			store.begin(whole(3, 5));
			assertThat(this.reader.read()).matches((read) -> StoreFixture.same(read, version(3, 3000)));
		}
	}

	@ParameterizedTest
	@EnumSource
	void beginWhenFileIsDamagedKeepsItAndMakesANewOne(Damage damage) throws IOException {
		publish(3);
		this.reader.read();
		damage.inflict(this.data);
		String kept = damage.describe(this.data);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory), HostSystem.CURRENT, CLOCK)) {
			assertThat(store.damage()).contains(this.data.toString()).contains(damage.fact);
			assertThat(store.last()).isNull();
			assertThat(damage.describe(this.data)).as("before begin()").isEqualTo(kept);
			store.begin(whole(9, 20));
			assertThat(StoreFixture.names(this.directory)).containsExactly("orders.lock", "orders.scfg",
					"orders.scfg.corrupt-20260102T030405678Z");
			assertThat(damage.describe(this.directory.resolve("orders.scfg.corrupt-20260102T030405678Z")))
				.isEqualTo(kept);
			store.append(whole(10, 20), CommitStep.NONE);
			this.reader.close();
			assertThat(this.reader.read()).extracting(StoredRun::version).isEqualTo(10L);
		}
	}

	@Test
	void beginWhenRecordIsDamagedKeepsTheFileAndMakesANewOne() throws IOException {
		publish(3);
		long position = StoreFixture.bytes(this.data).getLong(PUBLISHED_OFFSET);
		StoreFixture.patch(this.data, (int) (65536 + position + 100), (byte) 77);
		try (SharedFileStore store = SharedFileStore.open(options(this.directory), HostSystem.CURRENT, CLOCK)) {
			assertThat(store.damage()).contains("payloadCrc32 expected=");
			store.begin(null);
			assertThat(this.reader.read()).isNull();
			assertThat(StoreFixture.names(this.directory)).hasSize(3);
		}
	}

	@Test
	void beginWhenATailWasHalfWrittenGoesOnBehindTheLastCompleteVersion() throws IOException {
		publish(3);
		ByteBuffer bytes = StoreFixture.bytes(this.data);
		int end = (int) bytes.getLong(PUBLISHED_OFFSET);
		end += bytes.getInt(65536 + end);
		byte[] tail = StoreFixture.snapshot(version(4, 3000), end);
		StoreFixture.patch(this.data, 65536 + end, Arrays.copyOf(tail, 1500));
		try (SharedFileStore store = begun(options(this.directory))) {
			assertThat(store.lastVersion()).isEqualTo(3L);
			store.append(whole(4, 100), CommitStep.NONE);
			assertThat(this.reader.read()).matches(StoreFixture::isWhole).extracting(StoredRun::version).isEqualTo(4L);
		}
	}

	@Test
	void appendWhenAdoptedTouchesNothingThatIsPublished() {
		publish(3);
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(4, 3000),
					() -> assertThat(this.reader.read()).matches((read) -> StoreFixture.same(read, version(3, 3000))));
		}
	}

	@Test
	void appendWhenArenaIsUsedAgainSaysSoBefore() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			for (long next = 1; next <= 40; next++) {
				store.append(whole(next, 9000), () -> assertThat(reclaim()).isGreaterThanOrEqualTo(epoch() - 1));
				assertThat(reclaim()).isEqualTo(Math.max(0, epoch() - 1));
			}
			assertThat(epoch()).isEqualTo(5);
		}
	}

	private long epoch() {
		return Math.max(0, word(PUBLISHED_OFFSET)) / 65536;
	}

	private long reclaim() {
		return word(SharedFileLayout.RECLAIM_OFFSET);
	}

	private long word(int offset) {
		try {
			return StoreFixture.bytes(this.data).getLong(offset);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void beginWhenAdoptedMovesTheHeartbeat() throws IOException {
		publish(3);
		long before = StoreFixture.bytes(this.data).getLong(HEARTBEAT_OFFSET);
		begun(options(this.directory)).close();
		assertThat(StoreFixture.bytes(this.data).getLong(HEARTBEAT_OFFSET)).isEqualTo(before + 1);
	}

	@Test
	void beginWhenPermissionsWereChangedAppliesThem() throws IOException {
		publish(3);
		Set<PosixFilePermission> wider = PosixFilePermissions.fromString("rw-r-----");
		begun(new StoreOptions(this.directory, StoreFixture.NAME, 1000, 1000, wider, null)).close();
		assertThat(Files.getPosixFilePermissions(this.data)).isEqualTo(wider);
	}

	private void publish(int versions) {
		try (SharedFileStore store = begun(options(this.directory))) {
			for (int next = 1; next <= versions; next++) {
				store.append(whole(next, 3000), CommitStep.NONE);
			}
		}
	}

	private enum Gone {

		OTHER_BOOT(WRITER_BOOT_ID_HIGH_OFFSET, UUID.randomUUID().getMostSignificantBits()),

		NO_SUCH_PROCESS(WRITER_PID_OFFSET, Integer.MAX_VALUE),

		PID_USED_AGAIN(WRITER_START_TICKS_OFFSET, 1);

		private final int offset;

		private final long value;

		Gone(int offset, long value) {
			this.offset = offset;
			this.value = value;
		}

		void patch(Path data) throws IOException {
			StoreFixture.patchLong(data, this.offset, this.value);
		}

	}

	private enum Damage {

		EMPTY("fileLengthBytes expected=4096 to 2147483647 found=0") {

			@Override
			void inflict(Path data) throws IOException {
				StoreFixture.truncate(data, 0);
			}

		},

		TRUNCATED("fileLengthBytes expected=196608 found=100000") {

			@Override
			void inflict(Path data) throws IOException {
				StoreFixture.truncate(data, 100_000);
			}

		},

		GARBAGE("magic expected=") {

			@Override
			void inflict(Path data) throws IOException {
				Files.writeString(data, "garbage ".repeat(10_000));
			}

		},

		NOT_COMPLETE("was never completed") {

			@Override
			void inflict(Path data) throws IOException {
				StoreFixture.patchLong(data, MAGIC_OFFSET, 0);
			}

		},

		MOVED("has been given up") {

			@Override
			void inflict(Path data) throws IOException {
				StoreFixture.patchLong(data, PUBLISHED_OFFSET, SharedFileLayout.MOVED);
			}

		},

		OTHER_MAJOR("formatMajor expected=1 found=2") {

			@Override
			void inflict(Path data) throws IOException {
				StoreFixture.patch(data, FORMAT_MAJOR_OFFSET, (byte) 2);
			}

		},

		OTHER_FLAGS("headerCrc32") {

			@Override
			void inflict(Path data) throws IOException {
				StoreFixture.patchInt(data, INCOMPAT_FLAGS_OFFSET, 3);
			}

		},

		DIRECTORY("type expected=file found=directory") {

			@Override
			void inflict(Path data) throws IOException {
				Files.delete(data);
				Files.createDirectory(data);
				Files.writeString(data.resolve("content"), "of the directory");
			}

			@Override
			String describe(Path path) throws IOException {
				return StoreFixture.names(path).toString();
			}

		},

		LINK("type expected=file found=link") {

			@Override
			void inflict(Path data) throws IOException {
				Path elsewhere = data.resolveSibling("../elsewhere");
				Files.move(data, elsewhere);
				Files.createSymbolicLink(data, elsewhere);
			}

			@Override
			String describe(Path path) throws IOException {
				return Files.readSymbolicLink(path) + " " + Files.size(path);
			}

		},

		WRITABLE_BY_OTHERS("writableBy expected=owner found=others") {

			@Override
			void inflict(Path data) throws IOException {
				Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rw-rw-rw-"));
			}

		};

		private final String fact;

		Damage(String fact) {
			this.fact = fact;
		}

		abstract void inflict(Path data) throws IOException;

		String describe(Path path) throws IOException {
			return HexFormat.of().formatHex(Files.readAllBytes(path));
		}

	}

}
