package io.sharedconfig.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

import io.sharedconfig.CorruptFileException;

import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;
import static io.sharedconfig.file.SharedFileLayout.ENCODING_JSON;
import static io.sharedconfig.file.SharedFileLayout.MAX_META;
import static io.sharedconfig.file.SharedFileLayout.RECORD_ENCODING_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_CRC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.RECORD_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_META_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_PAYLOAD_CRC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_PAYLOAD_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_POSITION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_PUBLISHED_AT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_SNAPSHOT_POSITION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_STATE_HASH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_TYPE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_VERSION_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.recordLength;

/**
 * The header of a record, on the heap. One that was decoded has been checked against its
 * checksum and its place.
 * <p>
 * Immutable.
 *
 * @param type SNAPSHOT or DELTA
 * @param version the version
 * @param position where the record is
 * @param snapshotPosition where the snapshot is that it builds upon, itself for a
 * SNAPSHOT
 * @param payloadLengthBytes the length of the payload in bytes
 * @param payloadCrc the CRC-32 of meta data and payload
 * @param stateHash the hash of the resulting document, 0 when not given
 * @param publishedAtMs when it was published, epoch milliseconds
 * @param metaLengthBytes the length of the meta data in bytes
 */
record RecordHeader(int type, long version, long position, long snapshotPosition, int payloadLengthBytes,
		int payloadCrc, long stateHash, long publishedAtMs, int metaLengthBytes) {

	/**
	 * Return the length of the record.
	 * @return the length in bytes
	 */
	int lengthBytes() {
		return recordLength(this.metaLengthBytes, this.payloadLengthBytes);
	}

	/**
	 * Write this header.
	 * @param bytes where to, at its begin
	 */
	void encode(byte[] bytes) {
		ByteBuffer record = ByteBuffer.wrap(bytes).order(BYTE_ORDER);
		record.putInt(RECORD_LENGTH_OFFSET, lengthBytes());
		record.putShort(RECORD_TYPE_OFFSET, (short) this.type);
		record.putShort(RECORD_ENCODING_OFFSET, (short) ENCODING_JSON);
		record.putLong(RECORD_VERSION_OFFSET, this.version);
		record.putLong(RECORD_POSITION_OFFSET, this.position);
		record.putLong(RECORD_SNAPSHOT_POSITION_OFFSET, this.snapshotPosition);
		record.putInt(RECORD_PAYLOAD_LENGTH_OFFSET, this.payloadLengthBytes);
		record.putInt(RECORD_PAYLOAD_CRC_OFFSET, this.payloadCrc);
		record.putLong(RECORD_STATE_HASH_OFFSET, this.stateHash);
		record.putLong(RECORD_PUBLISHED_AT_OFFSET, this.publishedAtMs);
		record.putInt(RECORD_META_LENGTH_OFFSET, this.metaLengthBytes);
		record.putInt(RECORD_HEADER_CRC_OFFSET, crc(bytes, 0, RECORD_HEADER_CRC_OFFSET));
	}

	/**
	 * Check and return a header.
	 * @param file the file, for messages
	 * @param bytes a run of records
	 * @param at where in the run the record begins
	 * @param position the position that this place has in the file
	 * @return the header; meta data and payload lie within the given bytes
	 * @throws CorruptFileException if it contradicts itself or its place
	 */
	static RecordHeader decode(Path file, byte[] bytes, int at, long position) {
		ByteBuffer record = ByteBuffer.wrap(bytes, at, RECORD_HEADER_LENGTH).slice().order(BYTE_ORDER);
		int crc = crc(bytes, at, RECORD_HEADER_CRC_OFFSET);
		require(file, position, record.getInt(RECORD_HEADER_CRC_OFFSET) == crc,
				"headerCrc32 expected=0x%08x found=0x%08x", crc, record.getInt(RECORD_HEADER_CRC_OFFSET));
		RecordHeader header = new RecordHeader(record.getShort(RECORD_TYPE_OFFSET),
				record.getLong(RECORD_VERSION_OFFSET), record.getLong(RECORD_POSITION_OFFSET),
				record.getLong(RECORD_SNAPSHOT_POSITION_OFFSET), record.getInt(RECORD_PAYLOAD_LENGTH_OFFSET),
				record.getInt(RECORD_PAYLOAD_CRC_OFFSET), record.getLong(RECORD_STATE_HASH_OFFSET),
				record.getLong(RECORD_PUBLISHED_AT_OFFSET), record.getInt(RECORD_META_LENGTH_OFFSET));
		require(file, position, header.position == position, "ownPosition expected=%d found=%d", position,
				header.position);
		int encoding = record.getShort(RECORD_ENCODING_OFFSET);
		require(file, position, encoding == ENCODING_JSON, "encoding expected=%d found=%d", ENCODING_JSON, encoding);
		requireLengths(file, header, record.getInt(RECORD_LENGTH_OFFSET), bytes.length - at);
		return header;
	}

	private static void requireLengths(Path file, RecordHeader header, int lengthBytes, int availableBytes) {
		long position = header.position;
		require(file, position, header.metaLengthBytes >= 0 && header.metaLengthBytes <= MAX_META,
				"metaLengthBytes expected=0 to %d found=%d", MAX_META, header.metaLengthBytes);
		int room = availableBytes - RECORD_HEADER_LENGTH - header.metaLengthBytes;
		require(file, position, header.payloadLengthBytes >= 0 && header.payloadLengthBytes <= room,
				"payloadLengthBytes expected=0 to %d found=%d", room, header.payloadLengthBytes);
		require(file, position, lengthBytes == header.lengthBytes(), "lengthBytes expected=%d found=%d",
				header.lengthBytes(), lengthBytes);
	}

	static int crc(byte[] bytes, int from, int lengthBytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes, from, lengthBytes);
		return (int) crc.getValue();
	}

	static void require(Path file, long position, boolean condition, String facts, Object... values) {
		if (!condition) {
			throw new CorruptFileException(file, "recordPosition=%d ".formatted(position) + facts.formatted(values));
		}
	}

}
