package io.sharedconfig.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;

import io.sharedconfig.CorruptFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordRun} and {@link RecordHeader}.
 */
class RecordRunTests {

	private static final Path FILE = Path.of("orders.scfg");

	private static final String PATCH = "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2}]";

	@Test
	void snapshotWhenValuesAreKnownGivesTheseBytes() {
		StoredVersion version = new StoredVersion(3, 1_700_000_000_000L, 0x1122334455667788L, utf8("{}"),
				utf8("{\"a\":1}"));
		assertThat(HexFormat.of().formatHex(StoreFixture.snapshot(version, 128))).isEqualTo("80000000" // length
				+ "0100" + "0100" // type, encoding
				+ "0300000000000000" // version
				+ "8000000000000000" + "8000000000000000" // position, snapshot position
				+ "07000000" + "36bedd68" // payload length, CRC-32
				+ "8877665544332211" // state hash
				+ "0068e5cf8b010000" // published at
				+ "02000000" + "cbb97c35" // meta length, CRC-32
				+ "7b7d" + "7b2261223a317d" + "00".repeat(55));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 43, 44, 45, 107, 108, 5000 })
	void decodeWhenEncodedReturnsTheSame(int payloadLengthBytes) {
		StoredVersion version = StoreFixture.version(5, payloadLengthBytes);
		byte[] record = StoreFixture.snapshot(version, 640);
		assertThat(record.length).isGreaterThan(64 + payloadLengthBytes).matches((length) -> length % 64 == 0);
		assertThat(decode(record, 640, 4)).matches((read) -> StoreFixture.same(read, version));
	}

	@Test
	void decodeWhenEverythingIsEmptyReturnsTheSame() {
		StoredVersion version = new StoredVersion(1, 0, 0, new byte[0], new byte[0]);
		assertThat(StoreFixture.snapshot(version, 0)).hasSize(64);
		assertThat(decode(StoreFixture.snapshot(version, 0), 0, 0)).matches((read) -> StoreFixture.same(read, version));
	}

	@Test
	void decodeWhenDeltasFollowASnapshotReturnsAll() {
		StoredVersion whole = StoreFixture.version(5, 100);
		byte[] run = run(StoreFixture.snapshot(whole, 640), delta(6, 832, 640), delta(7, 960, 640));
		StoredRun read = decode(run, 640, 3);
		assertThat(read.snapshot()).matches((snapshot) -> StoreFixture.same(snapshot, whole));
		assertThat(read.deltas()).extracting(StoredDelta::version).containsExactly(6L, 7L);
		assertThat(read.deltas().get(1)).satisfies((delta) -> {
			assertThat(delta.publishedAtMs()).isEqualTo(1007);
			assertThat(delta.stateHash()).isEqualTo(70);
			assertThat(delta.meta()).asString().isEqualTo("{}");
			assertThat(delta.patch()).asString().isEqualTo(PATCH);
		});
		assertThat(read.version()).isEqualTo(7);
		assertThat(read.last()).isSameAs(read.deltas().get(1));
		assertThat(read.patches()).hasSize(2);
	}

	@Test
	void decodeWhenDeltasFollowWhatWasTakenReturnsThemAlone() {
		byte[] run = run(delta(6, 832, 640), delta(7, 960, 640));
		StoredRun read = RecordRun.decode(FILE, true, run, 832, new RecordLog.Cursor(640, 832, 5, 640));
		assertThat(read.snapshot()).isNull();
		assertThat(read.deltas()).extracting(StoredDelta::version).containsExactly(6L, 7L);
	}

	@Test
	void decodeWhenASnapshotFollowsWhatWasTakenMaySkipVersions() {
		byte[] run = run(StoreFixture.snapshot(StoreFixture.version(9, 100), 1280), delta(10, 1472, 1280));
		StoredRun read = RecordRun.decode(FILE, true, run, 1280, new RecordLog.Cursor(640, 832, 5, 640));
		assertThat(read.snapshot()).isNotNull();
		assertThat(read.version()).isEqualTo(10);
	}

	@Test
	void decodeWhenADeltaIsTheFirstOfAllIsRefused() {
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> decode(delta(1, 640, -1), 640, 0))
			.withMessageEndingWith("recordPosition=640 type expected=1 found=2");
	}

	@Test
	void decodeWhenASnapshotIsNotTheFirstIsRefused() {
		byte[] run = run(StoreFixture.snapshot(StoreFixture.version(5, 100), 0),
				StoreFixture.snapshot(StoreFixture.version(6, 100), 192));
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> decode(run, 0, 4))
			.withMessageEndingWith("recordPosition=192 type expected=2 found=1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			7 | 640 | version expected=6 found=7
			5 | 640 | version expected=6 found=5
			6 | 576 | snapshotPosition expected=640 found=576
			6 | 832 | snapshotPosition expected=640 found=832
			6 | -1  | snapshotPosition expected=640 found=-1
			""")
	void decodeWhenADeltaDoesNotFitWhatIsBeforeItIsRefused(long version, long snapshotPosition, String facts) {
		byte[] delta = delta(version, 832, snapshotPosition);
		byte[] run = run(StoreFixture.snapshot(StoreFixture.version(5, 100), 640), delta);
		assertThatExceptionOfType(CorruptFileException.class).as("within a run")
			.isThrownBy(() -> decode(run, 640, 4))
			.withMessageEndingWith("recordPosition=832 " + facts);
		assertThatExceptionOfType(CorruptFileException.class).as("behind what was taken")
			.isThrownBy(() -> RecordRun.decode(FILE, true, delta, 832, new RecordLog.Cursor(640, 832, 5, 640)))
			.withMessageEndingWith("recordPosition=832 " + facts);
	}

	@Test
	void decodeWhenThereIsNoNextVersionIsRefused() {
		byte[] run = run(StoreFixture.snapshot(StoreFixture.version(Long.MAX_VALUE, 100), 640),
				delta(Long.MIN_VALUE, 832 + 64, 640));
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> decode(run, 640, 4))
			.withMessageContaining("recordPosition=896 version expected=");
	}

	@Test
	void decodeWhenTheFileMayHaveNoDeltaIsRefused() {
		byte[] run = run(StoreFixture.snapshot(StoreFixture.version(5, 100), 640), delta(6, 832, 640));
		assertThatExceptionOfType(CorruptFileException.class)
			.isThrownBy(() -> RecordRun.decode(FILE, false, run, 640, RecordLog.Cursor.NONE))
			.withMessageContaining("recordPosition=832 type expected=");
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(
				() -> RecordRun.decode(FILE, false, delta(6, 832, 640), 832, new RecordLog.Cursor(640, 832, 5, 640)))
			.withMessageEndingWith("recordPosition=832 type expected=1 found=2");
	}

	@Test
	void decodeWhenVersionIsNotHigherIsRefused() {
		byte[] record = StoreFixture.snapshot(StoreFixture.version(5, 100), 0);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> decode(record, 0, 5))
			.withMessage("Shared config file 'orders.scfg' is corrupt: recordPosition=0 "
					+ "version expected=more than 5 found=5");
	}

	@Test
	void decodeWhenAnyBitIsFlippedIsRefused() {
		StoredVersion version = StoreFixture.version(5, 100);
		int used = 64 + version.meta().length + version.payload().length;
		for (int bit = 0; bit < used * 8; bit++) {
			byte[] record = StoreFixture.snapshot(version, 640);
			record[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThatExceptionOfType(CorruptFileException.class).as("bit " + bit)
				.isThrownBy(() -> decode(record, 640, 4));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0  | 4 | 256   | lengthBytes expected=192 found=256
			0  | 4 | -64   | lengthBytes expected=192 found=-64
			4  | 2 | 2     | type expected=1 found=2
			6  | 2 | 2     | encoding expected=1 found=2
			16 | 8 | 576   | ownPosition expected=640 found=576
			24 | 8 | 576   | snapshotPosition expected=640 found=576
			32 | 4 | 114   | payloadLengthBytes expected=0 to 113 found=114
			32 | 4 | -1    | payloadLengthBytes expected=0 to 113 found=-1
			36 | 4 | 0     | payloadCrc32 expected=0x00000000 found=
			56 | 4 | 4097  | metaLengthBytes expected=0 to 4096 found=4097
			56 | 4 | -1    | metaLengthBytes expected=0 to 4096 found=-1
			""")
	void decodeWhenAFieldIsWrongSaysWhich(int offset, int lengthBytes, long value, String facts) {
		ByteBuffer record = ByteBuffer.wrap(StoreFixture.snapshot(StoreFixture.version(5, 100), 640)).order(BYTE_ORDER);
		switch (lengthBytes) {
			case 2 -> record.putShort(offset, (short) value);
			case 4 -> record.putInt(offset, (int) value);
			default -> record.putLong(offset, value);
		}
		CRC32 crc = new CRC32();
		crc.update(record.array(), 0, 60);
		record.putInt(60, (int) crc.getValue());
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> decode(record.array(), 640, 4))
			.withMessageContaining("recordPosition=640 " + facts);
	}

	private static StoredRun decode(byte[] run, long from, long lastVersion) {
		return RecordRun.decode(FILE, true, run, from, new RecordLog.Cursor(-1, 0, lastVersion, -1));
	}

	private static byte[] run(byte[]... records) {
		ByteArrayOutputStream run = new ByteArrayOutputStream();
		for (byte[] record : records) {
			run.writeBytes(record);
		}
		return run.toByteArray();
	}

	private static byte[] delta(long version, long position, long snapshotPosition) {
		NewVersion change = new NewVersion(version, 1000 + version, 10 * version, utf8("{}"), 1000, () -> new byte[0],
				null);
		return StoreFixture.bytes(NewRecord.delta(change, utf8(PATCH), position, snapshotPosition));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
