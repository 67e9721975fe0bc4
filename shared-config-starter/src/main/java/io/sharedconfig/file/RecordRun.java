package io.sharedconfig.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.sharedconfig.CorruptFileException;

import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.TYPE_DELTA;
import static io.sharedconfig.file.SharedFileLayout.TYPE_SNAPSHOT;

/**
 * A run of consecutive records that was copied from a file. Works on the heap alone, so
 * whatever does not hold here is corruption and never a race.
 */
final class RecordRun {

	private RecordRun() {
	}

	/**
	 * Check a run of records: a SNAPSHOT of a higher version than the last one, or a
	 * DELTA to the last one, and then one DELTA after the other.
	 * @param file the file, for messages
	 * @param hasDeltas whether there may be any DELTA in the file
	 * @param run one record or more
	 * @param from the position of the first one
	 * @param last what was taken before
	 * @return the versions
	 * @throws CorruptFileException if anything does not hold
	 */
	static StoredRun decode(Path file, boolean hasDeltas, byte[] run, long from, RecordLog.Cursor last) {
		StoredVersion snapshot = null;
		List<StoredDelta> deltas = new ArrayList<>();
		long version = last.version();
		long base = last.snapshotPosition();
		for (int at = 0; at < run.length;) {
			RecordHeader header = decodeAt(file, run, at, from + at);
			requireType(file, header, at == 0, hasDeltas && base >= 0);
			if (header.type() == TYPE_SNAPSHOT) {
				base = header.position();
				RecordHeader.require(file, base, header.version() > version, "version expected=more than %d found=%d",
						version, header.version());
				snapshot = new StoredVersion(header.version(), header.publishedAtMs(), header.stateHash(),
						meta(run, at, header), payload(run, at, header));
			}
			else {
				RecordHeader.require(file, header.position(),
						version < Long.MAX_VALUE && header.version() == version + 1, "version expected=%d found=%d",
						version + 1, header.version());
				deltas.add(new StoredDelta(header.version(), header.publishedAtMs(), header.stateHash(),
						meta(run, at, header), payload(run, at, header)));
			}
			RecordHeader.require(file, header.position(), header.snapshotPosition() == base,
					"snapshotPosition expected=%d found=%d", base, header.snapshotPosition());
			version = header.version();
			at += header.lengthBytes();
		}
		return new StoredRun(snapshot, deltas);
	}

	private static RecordHeader decodeAt(Path file, byte[] run, int at, long position) {
		RecordHeader header = RecordHeader.decode(file, run, at, position);
		int crc = RecordHeader.crc(run, at + RECORD_HEADER_LENGTH,
				header.metaLengthBytes() + header.payloadLengthBytes());
		RecordHeader.require(file, position, crc == header.payloadCrc(), "payloadCrc32 expected=0x%08x found=0x%08x",
				header.payloadCrc(), crc);
		return header;
	}

	private static void requireType(Path file, RecordHeader header, boolean first, boolean afterSnapshot) {
		boolean asExpected = (first && header.type() == TYPE_SNAPSHOT)
				|| (afterSnapshot && header.type() == TYPE_DELTA);
		RecordHeader.require(file, header.position(), asExpected, "type expected=%s found=%d",
				(first) ? ((afterSnapshot) ? "1 or 2" : "1") : ((afterSnapshot) ? "2" : "none"), header.type());
	}

	private static byte[] meta(byte[] run, int at, RecordHeader header) {
		int from = at + RECORD_HEADER_LENGTH;
		return Arrays.copyOfRange(run, from, from + header.metaLengthBytes());
	}

	private static byte[] payload(byte[] run, int at, RecordHeader header) {
		int from = at + RECORD_HEADER_LENGTH + header.metaLengthBytes();
		return Arrays.copyOfRange(run, from, from + header.payloadLengthBytes());
	}

}
