package io.sharedconfig.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;

/**
 * Stores, readers and self-checking versions for the tests of this package.
 */
final class StoreFixture {

	static final String NAME = "orders";

	private static final int MIN_PAYLOAD = 8 + 4;

	private StoreFixture() {
	}

	static StoreOptions options(Path directory) {
		return options(directory, 16 * 1024, 8 * 1024 * 1024);
	}

	static StoreOptions options(Path directory, int initialPayloadBytes, int maxPayloadBytes) {
		return new StoreOptions(directory, NAME, initialPayloadBytes, maxPayloadBytes,
				PosixFilePermissions.fromString("rw-------"), null);
	}

	static SharedFileStore begun(StoreOptions options) {
		SharedFileStore store = SharedFileStore.open(options);
		store.begin(null);
		return store;
	}

	static SharedFileReader reader(Path directory) {
		return new SharedFileReader(directory, NAME, Set.of());
	}

	static Path data(Path directory) {
		return directory.resolve(NAME + ".scfg");
	}

	static Path lock(Path directory) {
		return directory.resolve(NAME + ".lock");
	}

	/**
	 * Return a version whose payload tells by itself whether it is whole.
	 */
	static StoredVersion version(long version, int payloadLengthBytes) {
		ByteBuffer payload = ByteBuffer.allocate(Math.max(MIN_PAYLOAD, payloadLengthBytes));
		payload.putLong(version);
		byte[] filling = new byte[payload.remaining() - Integer.BYTES];
		Arrays.fill(filling, (byte) version);
		payload.put(filling);
		payload.putInt(crc(payload.array(), payload.position()));
		return new StoredVersion(version, 1_700_000_000_000L + version, 42 * version, meta(version), payload.array());
	}

	/**
	 * Return the same, to be written as a whole document.
	 */
	static NewVersion whole(long version, int payloadLengthBytes) {
		return NewVersion.of(version(version, payloadLengthBytes));
	}

	/**
	 * Return a version of which it is known what it changes: a patch that tells by itself
	 * whether it is whole, too.
	 */
	static NewVersion change(long version, int documentLengthBytes, int patchLengthBytes) {
		StoredVersion whole = version(version, documentLengthBytes);
		return new NewVersion(version, whole.publishedAtMs(), whole.stateHash(), whole.meta(), whole.payload().length,
				whole::payload, version(version, patchLengthBytes).payload());
	}

	/**
	 * Return the bytes of a record.
	 */
	static byte[] snapshot(StoredVersion version, long position) {
		return bytes(NewRecord.snapshot(NewVersion.of(version), version.payload(), position));
	}

	static byte[] bytes(NewRecord record) {
		byte[] bytes = new byte[record.lengthBytes()];
		record.header().encode(bytes);
		ByteBuffer.wrap(bytes).position(SharedFileLayout.RECORD_HEADER_LENGTH).put(record.meta()).put(record.payload());
		return bytes;
	}

	/**
	 * Poll as a follower does: an error of a truncated file makes the reader let go of
	 * it.
	 */
	static @Nullable StoredRun poll(SharedFileReader reader) {
		try {
			return reader.read();
		}
		catch (InternalError ex) {
			reader.close();
			return null;
		}
	}

	static void patch(Path file, int offset, byte... bytes) throws IOException {
		try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
			access.seek(offset);
			access.write(bytes);
		}
	}

	static void patchInt(Path file, int offset, int value) throws IOException {
		patch(file, offset, ByteBuffer.allocate(Integer.BYTES).order(BYTE_ORDER).putInt(value).array());
	}

	static void patchLong(Path file, int offset, long value) throws IOException {
		patch(file, offset, ByteBuffer.allocate(Long.BYTES).order(BYTE_ORDER).putLong(value).array());
	}

	static void truncate(Path file, long lengthBytes) throws IOException {
		try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
			access.setLength(lengthBytes);
		}
	}

	static ByteBuffer bytes(Path file) throws IOException {
		return ByteBuffer.wrap(Files.readAllBytes(file)).order(BYTE_ORDER);
	}

	static List<String> names(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static byte[] meta(long version) {
		return "{\"author\":\"a%d\"}".formatted(version).getBytes(StandardCharsets.UTF_8);
	}

	static boolean isWhole(StoredVersion version) {
		return isWhole(version, version.payload());
	}

	static boolean isWhole(StoredRun run) {
		return (run.snapshot() == null || isWhole(run.snapshot()))
				&& run.deltas().stream().allMatch((delta) -> isWhole(delta, delta.patch()));
	}

	private static boolean isWhole(StoredRecord record, byte[] content) {
		ByteBuffer payload = ByteBuffer.wrap(content);
		int end = payload.capacity() - Integer.BYTES;
		return payload.getLong(0) == record.version() && payload.getInt(end) == crc(content, end)
				&& record.publishedAtMs() == 1_700_000_000_000L + record.version()
				&& Arrays.equals(record.meta(), meta(record.version()));
	}

	static boolean same(StoredRun one, StoredVersion other) {
		return one.deltas().isEmpty() && same(one.snapshot(), other);
	}

	static boolean same(StoredVersion one, StoredVersion other) {
		return one.version() == other.version() && one.publishedAtMs() == other.publishedAtMs()
				&& one.stateHash() == other.stateHash() && Arrays.equals(one.meta(), other.meta())
				&& Arrays.equals(one.payload(), other.payload());
	}

	private static int crc(byte[] bytes, int lengthBytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes, 0, lengthBytes);
		return (int) crc.getValue();
	}

}
