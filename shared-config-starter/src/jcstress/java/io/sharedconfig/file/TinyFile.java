package io.sharedconfig.file;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.sharedconfig.CorruptFileException;

import static io.sharedconfig.file.SharedFileLayout.NOTHING_PUBLISHED;
import static io.sharedconfig.file.SharedFileLayout.PUBLISHED_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECLAIM_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;

/**
 * A shared file of one kilobyte in memory, of which there can be thousands: two arenas
 * that one record fills. It is read by the real {@link RecordLog} and written through the
 * real {@link MappedRegion}, in the order of {@code SharedFileWriter.append}, which
 * itself needs a file of its own.
 * <p>
 * For one writing and one reading thread. Its memory is used again after a while, longer
 * than the harness keeps a state.
 */
final class TinyFile {

	private static final int FILE_LENGTH = 1024;

	private static final int FILES = 64 * 1024;

	private static final ByteBuffer MEMORY = ByteBuffer.allocateDirect((FILES + 1) * FILE_LENGTH)
		.alignedSlice(FILE_LENGTH);

	private static final byte[] ZEROS = new byte[FILE_LENGTH];

	private static final AtomicInteger NEXT = new AtomicInteger();

	private static final int ARENA = 256;

	private static final FileHeader HEADER = new FileHeader(new UUID(1, 2), 512, 512 + ARENA, ARENA, ARENA, 0, true);

	private static final Path PATH = Path.of("tiny.scfg");

	private static final byte[][] RECORDS = records();

	private final MappedRegion region;

	private final RecordLog log;

	TinyFile() {
		int at = Math.floorMod(NEXT.getAndIncrement(), FILES) * FILE_LENGTH;
		this.region = new MappedRegion(MEMORY.slice(at, FILE_LENGTH).put(0, ZEROS));
		this.log = new RecordLog(PATH, this.region, HEADER);
		this.region.putLongRelease(PUBLISHED_OFFSET, NOTHING_PUBLISHED);
	}

	private static byte[][] records() {
		byte[][] records = new byte[4][];
		for (int version = 1; version < records.length; version++) {
			records[version] = StoreFixture.snapshot(StoreFixture.version(version, 160), position(version));
			if (records[version].length != ARENA) {
				throw new IllegalStateException("A record does not fill an arena: " + records[version].length);
			}
		}
		return records;
	}

	private static long position(int version) {
		return (version - 1L) * ARENA;
	}

	/**
	 * Publish a version, each in the other arena than the one before.
	 */
	void publish(int version) {
		long position = position(version);
		long epoch = HEADER.epoch(position);
		if (epoch > 0) {
			this.region.putLongOpaque(RECLAIM_OFFSET, epoch - 1);
			VarHandle.releaseFence();
		}
		int offset = HEADER.fileOffset(position);
		this.region.putBytes(offset + RECORD_HEADER_LENGTH, RECORDS[version], RECORD_HEADER_LENGTH,
				ARENA - RECORD_HEADER_LENGTH);
		this.region.putBytes(offset, RECORDS[version], 0, RECORD_HEADER_LENGTH);
		this.region.putLongRelease(PUBLISHED_OFFSET, position);
	}

	/**
	 * Read as a follower does.
	 * @return the version, 0 for none, -1 for one that is not what was published
	 */
	int read() {
		try {
			StoredRun read = this.log.read();
			return (read == null) ? 0 : StoreFixture.isWhole(read) ? (int) read.version() : -1;
		}
		catch (CorruptFileException ex) {
			return -1;
		}
	}

}
