package io.sharedconfig.file;

import java.util.zip.CRC32;

import static io.sharedconfig.file.SharedFileLayout.TYPE_DELTA;
import static io.sharedconfig.file.SharedFileLayout.TYPE_SNAPSHOT;

/**
 * A record to be written. What it consists of goes into the file piece by piece: nothing
 * is put together on the heap before.
 * <p>
 * Immutable as long as nobody writes to the arrays.
 *
 * @param header its header
 * @param meta its meta data
 * @param payload its payload, directly behind the meta data
 */
record NewRecord(RecordHeader header, byte[] meta, byte[] payload) {

	static NewRecord snapshot(NewVersion version, byte[] document, long position) {
		return of(TYPE_SNAPSHOT, version, document, position, position);
	}

	static NewRecord delta(NewVersion version, byte[] patch, long position, long snapshotPosition) {
		return of(TYPE_DELTA, version, patch, position, snapshotPosition);
	}

	private static NewRecord of(int type, NewVersion version, byte[] payload, long position, long snapshotPosition) {
		CRC32 crc = new CRC32();
		crc.update(version.meta());
		crc.update(payload);
		return new NewRecord(
				new RecordHeader(type, version.version(), position, snapshotPosition, payload.length,
						(int) crc.getValue(), version.stateHash(), version.publishedAtMs(), version.meta().length),
				version.meta(), payload);
	}

	boolean isSnapshot() {
		return this.header.type() == TYPE_SNAPSHOT;
	}

	long position() {
		return this.header.position();
	}

	int lengthBytes() {
		return this.header.lengthBytes();
	}

	@Override
	public String toString() {
		return "NewRecord[%s]".formatted(this.header);
	}

}
