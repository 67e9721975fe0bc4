package io.sharedconfig.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;
import static io.sharedconfig.file.SharedFileLayout.RECORD_HEADER_LENGTH;

/**
 * The image of a shared file: good at first, then damaged field by field, with checksums
 * that are right again for the most part, so that what they guard is reached.
 * <p>
 * Not thread-safe.
 */
final class FuzzedFile {

	/** Offset and width of what is written once. */
	private static final int[][] STATIC_FIELDS = { { SharedFileLayout.MAGIC_OFFSET, 8 },
			{ SharedFileLayout.FORMAT_MAJOR_OFFSET, 2 }, { SharedFileLayout.FORMAT_MINOR_OFFSET, 2 },
			{ SharedFileLayout.HEADER_LENGTH_OFFSET, 4 }, { SharedFileLayout.INCOMPAT_FLAGS_OFFSET, 4 },
			{ SharedFileLayout.COMPAT_FLAGS_OFFSET, 4 }, { SharedFileLayout.BYTE_ORDER_MARK_OFFSET, 4 },
			{ SharedFileLayout.ARENA_COUNT_OFFSET, 4 }, { SharedFileLayout.FILE_ID_HIGH_OFFSET, 8 },
			{ SharedFileLayout.ARENA_OFFSET_0_OFFSET, 8 }, { SharedFileLayout.ARENA_OFFSET_1_OFFSET, 8 },
			{ SharedFileLayout.ARENA_CAPACITY_OFFSET, 8 }, { SharedFileLayout.MAX_PAYLOAD_OFFSET, 8 },
			{ SharedFileLayout.STATIC_CRC_OFFSET, 4 } };

	private static final int[][] CONTROL_FIELDS = { { SharedFileLayout.PUBLISHED_OFFSET, 8 },
			{ SharedFileLayout.PUBLISHED_OFFSET, 8 }, { SharedFileLayout.RECLAIM_OFFSET, 8 },
			{ SharedFileLayout.HEARTBEAT_OFFSET, 8 }, { SharedFileLayout.STATE_OFFSET, 4 },
			{ SharedFileLayout.WRITER_EPOCH_OFFSET, 8 }, { SharedFileLayout.WRITER_PID_OFFSET, 8 } };

	private static final int[][] RECORD_FIELDS = { { SharedFileLayout.RECORD_LENGTH_OFFSET, 4 },
			{ SharedFileLayout.RECORD_TYPE_OFFSET, 2 }, { SharedFileLayout.RECORD_ENCODING_OFFSET, 2 },
			{ SharedFileLayout.RECORD_VERSION_OFFSET, 8 }, { SharedFileLayout.RECORD_POSITION_OFFSET, 8 },
			{ SharedFileLayout.RECORD_SNAPSHOT_POSITION_OFFSET, 8 },
			{ SharedFileLayout.RECORD_PAYLOAD_LENGTH_OFFSET, 4 }, { SharedFileLayout.RECORD_PAYLOAD_CRC_OFFSET, 4 },
			{ SharedFileLayout.RECORD_STATE_HASH_OFFSET, 8 }, { SharedFileLayout.RECORD_PUBLISHED_AT_OFFSET, 8 },
			{ SharedFileLayout.RECORD_META_LENGTH_OFFSET, 4 }, { SharedFileLayout.RECORD_HEADER_CRC_OFFSET, 4 } };

	private static final int ARENA = SharedFileLayout.ARENA_ALIGNMENT;

	static final int MAX_LENGTH = 6 * ARENA;

	private long snapshot;

	private final FuzzInput in;

	private final List<Integer> records = new ArrayList<>();

	private byte[] bytes;

	private ByteBuffer view;

	private FuzzedFile(FuzzInput in, byte[] bytes) {
		this.in = in;
		use(bytes);
	}

	private void use(byte[] bytes) {
		this.bytes = bytes;
		this.view = ByteBuffer.wrap(bytes).order(BYTE_ORDER);
	}

	/**
	 * Return a good file, or one in sixteen times some bytes.
	 */
	static FuzzedFile begin(FuzzInput in) {
		if (in.oneIn(16)) {
			return new FuzzedFile(in, in.some(8192));
		}
		int capacity = ARENA << (in.oneIn(4) ? 1 : 0);
		FileHeader header = new FileHeader(new UUID(7, in.below(3)), ARENA, ARENA + capacity, capacity,
				1 + in.below(capacity / 4), 1_700_000_000_000L, true);
		FuzzedFile file = new FuzzedFile(in, Arrays.copyOf(header.encodeWithoutMagic(), ARENA + 2 * capacity));
		file.view.putLong(SharedFileLayout.MAGIC_OFFSET, SharedFileLayout.MAGIC);
		file.view.putInt(SharedFileLayout.STATE_OFFSET, SharedFileLayout.STATE_ACTIVE);
		file.putRecords(header);
		return file;
	}

	private void putRecords(FileHeader header) {
		long epoch = this.in.oneOf(0, 1, 2, 3, 1L << 20, Long.MAX_VALUE / header.arenaCapacity());
		long version = this.in.oneOf(1, 2, 42, Long.MAX_VALUE - 1);
		long position = header.firstPosition(epoch);
		long last = SharedFileLayout.NOTHING_PUBLISHED;
		for (int count = this.in.below(4); count > 0; count--) {
			byte[] meta = this.in.oneIn(2) ? FuzzedJson.bytes(this.in) : new byte[0];
			long hash = this.in.oneOf(0, 0, 0, 1);
			byte[] json = FuzzedJson.bytes(this.in);
			// whoever adds a draw makes other inputs of those that were found
			byte[] record = (hash == 0 || last < 0)
					? StoreFixture.snapshot(new StoredVersion(version, 1, hash, meta, json), position)
					: delta(version, meta, json, position);
			if (hash == 0 || last < 0) {
				this.snapshot = position;
			}
			if (header.arenaIndex(position) + record.length > header.arenaCapacity()) {
				break;
			}
			int at = header.fileOffset(position);
			System.arraycopy(record, 0, this.bytes, at, record.length);
			this.records.add(at);
			last = position;
			position += record.length;
			version++;
		}
		this.view.putLong(SharedFileLayout.PUBLISHED_OFFSET, last);
		this.view.putLong(SharedFileLayout.RECLAIM_OFFSET, Math.max(0, epoch - 1));
	}

	private byte[] delta(long version, byte[] meta, byte[] json, long position) {
		byte[] patch = "[{\"op\":\"add\",\"path\":\"/%d\",\"value\":%s}]"
			.formatted(version % 3, new String(json, StandardCharsets.UTF_8))
			.getBytes(StandardCharsets.UTF_8);
		NewVersion change = new NewVersion(version, 1, 0, meta, json.length, () -> json, patch);
		return StoreFixture.bytes(NewRecord.delta(change, patch, position, this.snapshot));
	}

	/**
	 * Damage it, or not.
	 */
	FuzzedFile mutate() {
		for (int times = this.in.below(5); times > 0; times--) {
			switch (this.in.below(8)) {
				case 0 -> mutate(0, STATIC_FIELDS);
				case 1 -> mutate(0, CONTROL_FIELDS);
				case 2 -> flip(this.in.below(SharedFileLayout.HEADER_LENGTH));
				case 3 -> flip(record() + this.in.below(RECORD_HEADER_LENGTH));
				case 4 -> flip(record() + RECORD_HEADER_LENGTH + this.in.below(512));
				case 5 -> splice();
				case 6 -> shift();
				default -> mutate(record(), RECORD_FIELDS);
			}
		}
		correctChecksums();
		if (this.in.oneIn(32)) {
			use(Arrays.copyOf(this.bytes, this.in.below(MAX_LENGTH + 1)));
		}
		return this;
	}

	private int record() {
		return this.records.isEmpty() ? ARENA : this.records.get(this.in.below(this.records.size()));
	}

	private void mutate(int from, int[][] fields) {
		int[] field = fields[this.in.below(fields.length)];
		int at = from + field[0];
		if (at + field[1] > this.bytes.length) {
			return;
		}
		switch (field[1]) {
			case 2 -> this.view.putShort(at, (short) value(this.view.getShort(at)));
			case 4 -> this.view.putInt(at, (int) value(this.view.getInt(at)));
			default -> this.view.putLong(at, value(this.view.getLong(at)));
		}
	}

	private long value(long before) {
		return switch (this.in.below(4)) {
			case 0 -> before + this.in.oneOf(1, -1, 64, -64, 63, 4096, ARENA, -ARENA, 2L * ARENA, 1L << 32);
			case 1 -> this.in.oneOf(0, 1, -1, -2, 63, 64, 65, 4096, 4097, ARENA - 64, ARENA, ARENA + 64, 2 * ARENA);
			case 2 -> this.in.oneOf(Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31,
					1L << 32, 1L << 62, Long.MAX_VALUE - 63, -64, Integer.MAX_VALUE - 63, 1 << 30, 0x7FFF, 0x8000);
			default -> this.in.longNumber();
		};
	}

	/**
	 * Move the border between meta data and payload, so that all the sums stay right.
	 */
	private void shift() {
		int at = record();
		if (at + RECORD_HEADER_LENGTH > this.bytes.length) {
			return;
		}
		int metaAt = at + SharedFileLayout.RECORD_META_LENGTH_OFFSET;
		int payloadAt = at + SharedFileLayout.RECORD_PAYLOAD_LENGTH_OFFSET;
		int meta = this.view.getInt(metaAt);
		int payload = this.view.getInt(payloadAt);
		int by = (int) this.in.oneOf(1, -1, -meta - 1, -meta, payload, payload + 1, 4096 - meta, 4097 - meta,
				Integer.MAX_VALUE - meta, this.in.number());
		this.view.putInt(metaAt, meta + by);
		this.view.putInt(payloadAt, payload - by);
	}

	private void flip(int at) {
		if (at < this.bytes.length) {
			this.bytes[at] ^= (byte) (1 << this.in.below(8));
		}
	}

	private void splice() {
		byte[] some = this.in.some(256);
		int at = (this.in.oneIn(2) ? record() : 0) + this.in.below(1024);
		System.arraycopy(some, 0, this.bytes, Math.min(at, this.bytes.length),
				Math.max(0, Math.min(some.length, this.bytes.length - at)));
	}

	private void correctChecksums() {
		if (this.in.oneIn(8) || this.bytes.length < SharedFileLayout.HEADER_LENGTH) {
			return;
		}
		this.view.putInt(SharedFileLayout.STATIC_CRC_OFFSET, crc(SharedFileLayout.FORMAT_MAJOR_OFFSET,
				SharedFileLayout.STATIC_CRC_OFFSET - SharedFileLayout.FORMAT_MAJOR_OFFSET));
		if (this.in.oneIn(8)) {
			return;
		}
		for (int at : this.records) {
			correctLengthAndChecksumsOf(at);
		}
	}

	private void correctLengthAndChecksumsOf(int at) {
		if (at + RECORD_HEADER_LENGTH > this.bytes.length) {
			return;
		}
		int payload = this.view.getInt(at + SharedFileLayout.RECORD_PAYLOAD_LENGTH_OFFSET);
		int meta = this.view.getInt(at + SharedFileLayout.RECORD_META_LENGTH_OFFSET);
		if (this.in.oneIn(3)) {
			this.view.putInt(at + SharedFileLayout.RECORD_LENGTH_OFFSET, SharedFileLayout.recordLength(meta, payload));
		}
		long length = (long) payload + meta;
		if (length >= 0 && at + RECORD_HEADER_LENGTH + length <= this.bytes.length) {
			this.view.putInt(at + SharedFileLayout.RECORD_PAYLOAD_CRC_OFFSET,
					crc(at + RECORD_HEADER_LENGTH, (int) length));
		}
		this.view.putInt(at + SharedFileLayout.RECORD_HEADER_CRC_OFFSET,
				crc(at, SharedFileLayout.RECORD_HEADER_CRC_OFFSET));
	}

	private int crc(int from, int length) {
		CRC32 crc = new CRC32();
		crc.update(this.bytes, from, length);
		return (int) crc.getValue();
	}

	byte[] bytes() {
		return this.bytes;
	}

}
