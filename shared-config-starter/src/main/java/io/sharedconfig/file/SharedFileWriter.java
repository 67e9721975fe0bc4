package io.sharedconfig.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

import io.sharedconfig.NotMasterException;
import org.jspecify.annotations.Nullable;

import static io.sharedconfig.file.SharedFileLayout.HEARTBEAT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.MAGIC;
import static io.sharedconfig.file.SharedFileLayout.MAGIC_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.MOVED;
import static io.sharedconfig.file.SharedFileLayout.NOTHING_PUBLISHED;
import static io.sharedconfig.file.SharedFileLayout.NOTIFY_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.PUBLISHED_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECLAIM_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.STAGE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATE_ACTIVE;
import static io.sharedconfig.file.SharedFileLayout.STATE_CLOSED;
import static io.sharedconfig.file.SharedFileLayout.STATE_MOVED;
import static io.sharedconfig.file.SharedFileLayout.STATE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATIC_LENGTH;
import static io.sharedconfig.file.SharedFileLayout.WRITER_EPOCH_OFFSET;

/**
 * Writes to one data file, as its only writer.
 * <p>
 * Not thread-safe, except that {@link #beat()} may be called by a thread of its own.
 * Lives until it is closed; the mapping goes with this object.
 */
final class SharedFileWriter implements AutoCloseable {

	/*
	 * W1, W2 choose and build the record for the next position; one that does not fit
	 * goes to the begin of the other arena, and is a SNAPSHOT.
	 *
	 * W3 stop for ever if another writer has taken over.
	 *
	 * W4 before an arena is used again say so in RECLAIM, and fence: a follower that
	 * copies any byte of the new use then sees the new RECLAIM.
	 *
	 * W5 let the file system find the blocks, by writing zeros: a full one fails here,
	 * where nothing has changed, and not in the store into the mapping, where it would
	 * kill.
	 *
	 * W6 copy the record. Nobody looks at it yet.
	 *
	 * B the commit step, if there is one. Afterwards the file must be there as a whole:
	 * the version is durable and has to become visible, in a new file if need be.
	 *
	 * W7 store PUBLISHED. From here on followers see the version.
	 *
	 * W8 advance.
	 */

	private static final byte[] ZEROS = new byte[64 * 1024];

	private static final long LOOK_NANOS = 20_000;

	private final String name;

	private final RandomAccessFile file;

	private final Path path;

	private final FileEffects effects;

	private final MappedRegion region;

	private final FileHeader header;

	private final LogEnd end;

	private final byte[] recordHeader = new byte[RECORD_HEADER_LENGTH];

	private final long[] allocated = new long[SharedFileLayout.ARENA_COUNT];

	private byte[] start = {};

	private long writerEpoch;

	private long seenWholeNanos = System.nanoTime() - LOOK_NANOS;

	private SharedFileWriter(StoreFiles files, Path path, FileHeader header, RandomAccessFile file) throws IOException {
		this.name = files.name();
		this.path = path;
		this.effects = files.effects();
		this.header = header;
		this.end = new LogEnd(header);
		this.file = file;
		this.region = MappedRegion.mapForWriting(file.getChannel(), path, header.fileLengthBytes(),
				this.effects.watch());
	}

	/**
	 * Make an empty file complete, except for its magic.
	 * @param files the configuration's files
	 * @param path an empty file
	 * @param header what to begin it with
	 * @return its writer
	 * @throws IOException if there is no room for it
	 */
	static SharedFileWriter create(StoreFiles files, Path path, FileHeader header) throws IOException {
		SharedFileWriter writer = Uninterrupted.call(() -> {
			RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
			try {
				byte[] start = header.encodeWithoutMagic();
				files.effects().setLength(file, path, header.fileLengthBytes());
				files.effects().write(file, path, start, start.length);
				return new SharedFileWriter(files, path, header, file);
			}
			catch (IOException | RuntimeException | Error ex) {
				file.close();
				throw ex;
			}
		});
		writer.region.putLongRelease(PUBLISHED_OFFSET, NOTHING_PUBLISHED);
		return writer;
	}

	/**
	 * Open a file that was checked, to write to it.
	 * @param files the configuration's files
	 * @param existing the file
	 * @param last what was read from it, {@code null} for nothing
	 * @return its writer, which has not taken over yet
	 * @throws IOException if it cannot be opened or is no longer the same
	 */
	static SharedFileWriter open(StoreFiles files, ExistingFile existing, @Nullable StoredRun last) throws IOException {
		Path path = files.data();
		SharedFileWriter writer = Uninterrupted.call(() -> {
			RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
			try {
				if (!existing.key().equals(PathFacts.keyOf(path))
						|| file.length() != existing.header().fileLengthBytes()) {
					throw new IOException("The file was replaced while it was opened");
				}
				return new SharedFileWriter(files, path, existing.header(), file);
			}
			catch (IOException | RuntimeException | Error ex) {
				file.close();
				throw ex;
			}
		});
		writer.start = existing.start();
		writer.continueBehind(existing.log().cursor(), last);
		return writer;
	}

	private void continueBehind(RecordLog.Cursor cursor, @Nullable StoredRun last) {
		this.writerEpoch = this.region.getLongAcquire(WRITER_EPOCH_OFFSET);
		if (last != null) {
			this.end.continueBehind(cursor, last);
			// what is behind the last record may be a hole
			this.allocated[arena(cursor.position())] = this.header.arenaIndex(cursor.position())
					+ (cursor.end() - cursor.position());
		}
	}

	/**
	 * Become the writer.
	 * @param identity this process
	 * @param epoch the number of the takeover, higher than that of any writer before
	 * @param startedAtMs the time, epoch milliseconds
	 */
	void takeOver(WriterIdentity identity, long epoch, long startedAtMs) {
		identity.write(this.region, startedAtMs);
		this.writerEpoch = epoch;
		// pairs with the acquire load of the epoch in requireOwn() of the writer before
		this.region.putLongRelease(WRITER_EPOCH_OFFSET, epoch);
		// pairs with the acquire load of the state in SharedFileReader.sign()
		this.region.putIntRelease(STATE_OFFSET, STATE_ACTIVE);
	}

	/**
	 * Let followers open the file: the last step of making one.
	 */
	void complete() {
		// pairs with the acquire load of the magic in SharedFileReader
		this.region.putLongRelease(MAGIC_OFFSET, MAGIC);
		this.start = this.region.getBytes(0, STATIC_LENGTH);
	}

	/**
	 * Write a version and make it visible.
	 * @param version the version, not longer than the file holds
	 * @param commit what must have succeeded before it is visible
	 * @throws IOException if there is no room for it; nothing has changed
	 * @throws LostFileException if the file was truncated by somebody
	 * @throws NotMasterException if another writer has taken over
	 */
	void append(NewVersion version, CommitOnce commit) throws IOException, LostFileException {
		NewRecord record = this.end.next(version);
		long next = record.position();
		requireSeenWhole();
		requireOwn();
		reclaimFor(next);
		allocate(next, record.lengthBytes());
		int offset = this.header.fileOffset(next);
		record.header().encode(this.recordHeader);
		int metaLengthBytes = record.meta().length;
		this.region.putBytes(offset + RECORD_HEADER_LENGTH, record.meta(), 0, metaLengthBytes);
		this.region.putBytes(offset + RECORD_HEADER_LENGTH + metaLengthBytes, record.payload(), 0,
				record.payload().length);
		this.region.putBytes(offset, this.recordHeader, 0, RECORD_HEADER_LENGTH);
		commit.commit();
		if (commit.isDone()) {
			requireWhole(); // that may have taken long
		}
		publish(record);
	}

	private void reclaimFor(long next) {
		if (this.end.entersEpochAt(next)) {
			long epoch = this.header.epoch(next);
			// pairs with the opaque load of RECLAIM in RecordLog.read()
			this.region.putLongOpaque(RECLAIM_OFFSET, epoch - 1);
			// keeps the store of RECLAIM before every store into the arena that is used
			// again;
			// pairs with the acquire fence in RecordLog.read()
			VarHandle.releaseFence();
		}
	}

	/**
	 * Zeros are written ahead by the block, so that not every publish makes a system
	 * call; where there is no room for a block, there may be room for the record.
	 */
	private void allocate(long next, int lengthBytes) throws IOException {
		int arena = arena(next);
		long end = (long) this.header.arenaIndex(next) + lengthBytes;
		if (end <= this.allocated[arena]) {
			return;
		}
		long block = Math.min(this.header.arenaCapacity(), (end + ZEROS.length - 1) / ZEROS.length * ZEROS.length);
		try {
			writeZeros(next, block);
		}
		catch (IOException ex) {
			writeZeros(next, end);
		}
	}

	private void writeZeros(long next, long end) throws IOException {
		int arena = arena(next);
		long from = this.allocated[arena];
		this.file.seek(this.header.arenaOffset(this.header.epoch(next)) + from);
		while (from < end) {
			int lengthBytes = (int) Math.min(ZEROS.length, end - from);
			this.effects.write(this.file, this.path, ZEROS, lengthBytes);
			from += lengthBytes;
		}
		this.allocated[arena] = end;
	}

	private void publish(NewRecord record) {
		// W7: pairs with the acquire load of PUBLISHED in RecordLog.read()
		this.region.putLongRelease(PUBLISHED_OFFSET, record.position());
		this.end.advance(record);
		ring();
	}

	private void ring() {
		// nobody waits for it yet; release, so that who does finds the version
		this.region.putIntRelease(NOTIFY_OFFSET, this.region.getIntOpaque(NOTIFY_OFFSET) + 1);
	}

	/**
	 * Let followers look for a staged document.
	 * @throws LostFileException if the file was truncated by somebody
	 * @throws NotMasterException if another writer has taken over
	 */
	void stage() throws LostFileException {
		requireWhole();
		requireOwn();
		// pairs with the acquire load of the stage in SharedFileReader.isStaged()
		this.region.putLongRelease(STAGE_OFFSET, this.region.getLongOpaque(STAGE_OFFSET) + 1);
	}

	/**
	 * Check that this is still the writer.
	 * @throws NotMasterException if another writer has taken over
	 * @throws LostFileException if somebody wrote over the whole header
	 */
	void requireOwn() throws LostFileException {
		// W3: pairs with the release store of the epoch in takeOver() and retire()
		long found = this.region.getLongAcquire(WRITER_EPOCH_OFFSET);
		if (found != this.writerEpoch) {
			requireWhole();
			throw new NotMasterException(this.name, "another master has taken over: writerEpoch expected=%d found=%d"
				.formatted(this.writerEpoch, found));
		}
	}

	/**
	 * Check that the file still has its length and its header. A store behind the end
	 * would be an {@link InternalError} that the virtual machine may throw at some later
	 * place, so it is avoided, but for a truncation at this very moment.
	 * @throws LostFileException if it was truncated or written over
	 */
	void requireWhole() throws LostFileException {
		if (!isWhole()) {
			throw new LostFileException();
		}
	}

	/*
	 * A truncation between a look and the stores is survived, whenever it comes, so a
	 * look is good for some more versions that are published one right after the other.
	 */
	private void requireSeenWhole() throws LostFileException {
		long now = System.nanoTime();
		if (now - this.seenWholeNanos >= LOOK_NANOS) {
			requireWhole();
			this.seenWholeNanos = now;
		}
	}

	/**
	 * Return whether the file still has its length and its header.
	 * @return {@code false} if it was truncated or written over
	 */
	boolean isWhole() {
		try {
			return this.file.length() == this.header.fileLengthBytes() && this.region.startsWith(this.start);
		}
		catch (IOException ex) {
			return false; // closed
		}
	}

	/**
	 * Move the heartbeat, unless another writer has taken over.
	 */
	void beat() {
		if (isWhole() && this.region.getLongAcquire(WRITER_EPOCH_OFFSET) == this.writerEpoch) {
			startHeartbeatAt(heartbeat() + 1);
		}
	}

	long heartbeat() {
		return this.region.getLongOpaque(HEARTBEAT_OFFSET);
	}

	void startHeartbeatAt(long heartbeat) {
		// pairs with the acquire load of the heartbeat in SharedFileReader.sign()
		this.region.putLongRelease(HEARTBEAT_OFFSET, heartbeat);
	}

	/**
	 * Say that another file has taken the place of this one. A writer that was stopped
	 * and does not know finds itself fenced.
	 * @param epoch the number of the takeover of the other file
	 */
	void retire(long epoch) {
		if (!isWhole()) {
			return; // then they find out by looking at the path
		}
		this.region.putLongRelease(WRITER_EPOCH_OFFSET, epoch);
		this.region.putIntRelease(STATE_OFFSET, STATE_MOVED);
		// pairs with the acquire load of PUBLISHED in RecordLog: followers open the path
		// again
		this.region.putLongRelease(PUBLISHED_OFFSET, MOVED);
		ring();
	}

	/**
	 * Let who watches the directory hear that there is something new: the first byte is
	 * written again. That changes nothing, and no path is looked at that could lead
	 * elsewhere by now. To be called by one thread, which nobody interrupts: that would
	 * close the file, and the next version would go into a new one.
	 * @throws IOException if it cannot be done
	 */
	void touch() throws IOException {
		// what somebody has truncated is not made longer
		if (this.file.length() == this.header.fileLengthBytes()) {
			this.effects.writeAgain(this.file.getChannel(), this.start[0]);
		}
	}

	/**
	 * Say that nobody writes any more.
	 */
	void markClosed() {
		if (isWhole() && this.region.getLongAcquire(WRITER_EPOCH_OFFSET) == this.writerEpoch) {
			this.region.putIntRelease(STATE_OFFSET, STATE_CLOSED);
		}
	}

	/**
	 * Let go of a file that nobody else has opened, and of its blocks: they would be in
	 * use until the mapping is collected, and a full file system would stay full.
	 * @throws IOException if it cannot be done
	 */
	void discard() throws IOException {
		try (this.file) {
			this.effects.setLength(this.file, this.path, 0);
		}
	}

	FileHeader header() {
		return this.header;
	}

	long writerEpoch() {
		return this.writerEpoch;
	}

	private int arena(long at) {
		return (int) (this.header.epoch(at) & 1);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
