package io.sharedconfig.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;
import static io.sharedconfig.file.SharedFileLayout.STATIC_CRC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATIC_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FileHeader}.
 */
class FileHeaderTests {

	private static final Path FILE = Path.of("orders.scfg");

	private static final UUID FILE_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	private final FileHeader header = new FileHeader(FILE_ID, 65536, 131072, 65536, 16384, 1_700_000_000_000L, true);

	@Test
	void encodeWhenValuesAreKnownGivesTheseBytes() {
		byte[] bytes = this.header.encodeWithoutMagic();
		assertThat(bytes).hasSize(4096);
		assertThat(HexFormat.of().formatHex(bytes, 0, 96)).isEqualTo("0000000000000000" // magic
																						// comes
																						// last
				+ "01000000" + "00100000" // format 1.0, header length
				+ "01000000" + "00000000" // flags
				+ "0d0c0b0a" + "02000000" // byte order mark, arenas
				+ "7766554433221100" + "ffeeddccbbaa9988" // file id
				+ "0000010000000000" + "0000020000000000" // arena offsets
				+ "0000010000000000" // capacity
				+ "0040000000000000" // max payload
				+ "0068e5cf8b010000" // created at
				+ "4198accf" + "00000000");
		assertThat(HexFormat.of().formatHex(bytes, 96, 4096)).matches("0+");
	}

	@Test
	void parseWhenEncodedReturnsTheSame() {
		assertThat(FileHeader.parse(FILE, bytes().array(), 196608)).isEqualTo(this.header);
	}

	@ParameterizedTest
	@CsvSource({ "1, 65536", "16384, 65536", "16385, 131072", "1048576, 4194304", "134217728, 536870912" })
	void forPayloadWhenSizedHoldsFourInAnArena(int maxPayload, int capacity) {
		FileHeader header = FileHeader.forPayload(maxPayload, 0);
		assertThat(header.maxPayload()).isEqualTo(maxPayload);
		assertThat(header.arenaCapacity()).isEqualTo(capacity);
		assertThat(header.fileLengthBytes()).isEqualTo(65536 + 2L * capacity);
		ByteBuffer bytes = ByteBuffer.wrap(header.encodeWithoutMagic()).order(BYTE_ORDER);
		bytes.putLong(0, SharedFileLayout.MAGIC);
		assertThat(FileHeader.parse(FILE, bytes.array(), header.fileLengthBytes())).isEqualTo(header);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 65536", "64, 0, 65600", "65535, 0, 131071", "65536, 1, 131072", "131136, 2, 65600" })
	void positionWhenInAnEpochIsInItsArena(long position, long epoch, int fileOffset) {
		assertThat(this.header.epoch(position)).isEqualTo(epoch);
		assertThat(this.header.fileOffset(position)).isEqualTo(fileOffset);
		assertThat(this.header.firstPosition(epoch)).isEqualTo(epoch * 65536);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					0  | 1  | 1         | magic expected=0x0a0d464e4f434853 found=0x0a0d464e4f434801
					12 | 4  | 8192      | headerLengthBytes expected=4096 found=8192
					24 | 4  | 167772160 | byteOrderMark expected=0x0a0b0c0d found=0x0a000000
					28 | 4  | 3         | arenaCount expected=2 found=3
					48 | 8  | 0         | arenaOffset0 expected=a multiple of 65536 found=0
					48 | 8  | 65600     | arenaOffset0 expected=a multiple of 65536 found=65600
					56 | 8  | 65536     | arenaOffset1 expected=a multiple of 65536 from 131072 found=65536
					56 | 8  | -65536    | arenaOffset1 expected=a multiple of 65536 from 131072 found=-65536
					56 | 8  | 196608    | fileLengthBytes expected=262144 found=196608
					64 | 8  | 65600     | arenaCapacityBytes expected=a power of two of 65536 to 1073741824 found=65600
					64 | 8  | 0         | arenaCapacityBytes expected=a power of two of 65536 to 1073741824 found=0
					64 | 8  | -9223372036854775808 | arenaCapacityBytes expected=a power of two of 65536 to 1073741824 found=-9223372036854775808
					72 | 8  | 16385     | maxPayloadBytes expected=1 to 16384 found=16385
					72 | 8  | -1        | maxPayloadBytes expected=1 to 16384 found=-1
					""")
	void parseWhenAFieldIsWrongSaysWhich(int offset, int lengthBytes, long value, String facts) {
		ByteBuffer bytes = withField(offset, lengthBytes, value);
		assertThatExceptionOfType(CorruptFileException.class)
			.isThrownBy(() -> FileHeader.parse(FILE, bytes.array(), 196608))
			.withMessage("Shared config file 'orders.scfg' is corrupt: " + facts);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			8  | 2          | formatMajor expected=1 found=2
			8  | 0          | formatMajor expected=1 found=0
			16 | 2          | incompatFlags expected=0x00000001 found=0x00000002
			16 | -2147483648 | incompatFlags expected=0x00000001 found=0x80000000
			""")
	void parseWhenOfAnotherFormatSaysWhich(int offset, int value, String facts) {
		ByteBuffer bytes = withField(offset, 4, value);
		assertThatExceptionOfType(IncompatibleFileException.class)
			.isThrownBy(() -> FileHeader.parse(FILE, bytes.array(), 196608))
			.withMessageContaining("'orders.scfg' is not readable by this process: " + facts);
	}

	@Test
	void parseWhenOfAnotherMajorWithAnotherChecksumStillNamesTheMajor() {
		ByteBuffer bytes = bytes().put(8, (byte) 9);
		assertThatExceptionOfType(IncompatibleFileException.class)
			.isThrownBy(() -> FileHeader.parse(FILE, bytes.array(), 196608))
			.withMessageContaining("formatMajor expected=1 found=9");
	}

	@ParameterizedTest
	@CsvSource({ "10, 7", "20, 127" })
	void parseWhenMinorOrCompatFlagsAreUnknownIgnoresThem(int offset, byte value) {
		ByteBuffer bytes = bytes().put(offset, value);
		assertThat(FileHeader.parse(FILE, sealed(bytes).array(), 196608)).isEqualTo(this.header);
	}

	@Test
	void parseWhenAnyBitIsFlippedIsRefused() {
		for (int bit = 0; bit < STATIC_LENGTH * 8; bit++) {
			ByteBuffer bytes = bytes();
			bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ (1 << (bit % 8))));
			assertThatExceptionOfType(RuntimeException.class).as("bit " + bit)
				.isThrownBy(() -> FileHeader.parse(FILE, bytes.array(), 196608))
				.isInstanceOfAny(CorruptFileException.class, IncompatibleFileException.class);
		}
	}

	private ByteBuffer bytes() {
		ByteBuffer bytes = ByteBuffer.wrap(this.header.encodeWithoutMagic()).order(BYTE_ORDER);
		return bytes.putLong(0, SharedFileLayout.MAGIC);
	}

	private ByteBuffer withField(int offset, int lengthBytes, long value) {
		ByteBuffer bytes = bytes();
		switch (lengthBytes) {
			case 1 -> bytes.put(offset, (byte) value);
			case 4 -> bytes.putInt(offset, (int) value);
			default -> bytes.putLong(offset, value);
		}
		return sealed(bytes);
	}

	private ByteBuffer sealed(ByteBuffer bytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes.array(), 8, 80);
		return bytes.putInt(STATIC_CRC_OFFSET, (int) crc.getValue());
	}

}
