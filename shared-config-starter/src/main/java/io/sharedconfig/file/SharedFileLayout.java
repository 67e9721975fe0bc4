package io.sharedconfig.file;

import java.nio.ByteOrder;

/**
 * Where everything is in a shared file, and in which order it is stored. This is the only
 * place with an offset; {@code docs/file-format.md} says the same for readers in other
 * languages. <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *   |                             Magic                             |  0   last at creation, release
 *   |                                                               |
 *   +-------------------------------+-------------------------------+
 *   |          Format Major         |          Format Minor         |  8   once
 *   +-------------------------------+-------------------------------+
 *   |                         Header Length                         |  12  once
 *   +---------------------------------------------------------------+
 *   |                         Incompat Flags                        |  16  once
 *   +---------------------------------------------------------------+
 *   |                          Compat Flags                         |  20  once
 *   +---------------------------------------------------------------+
 *   |                        Byte Order Mark                        |  24  once
 *   +---------------------------------------------------------------+
 *   |                          Arena Count                          |  28  once
 *   +---------------------------------------------------------------+
 *   |                            File Id                            |  32  once
 *   |                           (128 bits)                          |
 *   +---------------------------------------------------------------+
 *   |                         Arena Offset 0                        |  48  once
 *   +---------------------------------------------------------------+
 *   |                         Arena Offset 1                        |  56  once
 *   +---------------------------------------------------------------+
 *   |                         Arena Capacity                        |  64  once
 *   +---------------------------------------------------------------+
 *   |                          Max Payload                          |  72  once
 *   +---------------------------------------------------------------+
 *   |                           Created At                          |  80  once
 *   +---------------------------------------------------------------+
 *   |                    CRC-32 of bytes 8 to 87                    |  88  once
 *   +---------------------------------------------------------------+
 *   |                     reserved, zero, to 127                    |  92
 *   +---------------------------------------------------------------+
 *   |                           PUBLISHED                           |  128 release
 *   +---------------------------------------------------------------+
 *   |                             STAGE                             |  136 release
 *   +---------------------------------------------------------------+
 *   |                     reserved, zero, to 255                    |  144
 *   +---------------------------------------------------------------+
 *   |                            RECLAIM                            |  256 opaque, then a release fence
 *   +---------------------------------------------------------------+
 *   |                     reserved, zero, to 383                    |  264
 *   +---------------------------------------------------------------+
 *   |                             NOTIFY                            |  384 release
 *   +---------------------------------------------------------------+
 *   |                     reserved, zero, to 511                    |  388
 *   +---------------------------------------------------------------+
 *   |                           HEARTBEAT                           |  512 release
 *   +---------------------------------------------------------------+
 *   |                             STATE                             |  520 release
 *   +---------------------------------------------------------------+
 *   |                     reserved, zero, to 639                    |  524
 *   +---------------------------------------------------------------+
 *   |                          Writer Epoch                         |  640 at takeover, last, release
 *   +---------------------------------------------------------------+
 *   |                          Writer Pid                           |  648 at takeover
 *   +---------------------------------------------------------------+
 *   |                       Writer Start Ticks                      |  656 at takeover
 *   +---------------------------------------------------------------+
 *   |                      Writer Pid Namespace                     |  664 at takeover
 *   +---------------------------------------------------------------+
 *   |                         Writer Boot Id                        |  672 at takeover
 *   |                           (128 bits)                          |
 *   +---------------------------------------------------------------+
 *   |                       Writer Started At                       |  688 at takeover
 *   +---------------------------------------------------------------+
 *   |                    reserved, zero, to 4095                    |  696
 *   +---------------------------------------------------------------+
 * </pre> Magic, File Id, the arena words, Max Payload, Created At, PUBLISHED, STAGE,
 * RECLAIM, HEARTBEAT and the Writer words have 64 bits. A record, plain stores made
 * visible by PUBLISHED: <pre>
 *   +---------------------------------------------------------------+
 *   |                             Length                            |  0
 *   +-------------------------------+-------------------------------+
 *   |              Type             |            Encoding           |  4
 *   +-------------------------------+-------------------------------+
 *   |                            Version                            |  8
 *   +---------------------------------------------------------------+
 *   |                            Position                           |  16
 *   +---------------------------------------------------------------+
 *   |                       Snapshot Position                       |  24
 *   +---------------------------------------------------------------+
 *   |                         Payload Length                        |  32
 *   +---------------------------------------------------------------+
 *   |                CRC-32 of the meta and the payload             |  36
 *   +---------------------------------------------------------------+
 *   |                           State Hash                          |  40
 *   +---------------------------------------------------------------+
 *   |                          Published At                         |  48
 *   +---------------------------------------------------------------+
 *   |                          Meta Length                          |  56
 *   +---------------------------------------------------------------+
 *   |                    CRC-32 of bytes 0 to 59                    |  60
 *   +---------------------------------------------------------------+
 *   |            meta, directly followed by the payload             |  64
 *   +---------------------------------------------------------------+
 *   |                    filled to a multiple of 64                 |
 *   +---------------------------------------------------------------+
 * </pre> Version, Position, Snapshot Position, State Hash and Published At have 64 bits.
 */
final class SharedFileLayout {

	static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

	/** The bytes {@code SHCONF\r\n}, read as a little-endian number. */
	static final long MAGIC = 0x0A0D464E4F434853L;

	static final int FORMAT_MAJOR = 1;

	static final int FORMAT_MINOR = 0;

	static final int HEADER_LENGTH = 4096;

	/** The file may contain records of type {@link #TYPE_DELTA}. */
	static final int INCOMPAT_DELTA = 1;

	/** The incompatible features that this release reads. */
	static final int INCOMPAT_KNOWN = INCOMPAT_DELTA;

	static final int BYTE_ORDER_MARK = 0x0A0B0C0D;

	static final int ARENA_COUNT = 2;

	/** A multiple of every page size that is in use. */
	static final int ARENA_ALIGNMENT = 65536;

	// static part

	static final int MAGIC_OFFSET = 0;

	static final int FORMAT_MAJOR_OFFSET = MAGIC_OFFSET + Long.BYTES;

	static final int FORMAT_MINOR_OFFSET = FORMAT_MAJOR_OFFSET + Short.BYTES;

	static final int HEADER_LENGTH_OFFSET = FORMAT_MINOR_OFFSET + Short.BYTES;

	static final int INCOMPAT_FLAGS_OFFSET = HEADER_LENGTH_OFFSET + Integer.BYTES;

	static final int COMPAT_FLAGS_OFFSET = INCOMPAT_FLAGS_OFFSET + Integer.BYTES;

	static final int BYTE_ORDER_MARK_OFFSET = COMPAT_FLAGS_OFFSET + Integer.BYTES;

	static final int ARENA_COUNT_OFFSET = BYTE_ORDER_MARK_OFFSET + Integer.BYTES;

	static final int FILE_ID_HIGH_OFFSET = ARENA_COUNT_OFFSET + Integer.BYTES;

	static final int FILE_ID_LOW_OFFSET = FILE_ID_HIGH_OFFSET + Long.BYTES;

	static final int ARENA_OFFSET_0_OFFSET = FILE_ID_LOW_OFFSET + Long.BYTES;

	static final int ARENA_OFFSET_1_OFFSET = ARENA_OFFSET_0_OFFSET + Long.BYTES;

	static final int ARENA_CAPACITY_OFFSET = ARENA_OFFSET_1_OFFSET + Long.BYTES;

	static final int MAX_PAYLOAD_OFFSET = ARENA_CAPACITY_OFFSET + Long.BYTES;

	static final int CREATED_AT_OFFSET = MAX_PAYLOAD_OFFSET + Long.BYTES;

	static final int STATIC_CRC_OFFSET = CREATED_AT_OFFSET + Long.BYTES;

	static final int STATIC_LENGTH = STATIC_CRC_OFFSET + Integer.BYTES;

	// control words, each alone on a pair of cache lines

	private static final int CONTROL_LINE = 128;

	static final int PUBLISHED_OFFSET = CONTROL_LINE;

	static final int STAGE_OFFSET = PUBLISHED_OFFSET + Long.BYTES;

	static final int RECLAIM_OFFSET = PUBLISHED_OFFSET + CONTROL_LINE;

	static final int NOTIFY_OFFSET = RECLAIM_OFFSET + CONTROL_LINE;

	static final int HEARTBEAT_OFFSET = NOTIFY_OFFSET + CONTROL_LINE;

	static final int STATE_OFFSET = HEARTBEAT_OFFSET + Long.BYTES;

	static final int WRITER_EPOCH_OFFSET = HEARTBEAT_OFFSET + CONTROL_LINE;

	static final int WRITER_PID_OFFSET = WRITER_EPOCH_OFFSET + Long.BYTES;

	static final int WRITER_START_TICKS_OFFSET = WRITER_PID_OFFSET + Long.BYTES;

	static final int WRITER_PID_NAMESPACE_OFFSET = WRITER_START_TICKS_OFFSET + Long.BYTES;

	static final int WRITER_BOOT_ID_HIGH_OFFSET = WRITER_PID_NAMESPACE_OFFSET + Long.BYTES;

	static final int WRITER_BOOT_ID_LOW_OFFSET = WRITER_BOOT_ID_HIGH_OFFSET + Long.BYTES;

	static final int WRITER_STARTED_AT_OFFSET = WRITER_BOOT_ID_LOW_OFFSET + Long.BYTES;

	/** The value of PUBLISHED while there is no record. */
	static final long NOTHING_PUBLISHED = -1;

	/** The value of PUBLISHED once another file has taken this one's place. */
	static final long MOVED = -2;

	static final int STATE_ACTIVE = 1;

	static final int STATE_CLOSED = 2;

	static final int STATE_MOVED = 3;

	// record

	static final int RECORD_ALIGNMENT = 64;

	static final int TYPE_SNAPSHOT = 1;

	/** A change to the record before it: a JSON Patch of add, replace and remove. */
	static final int TYPE_DELTA = 2;

	static final int ENCODING_JSON = 1;

	static final int MAX_META = 4096;

	static final int RECORD_LENGTH_OFFSET = 0;

	static final int RECORD_TYPE_OFFSET = RECORD_LENGTH_OFFSET + Integer.BYTES;

	static final int RECORD_ENCODING_OFFSET = RECORD_TYPE_OFFSET + Short.BYTES;

	static final int RECORD_VERSION_OFFSET = RECORD_ENCODING_OFFSET + Short.BYTES;

	static final int RECORD_POSITION_OFFSET = RECORD_VERSION_OFFSET + Long.BYTES;

	static final int RECORD_SNAPSHOT_POSITION_OFFSET = RECORD_POSITION_OFFSET + Long.BYTES;

	static final int RECORD_PAYLOAD_LENGTH_OFFSET = RECORD_SNAPSHOT_POSITION_OFFSET + Long.BYTES;

	static final int RECORD_PAYLOAD_CRC_OFFSET = RECORD_PAYLOAD_LENGTH_OFFSET + Integer.BYTES;

	static final int RECORD_STATE_HASH_OFFSET = RECORD_PAYLOAD_CRC_OFFSET + Integer.BYTES;

	static final int RECORD_PUBLISHED_AT_OFFSET = RECORD_STATE_HASH_OFFSET + Long.BYTES;

	static final int RECORD_META_LENGTH_OFFSET = RECORD_PUBLISHED_AT_OFFSET + Long.BYTES;

	static final int RECORD_HEADER_CRC_OFFSET = RECORD_META_LENGTH_OFFSET + Integer.BYTES;

	static final int RECORD_HEADER_LENGTH = RECORD_HEADER_CRC_OFFSET + Integer.BYTES;

	private SharedFileLayout() {
	}

	/**
	 * Return the length of a record in the file.
	 * @param metaLengthBytes the length of its meta data in bytes
	 * @param payloadLengthBytes the length of its payload in bytes
	 * @return the length in bytes, a multiple of 64
	 */
	static int recordLength(int metaLengthBytes, int payloadLengthBytes) {
		int length = RECORD_HEADER_LENGTH + metaLengthBytes + payloadLengthBytes;
		return (length + RECORD_ALIGNMENT - 1) & -RECORD_ALIGNMENT;
	}

}
