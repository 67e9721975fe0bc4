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

	@Test
	void snapshotWhenValuesAreKnownGivesTheseBytes() {
		StoredVersion version = new StoredVersion(3, 1_700_000_000_000L, 0x1122334455667788L, utf8("{}"),
				utf8("{\"a\":1}"));
		assertThat(HexFormat.of().formatHex(RecordRun.snapshot(version, 128))).isEqualTo("80000000" // length
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
		byte[] record = RecordRun.snapshot(version, 640);
		assertThat(record.length).isGreaterThan(64 + payloadLengthBytes).matches((length) -> length % 64 == 0);
		assertThat(RecordRun.decode(FILE, record, 640, 4)).matches((read) -> StoreFixture.same(read, version));
	}

	@Test
	void decodeWhenEverythingIsEmptyReturnsTheSame() {
		StoredVersion version = new StoredVersion(1, 0, 0, new byte[0], new byte[0]);
		assertThat(RecordRun.snapshot(version, 0)).hasSize(64);
		assertThat(RecordRun.decode(FILE, RecordRun.snapshot(version, 0), 0, 0))
			.matches((read) -> StoreFixture.same(read, version));
	}

	@Test
	void decodeWhenARunOfSeveralReturnsTheLast() {
		byte[] run = run(StoreFixture.version(5, 100), StoreFixture.version(6, 200), StoreFixture.version(7, 10));
		assertThat(RecordRun.decode(FILE, run, 0, 4)).matches(StoreFixture::isWhole)
			.extracting(StoredVersion::version)
			.isEqualTo(7L);
	}

	@Test
	void decodeWhenAVersionIsLeftOutWithinARunIsRefused() {
		byte[] run = run(StoreFixture.version(5, 100), StoreFixture.version(7, 10));
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> RecordRun.decode(FILE, run, 0, 4))
			.withMessageEndingWith("version expected=6 found=7");
	}

	@Test
	void decodeWhenVersionIsNotHigherIsRefused() {
		byte[] record = RecordRun.snapshot(StoreFixture.version(5, 100), 0);
		assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> RecordRun.decode(FILE, record, 0, 5))
			.withMessage("Shared config file 'orders.scfg' is corrupt: recordPosition=0 "
					+ "version expected=more than 5 found=5");
	}

	@Test
	void decodeWhenAnyBitIsFlippedIsRefused() {
		StoredVersion version = StoreFixture.version(5, 100);
		int used = 64 + version.meta().length + version.payload().length;
		for (int bit = 0; bit < used * 8; bit++) {
			byte[] record = RecordRun.snapshot(version, 640);
			record[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThatExceptionOfType(CorruptFileException.class).as("bit " + bit)
				.isThrownBy(() -> RecordRun.decode(FILE, record, 640, 4));
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
		ByteBuffer record = ByteBuffer.wrap(RecordRun.snapshot(StoreFixture.version(5, 100), 640)).order(BYTE_ORDER);
		switch (lengthBytes) {
			case 2 -> record.putShort(offset, (short) value);
			case 4 -> record.putInt(offset, (int) value);
			default -> record.putLong(offset, value);
		}
		CRC32 crc = new CRC32();
		crc.update(record.array(), 0, 60);
		record.putInt(60, (int) crc.getValue());
		assertThatExceptionOfType(CorruptFileException.class)
			.isThrownBy(() -> RecordRun.decode(FILE, record.array(), 640, 4))
			.withMessageContaining("recordPosition=640 " + facts);
	}

	private static byte[] run(StoredVersion... versions) {
		ByteArrayOutputStream run = new ByteArrayOutputStream();
		for (StoredVersion version : versions) {
			run.writeBytes(RecordRun.snapshot(version, run.size()));
		}
		return run.toByteArray();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
