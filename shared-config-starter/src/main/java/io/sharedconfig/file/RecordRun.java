package io.sharedconfig.file;

import java.nio.file.Path;
import java.util.Arrays;

import io.sharedconfig.CorruptFileException;

import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.TYPE_SNAPSHOT;

/**
 * Records as bytes: one to be written, or a run of consecutive ones that was copied from
 * a file. Works on the heap alone, so whatever does not hold here is corruption and never
 * a race.
 */
final class RecordRun {

	private RecordRun() {
	}

	/**
	 * Return a version as a SNAPSHOT record.
	 * @param version the version
	 * @param position where it will be
	 * @return the record's bytes
	 */
	static byte[] snapshot(StoredVersion version, long position) {
		byte[] meta = version.meta();
		byte[] payload = version.payload();
		byte[] record = new byte[SharedFileLayout.recordLength(meta.length, payload.length)];
		System.arraycopy(meta, 0, record, RECORD_HEADER_LENGTH, meta.length);
		System.arraycopy(payload, 0, record, RECORD_HEADER_LENGTH + meta.length, payload.length);
		int crc = RecordHeader.crc(record, RECORD_HEADER_LENGTH, meta.length + payload.length);
		new RecordHeader(TYPE_SNAPSHOT, version.version(), position, position, payload.length, crc, version.stateHash(),
				version.publishedAtMs(), meta.length)
			.encode(record);
		return record;
	}

	/**
	 * Check a run of records and return the version that it ends with.
	 * @param file the file, for messages
	 * @param run one record or more
	 * @param from the position of the first one
	 * @param lastVersion the version that was taken before, 0 for none
	 * @return the last version
	 * @throws CorruptFileException if anything does not hold
	 */
	static StoredVersion decode(Path file, byte[] run, long from, long lastVersion) {
		RecordHeader header = decodeAt(file, run, 0, from);
		int at = 0;
		RecordHeader.require(file, from, header.version() > lastVersion, "version expected=more than %d found=%d",
				lastVersion, header.version());
		while (at + header.lengthBytes() < run.length) {
			at += header.lengthBytes();
			long expected = header.version() + 1;
			header = decodeAt(file, run, at, from + at);
			RecordHeader.require(file, from + at, header.version() == expected, "version expected=%d found=%d",
					expected, header.version());
		}
		int payloadAt = at + RECORD_HEADER_LENGTH + header.metaLengthBytes();
		return new StoredVersion(header.version(), header.publishedAtMs(), header.stateHash(),
				Arrays.copyOfRange(run, at + RECORD_HEADER_LENGTH, payloadAt),
				Arrays.copyOfRange(run, payloadAt, payloadAt + header.payloadLengthBytes()));
	}

	private static RecordHeader decodeAt(Path file, byte[] run, int at, long position) {
		RecordHeader header = RecordHeader.decode(file, run, at, position);
		// a DELTA is for a file with INCOMPAT_DELTA only, which is refused when it is
		// opened
		RecordHeader.require(file, position, header.type() == TYPE_SNAPSHOT, "type expected=%d found=%d", TYPE_SNAPSHOT,
				header.type());
		RecordHeader.require(file, position, header.snapshotPosition() == position,
				"snapshotPosition expected=%d found=%d", position, header.snapshotPosition());
		int crc = RecordHeader.crc(run, at + RECORD_HEADER_LENGTH,
				header.metaLengthBytes() + header.payloadLengthBytes());
		RecordHeader.require(file, position, crc == header.payloadCrc(), "payloadCrc32 expected=0x%08x found=0x%08x",
				header.payloadCrc(), crc);
		return header;
	}

}
