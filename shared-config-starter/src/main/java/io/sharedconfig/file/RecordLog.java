package io.sharedconfig.file;

import java.lang.invoke.VarHandle;
import java.nio.file.Path;

import io.sharedconfig.CorruptFileException;
import org.jspecify.annotations.Nullable;

import static io.sharedconfig.file.SharedFileLayout.MOVED;
import static io.sharedconfig.file.SharedFileLayout.NOTHING_PUBLISHED;
import static io.sharedconfig.file.SharedFileLayout.PUBLISHED_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECLAIM_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_ALIGNMENT;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.RECORD_LENGTH_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_SNAPSHOT_POSITION_OFFSET;

/**
 * Reads what leads to the newest version out of one mapped file while a master may be
 * writing to it.
 * <p>
 * Not thread-safe; one per reading thread.
 */
final class RecordLog {

	/*
	 * R1 load PUBLISHED. Everything that the master stored before it is seen from here
	 * on.
	 *
	 * R2, R3 bound the record and the run that leads to it. The bounds are plain loads
	 * from an arena that may be in use again, so what they say may be garbage: whether it
	 * was is known after R6 only.
	 *
	 * R4 copy the run to the heap. From here on nothing but RECLAIM is read from the
	 * file.
	 *
	 * R5 the fence keeps the loads of R2 to R4 before that of R6.
	 *
	 * R6 load RECLAIM. The master stores it, and fences, before the first store into an
	 * arena that it uses again. So whoever copied a byte of the new use sees the new
	 * RECLAIM here: lapped, once more from R1. Otherwise the copy is what was published.
	 *
	 * R7 check the copy. What does not hold now is corruption and never a race.
	 */

	private static final int MAX_ATTEMPTS = 3;

	private final Path file;

	private final MappedRegion region;

	private final FileHeader header;

	private long last = NOTHING_PUBLISHED;

	private long lastEnd;

	private long lastVersion;

	private long lastSnapshot = NOTHING_PUBLISHED;

	RecordLog(Path file, MappedRegion region, FileHeader header) {
		this.file = file;
		this.region = region;
		this.header = header;
	}

	/**
	 * Go on behind what was read from the same file through an earlier mapping.
	 * @param cursor what was read
	 */
	void continueFrom(Cursor cursor) {
		this.last = cursor.position();
		this.lastEnd = cursor.end();
		this.lastVersion = cursor.version();
		this.lastSnapshot = cursor.snapshotPosition();
	}

	/**
	 * Begin with the whole document again.
	 */
	void rewind() {
		continueFrom(Cursor.NONE);
	}

	/**
	 * Return what was read.
	 * @return the record that was taken last
	 */
	Cursor cursor() {
		return new Cursor(this.last, this.lastEnd, this.lastVersion, this.lastSnapshot);
	}

	boolean hasNews() {
		// R1: pairs with the release store of PUBLISHED in SharedFileWriter
		return this.region.getLongAcquire(PUBLISHED_OFFSET) != this.last;
	}

	/*
	 * As hasNews(), by a load that orders nothing.
	 */
	boolean isUntouched() {
		return this.region.getLong(PUBLISHED_OFFSET) == this.last;
	}

	boolean isMoved() {
		return this.region.getLongAcquire(PUBLISHED_OFFSET) == MOVED;
	}

	/**
	 * Return the versions that lead to the newest one.
	 * @return the versions, {@code null} if there is nothing new or it was lapped several
	 * times
	 * @throws CorruptFileException if the file contradicts itself
	 */
	@Nullable StoredRun read() {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			// R1: pairs with the release store of PUBLISHED in SharedFileWriter
			long position = this.region.getLongAcquire(PUBLISHED_OFFSET);
			if (position == this.last || position == MOVED) {
				return null;
			}
			Extent extent = extent(position);
			byte[] run = (extent.problem == null)
					? this.region.getBytes(this.header.fileOffset(extent.from), extent.lengthBytes) : new byte[0];
			// R5: keeps the loads of bounds and bytes before the load of RECLAIM; pairs
			// with
			// the release fence in SharedFileWriter
			VarHandle.acquireFence();
			if (this.region.getLongOpaque(RECLAIM_OFFSET) > this.header.epoch(position)) {
				continue;
			}
			if (extent.problem != null) {
				throw new CorruptFileException(this.file, extent.problem);
			}
			return take(position, extent.from, run);
		}
		return null;
	}

	private StoredRun take(long position, long from, byte[] run) {
		StoredRun versions = RecordRun.decode(this.file, this.header.hasDeltas(), run, from, cursor());
		this.last = position;
		this.lastEnd = from + run.length;
		this.lastVersion = versions.version();
		if (versions.snapshot() != null) {
			this.lastSnapshot = from;
		}
		return versions;
	}

	private Extent extent(long position) {
		int room = this.header.arenaCapacity() - this.header.arenaIndex(position);
		if (!isAligned(position) || room < RECORD_HEADER_LENGTH) {
			return Extent.wrong("published expected=the position of a record found=%d", position);
		}
		boolean sameArena = this.last >= 0 && this.header.epoch(this.last) == this.header.epoch(position);
		if (position < this.last || (sameArena && position < this.lastEnd)) {
			return Extent.wrong("published expected=at least %d found=%d", this.lastEnd, position);
		}
		int offset = this.header.fileOffset(position);
		int lengthBytes = this.region.getInt(offset + RECORD_LENGTH_OFFSET);
		int longest = Math.min(room, this.header.maxRecordLength());
		if (lengthBytes < RECORD_HEADER_LENGTH || lengthBytes > longest || !isAligned(lengthBytes)) {
			return Extent.wrong("recordPosition=%d lengthBytes expected=%d to %d found=%d", position,
					RECORD_HEADER_LENGTH, longest, lengthBytes);
		}
		long snapshot = this.region.getLong(offset + RECORD_SNAPSHOT_POSITION_OFFSET);
		if (snapshot > position || !isAligned(snapshot) || this.header.epoch(snapshot) != this.header.epoch(position)) {
			return Extent.wrong("recordPosition=%d snapshotPosition expected=at most %1$d in the same arena found=%d",
					position, snapshot);
		}
		long from = sameArena ? Math.max(this.lastEnd, snapshot) : snapshot;
		return new Extent(from, (int) (position - from) + lengthBytes, null);
	}

	private static boolean isAligned(long position) {
		return position >= 0 && position % RECORD_ALIGNMENT == 0;
	}

	/**
	 * Which bytes to copy.
	 *
	 * @param from the position of the first record
	 * @param lengthBytes the length of the run in bytes
	 * @param problem what does not hold, if that was not garbage, {@code null} for
	 * nothing
	 */
	private record Extent(long from, int lengthBytes, @Nullable String problem) {

		static Extent wrong(String facts, Object... values) {
			return new Extent(0, 0, facts.formatted(values));
		}

	}

	/**
	 * A record that was taken.
	 *
	 * @param position where it is, -1 for none
	 * @param end where the next one can begin
	 * @param version its version, 0 for none
	 * @param snapshotPosition where the whole document is that it builds upon, -1 for
	 * none
	 */
	record Cursor(long position, long end, long version, long snapshotPosition) {

		static final Cursor NONE = new Cursor(NOTHING_PUBLISHED, 0, 0, NOTHING_PUBLISHED);

	}

}
