package io.sharedconfig.file;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code docs/file-format.md}: what it says holds for the code.
 */
class FileFormatDocumentTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "file-format.md");

	@ParameterizedTest
	@CsvSource({ "MAGIC_OFFSET, 0, u64, magic", "FORMAT_MAJOR_OFFSET, 8, u16, formatMajor",
			"FORMAT_MINOR_OFFSET, 10, u16, formatMinor", "HEADER_LENGTH_OFFSET, 12, u32, headerLength",
			"INCOMPAT_FLAGS_OFFSET, 16, u32, incompatFlags", "COMPAT_FLAGS_OFFSET, 20, u32, compatFlags",
			"BYTE_ORDER_MARK_OFFSET, 24, u32, byteOrderMark", "ARENA_COUNT_OFFSET, 28, u32, arenaCount",
			"FILE_ID_HIGH_OFFSET, 32, u64 x 2, fileId", "ARENA_OFFSET_0_OFFSET, 48, u64 x 2, arenaOffset[0]",
			"ARENA_CAPACITY_OFFSET, 64, u64, arenaCapacity", "MAX_PAYLOAD_OFFSET, 72, u64, maxPayload",
			"CREATED_AT_OFFSET, 80, u64, createdAt", "STATIC_CRC_OFFSET, 88, u32, headerCrc32",
			"PUBLISHED_OFFSET, 128, i64, PUBLISHED", "STAGE_OFFSET, 136, u64, STAGE",
			"RECLAIM_OFFSET, 256, i64, RECLAIM", "NOTIFY_OFFSET, 384, u32, NOTIFY",
			"HEARTBEAT_OFFSET, 512, u64, HEARTBEAT", "STATE_OFFSET, 520, u32, STATE",
			"WRITER_EPOCH_OFFSET, 640, u64, writerEpoch", "WRITER_PID_OFFSET, 648, u64, writerPid",
			"WRITER_START_TICKS_OFFSET, 656, u64, writerStartTicks",
			"WRITER_PID_NAMESPACE_OFFSET, 664, u64, writerPidNamespace",
			"WRITER_BOOT_ID_HIGH_OFFSET, 672, u64 x 2, writerBootId",
			"WRITER_STARTED_AT_OFFSET, 688, u64, writerStartedAt", "RECORD_LENGTH_OFFSET, 0, u32, length",
			"RECORD_TYPE_OFFSET, 4, u16, type", "RECORD_ENCODING_OFFSET, 6, u16, encoding",
			"RECORD_VERSION_OFFSET, 8, u64, version", "RECORD_POSITION_OFFSET, 16, u64, position",
			"RECORD_SNAPSHOT_POSITION_OFFSET, 24, u64, snapshotPosition",
			"RECORD_PAYLOAD_LENGTH_OFFSET, 32, u32, payloadLength", "RECORD_PAYLOAD_CRC_OFFSET, 36, u32, payloadCrc32",
			"RECORD_STATE_HASH_OFFSET, 40, u64, stateHash", "RECORD_PUBLISHED_AT_OFFSET, 48, u64, publishedAt",
			"RECORD_META_LENGTH_OFFSET, 56, u32, metaLength", "RECORD_HEADER_CRC_OFFSET, 60, u32, headerCrc32",
			"RECORD_HEADER_LENGTH, 64, '', meta" })
	void offsetWhenDocumentedIsThatOfTheCode(String constant, int offset, String type, String name) throws Exception {
		Field field = SharedFileLayout.class.getDeclaredField(constant);
		assertThat(field.getInt(null)).isEqualTo(offset);
		assertThat(document().lines().map((line) -> line.replaceAll("\\s+", " "))).anyMatch(
				(line) -> line.startsWith("| %d | %s | %s".formatted(offset, type, name).replaceAll("\\s+", " ")));
	}

	private static String document() throws IOException {
		return Files.readString(DOCUMENT);
	}

}
