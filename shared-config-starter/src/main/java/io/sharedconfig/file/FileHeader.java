package io.sharedconfig.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;

import static io.sharedconfig.file.SharedFileLayout.ARENA_ALIGNMENT;
import static io.sharedconfig.file.SharedFileLayout.ARENA_CAPACITY_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.ARENA_COUNT;
import static io.sharedconfig.file.SharedFileLayout.ARENA_COUNT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.ARENA_OFFSET_0_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.ARENA_OFFSET_1_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;
import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER_MARK;
import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER_MARK_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.CREATED_AT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FILE_ID_HIGH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FILE_ID_LOW_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FORMAT_MAJOR;
import static io.sharedconfig.file.SharedFileLayout.FORMAT_MAJOR_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.FORMAT_MINOR;
import static io.sharedconfig.file.SharedFileLayout.FORMAT_MINOR_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.HEADER_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.INCOMPAT_DELTA;
import static io.sharedconfig.file.SharedFileLayout.INCOMPAT_FLAGS_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.INCOMPAT_KNOWN;
import static io.sharedconfig.file.SharedFileLayout.MAGIC;
import static io.sharedconfig.file.SharedFileLayout.MAGIC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.MAX_META;
import static io.sharedconfig.file.SharedFileLayout.MAX_PAYLOAD_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATIC_CRC_OFFSET;

/**
 * The part of the header that is written once, on the heap, with the arithmetic of
 * positions that follows from it. An instance that was parsed has been checked.
 * <p>
 * Immutable.
 *
 * @param fileId what tells this file from any other
 * @param arenaOffset0 where the arena of even epochs begins, in bytes
 * @param arenaOffset1 where the arena of odd epochs begins, in bytes
 * @param arenaCapacity the length of an arena in bytes, a power of two
 * @param maxPayload the largest payload in bytes
 * @param createdAtMs when the file was made, epoch milliseconds, for people only
 * @param hasDeltas whether a version may be stored as a change to the one before
 */
record FileHeader(UUID fileId, int arenaOffset0, int arenaOffset1, int arenaCapacity, int maxPayload, long createdAtMs,
		boolean hasDeltas) {

	private static final int MIN_PAYLOADS_PER_ARENA = 4;

	/**
	 * Return the header of a new file.
	 * @param maxPayload the largest payload that it shall hold, in bytes
	 * @param createdAtMs the time, epoch milliseconds
	 * @return the header, with an identity of its own
	 */
	static FileHeader forPayload(int maxPayload, long createdAtMs) {
		int atLeast = Math.max(ARENA_ALIGNMENT, Math.multiplyExact(MIN_PAYLOADS_PER_ARENA, maxPayload));
		int highest = Integer.highestOneBit(atLeast);
		int capacity = (highest == atLeast) ? atLeast : Math.multiplyExact(2, highest);
		return new FileHeader(UUID.randomUUID(), ARENA_ALIGNMENT, ARENA_ALIGNMENT + capacity, capacity, maxPayload,
				createdAtMs, true);
	}

	/**
	 * Return the header as it stands in a file, with a magic of 0.
	 * @return 4096 bytes
	 */
	byte[] encodeWithoutMagic() {
		ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(BYTE_ORDER);
		header.putShort(FORMAT_MAJOR_OFFSET, (short) FORMAT_MAJOR);
		header.putShort(FORMAT_MINOR_OFFSET, (short) FORMAT_MINOR);
		header.putInt(HEADER_LENGTH_OFFSET, HEADER_LENGTH);
		header.putInt(INCOMPAT_FLAGS_OFFSET, this.hasDeltas ? INCOMPAT_DELTA : 0);
		header.putInt(BYTE_ORDER_MARK_OFFSET, BYTE_ORDER_MARK);
		header.putInt(ARENA_COUNT_OFFSET, ARENA_COUNT);
		header.putLong(FILE_ID_HIGH_OFFSET, this.fileId.getMostSignificantBits());
		header.putLong(FILE_ID_LOW_OFFSET, this.fileId.getLeastSignificantBits());
		header.putLong(ARENA_OFFSET_0_OFFSET, this.arenaOffset0);
		header.putLong(ARENA_OFFSET_1_OFFSET, this.arenaOffset1);
		header.putLong(ARENA_CAPACITY_OFFSET, this.arenaCapacity);
		header.putLong(MAX_PAYLOAD_OFFSET, this.maxPayload);
		header.putLong(CREATED_AT_OFFSET, this.createdAtMs);
		header.putInt(STATIC_CRC_OFFSET, staticCrc(header.array()));
		return header.array();
	}

	/**
	 * Check and return the header of a file.
	 * @param file the file, for messages
	 * @param bytes at least the static part, with a magic other than 0
	 * @param fileLengthBytes the length of the file in bytes
	 * @return the header
	 * @throws CorruptFileException if it contradicts itself or the length
	 * @throws IncompatibleFileException if it is of a format that this release does not
	 * read
	 */
	static FileHeader parse(Path file, byte[] bytes, long fileLengthBytes) {
		ByteBuffer header = ByteBuffer.wrap(bytes).order(BYTE_ORDER);
		requireFormat(file, header);
		requireFixedValues(file, header);
		long offset0 = header.getLong(ARENA_OFFSET_0_OFFSET);
		long offset1 = header.getLong(ARENA_OFFSET_1_OFFSET);
		long capacity = header.getLong(ARENA_CAPACITY_OFFSET);
		long maxPayload = header.getLong(MAX_PAYLOAD_OFFSET);
		require(file, capacity >= ARENA_ALIGNMENT && capacity <= (1 << 30) && Long.bitCount(capacity) == 1,
				"arenaCapacityBytes expected=a power of two of %d to %d found=%d", ARENA_ALIGNMENT, 1 << 30, capacity);
		require(file, maxPayload > 0 && maxPayload <= capacity / MIN_PAYLOADS_PER_ARENA,
				"maxPayloadBytes expected=1 to %d found=%d", capacity / MIN_PAYLOADS_PER_ARENA, maxPayload);
		require(file, offset0 >= HEADER_LENGTH && offset0 % ARENA_ALIGNMENT == 0 && offset0 <= Integer.MAX_VALUE,
				"arenaOffset0 expected=a multiple of %d found=%d", ARENA_ALIGNMENT, offset0);
		require(file,
				offset1 >= offset0 + capacity && offset1 % ARENA_ALIGNMENT == 0
						&& offset1 <= Integer.MAX_VALUE - capacity,
				"arenaOffset1 expected=a multiple of %d from %d found=%d", ARENA_ALIGNMENT, offset0 + capacity,
				offset1);
		require(file, fileLengthBytes == offset1 + capacity, "fileLengthBytes expected=%d found=%d", offset1 + capacity,
				fileLengthBytes);
		return new FileHeader(new UUID(header.getLong(FILE_ID_HIGH_OFFSET), header.getLong(FILE_ID_LOW_OFFSET)),
				(int) offset0, (int) offset1, (int) capacity, (int) maxPayload, header.getLong(CREATED_AT_OFFSET),
				(header.getInt(INCOMPAT_FLAGS_OFFSET) & INCOMPAT_DELTA) != 0);
	}

	private static void requireFormat(Path file, ByteBuffer header) {
		long magic = header.getLong(MAGIC_OFFSET);
		require(file, magic == MAGIC, "magic expected=0x%016x found=0x%016x", MAGIC, magic);
		// the major comes before the checksum: another major may keep its checksum
		// elsewhere
		int major = Short.toUnsignedInt(header.getShort(FORMAT_MAJOR_OFFSET));
		if (major != FORMAT_MAJOR) {
			throw new IncompatibleFileException(file, "formatMajor", String.valueOf(FORMAT_MAJOR),
					String.valueOf(major));
		}
		int crc = staticCrc(header.array());
		require(file, header.getInt(STATIC_CRC_OFFSET) == crc, "headerCrc32 expected=0x%08x found=0x%08x", crc,
				header.getInt(STATIC_CRC_OFFSET));
		int incompatible = header.getInt(INCOMPAT_FLAGS_OFFSET);
		if ((incompatible & ~INCOMPAT_KNOWN) != 0) {
			throw new IncompatibleFileException(file, "incompatFlags", "0x%08x".formatted(INCOMPAT_KNOWN),
					"0x%08x".formatted(incompatible));
		}
	}

	private static void requireFixedValues(Path file, ByteBuffer header) {
		int headerLength = header.getInt(HEADER_LENGTH_OFFSET);
		require(file, headerLength == HEADER_LENGTH, "headerLengthBytes expected=%d found=%d", HEADER_LENGTH,
				headerLength);
		int byteOrderMark = header.getInt(BYTE_ORDER_MARK_OFFSET);
		require(file, byteOrderMark == BYTE_ORDER_MARK, "byteOrderMark expected=0x%08x found=0x%08x", BYTE_ORDER_MARK,
				byteOrderMark);
		int arenas = header.getInt(ARENA_COUNT_OFFSET);
		require(file, arenas == ARENA_COUNT, "arenaCount expected=%d found=%d", ARENA_COUNT, arenas);
	}

	private static int staticCrc(byte[] header) {
		CRC32 crc = new CRC32();
		crc.update(header, FORMAT_MAJOR_OFFSET, STATIC_CRC_OFFSET - FORMAT_MAJOR_OFFSET);
		return (int) crc.getValue();
	}

	private static void require(Path file, boolean condition, String facts, Object... values) {
		if (!condition) {
			throw new CorruptFileException(file, facts.formatted(values));
		}
	}

	/**
	 * Return the length of the whole file.
	 * @return the length in bytes
	 */
	long fileLengthBytes() {
		return (long) this.arenaOffset1 + this.arenaCapacity;
	}

	/**
	 * Return the length of the longest record.
	 * @return the length in bytes
	 */
	int maxRecordLength() {
		return SharedFileLayout.recordLength(MAX_META, this.maxPayload);
	}

	/**
	 * Return how often the arenas were changed when a position was reached.
	 * @param position a position
	 * @return its epoch
	 */
	long epoch(long position) {
		return position >>> Integer.numberOfTrailingZeros(this.arenaCapacity);
	}

	/**
	 * Return the first position of an epoch.
	 * @param epoch the epoch
	 * @return the position
	 */
	long firstPosition(long epoch) {
		return epoch << Integer.numberOfTrailingZeros(this.arenaCapacity);
	}

	/**
	 * Return where a position is within its arena.
	 * @param position a position
	 * @return the distance from the begin of the arena in bytes
	 */
	int arenaIndex(long position) {
		return (int) (position & (this.arenaCapacity - 1));
	}

	/**
	 * Return where a position is in the file.
	 * @param position a position
	 * @return the distance from the begin of the file in bytes
	 */
	int fileOffset(long position) {
		return arenaOffset(epoch(position)) + arenaIndex(position);
	}

	/**
	 * Return where the arena of an epoch begins.
	 * @param epoch the epoch
	 * @return the distance from the begin of the file in bytes
	 */
	int arenaOffset(long epoch) {
		return ((epoch & 1) == 0) ? this.arenaOffset0 : this.arenaOffset1;
	}

}
