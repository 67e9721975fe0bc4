package io.sharedconfig.file;

import static io.sharedconfig.file.SharedFileLayout.NOTHING_PUBLISHED;
import static io.sharedconfig.file.SharedFileLayout.recordLength;

/**
 * The end of the log in one data file: which record comes next, and where. A version is
 * written as a change if that is shorter, and a whole document is near enough for a
 * follower that begins: it copies at most twice a document. How many changes that are is
 * not limited: a whole document for each so many of them would make a change of a large
 * document dearer than one of a small one.
 * <p>
 * Not thread-safe; one per writer.
 */
final class LogEnd {

	/** How long the changes behind a whole document may be together, if it is shorter. */
	static final int MIN_DELTA_BYTES = 64 * 1024;

	private final FileHeader header;

	private long position = NOTHING_PUBLISHED;

	private long nextPosition;

	private long snapshotPosition = NOTHING_PUBLISHED;

	/** 0 as long as there is no document that a change could build upon. */
	private long maxDeltaBytes;

	private long deltaBytes;

	LogEnd(FileHeader header) {
		this.header = header;
	}

	/**
	 * Go on behind what another writer has written.
	 * @param cursor its last record
	 * @param run what leads to it, with the whole document
	 */
	void continueBehind(RecordLog.Cursor cursor, StoredRun run) {
		StoredVersion snapshot = run.snapshot();
		if (snapshot == null) {
			throw new IllegalArgumentException("'run' must begin with a whole document");
		}
		this.position = cursor.position();
		this.nextPosition = cursor.end();
		this.snapshotPosition = cursor.snapshotPosition();
		this.maxDeltaBytes = maxDeltaBytes(snapshot.payload().length);
		this.deltaBytes = cursor.end() - cursor.snapshotPosition()
				- recordLength(snapshot.meta().length, snapshot.payload().length);
	}

	/**
	 * Return the record of the next version.
	 * @param version the version, not longer than the file holds
	 * @return the record, for a place behind the last one or at the begin of the other
	 * arena
	 */
	NewRecord next(NewVersion version) {
		byte[] patch = version.patch();
		if (patch != null && isDelta(version, patch)) {
			return NewRecord.delta(version, patch, this.nextPosition, this.snapshotPosition);
		}
		byte[] document = version.document().get();
		if (document.length != version.documentLengthBytes()) {
			throw new IllegalArgumentException(
					"'documentLengthBytes' must be that of the document: expected=%d found=%d"
						.formatted(document.length, version.documentLengthBytes()));
		}
		return NewRecord.snapshot(version, document, placeFor(recordLength(version.meta().length, document.length)));
	}

	private boolean isDelta(NewVersion version, byte[] patch) {
		if (!this.header.hasDeltas() || patch.length >= version.documentLengthBytes()) {
			return false;
		}
		int lengthBytes = recordLength(version.meta().length, patch.length);
		return this.deltaBytes + lengthBytes <= this.maxDeltaBytes && !entersEpochAt(placeFor(lengthBytes));
	}

	private long placeFor(int lengthBytes) {
		long epoch = this.header.epoch(Math.max(this.position, 0));
		long end = this.nextPosition + lengthBytes;
		return (end <= this.header.firstPosition(epoch + 1)) ? this.nextPosition : this.header.firstPosition(epoch + 1);
	}

	/**
	 * Return whether a place is in the other arena.
	 * @param next where the next record begins
	 * @return {@code true} if the arena is entered with it
	 */
	boolean entersEpochAt(long next) {
		return this.header.epoch(next) > this.header.epoch(Math.max(this.position, 0));
	}

	/**
	 * Go on behind a record that was published.
	 * @param record what {@link #next} returned
	 */
	void advance(NewRecord record) {
		this.position = record.position();
		this.nextPosition = record.position() + record.lengthBytes();
		if (record.isSnapshot()) {
			this.snapshotPosition = record.position();
			this.maxDeltaBytes = maxDeltaBytes(record.payload().length);
			this.deltaBytes = 0;
		}
		else {
			this.deltaBytes += record.lengthBytes();
		}
	}

	private static long maxDeltaBytes(int payloadLengthBytes) {
		return Math.max(payloadLengthBytes, MIN_DELTA_BYTES);
	}

}
