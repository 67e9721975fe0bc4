package io.sharedconfig.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;

import io.sharedconfig.file.EffectWatch.Effect;

import static io.sharedconfig.file.SharedFileLayout.BYTE_ORDER;

/**
 * A mapped file, accessed by named modes: a name that ends in Acquire, Release or Opaque
 * says the mode, any other is a plain access. Nothing else touches the mapping.
 * <p>
 * Thread-safe as far as the mode of each access promises. The mapping lives until this
 * object is collected: it cannot be unmapped under a thread that is reading.
 * <p>
 * If the file was truncated, any access may throw an {@link InternalError}, and it may do
 * so a little later, in the code that follows.
 */
final class MappedRegion {

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, BYTE_ORDER);

	private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, BYTE_ORDER);

	private static final Path NOWHERE = Path.of("");

	private final ByteBuffer buffer;

	private final Path path;

	private final EffectWatch watch;

	MappedRegion(ByteBuffer buffer) {
		this(buffer, NOWHERE, EffectWatch.NONE);
	}

	private MappedRegion(ByteBuffer buffer, Path path, EffectWatch watch) {
		this.buffer = buffer.order(BYTE_ORDER);
		this.path = path;
		this.watch = watch;
	}

	static MappedRegion map(FileChannel channel, MapMode mode, long lengthBytes) throws IOException {
		return new MappedRegion(channel.map(mode, 0, lengthBytes));
	}

	/**
	 * Map a file to write to it.
	 * @param channel the file
	 * @param path its name
	 * @param lengthBytes its length in bytes
	 * @param watch told of every store
	 * @return the region
	 * @throws IOException if it cannot be mapped
	 */
	static MappedRegion mapForWriting(FileChannel channel, Path path, long lengthBytes, EffectWatch watch)
			throws IOException {
		return new MappedRegion(channel.map(MapMode.READ_WRITE, 0, lengthBytes), path, watch);
	}

	int lengthBytes() {
		return this.buffer.capacity();
	}

	int getInt(int offset) {
		return this.buffer.getInt(offset);
	}

	int getIntAcquire(int offset) {
		return (int) INT.getAcquire(this.buffer, offset);
	}

	int getIntOpaque(int offset) {
		return (int) INT.getOpaque(this.buffer, offset);
	}

	void putIntRelease(int offset, int value) {
		INT.setRelease(this.buffer, offset, value);
		stored(offset, Integer.BYTES);
	}

	long getLong(int offset) {
		return this.buffer.getLong(offset);
	}

	long getLongAcquire(int offset) {
		return (long) LONG.getAcquire(this.buffer, offset);
	}

	long getLongOpaque(int offset) {
		return (long) LONG.getOpaque(this.buffer, offset);
	}

	void putLong(int offset, long value) {
		this.buffer.putLong(offset, value);
		stored(offset, Long.BYTES);
	}

	void putLongOpaque(int offset, long value) {
		LONG.setOpaque(this.buffer, offset, value);
		stored(offset, Long.BYTES);
	}

	void putLongRelease(int offset, long value) {
		LONG.setRelease(this.buffer, offset, value);
		stored(offset, Long.BYTES);
	}

	byte[] getBytes(int offset, int lengthBytes) {
		byte[] bytes = new byte[lengthBytes];
		this.buffer.get(offset, bytes);
		return bytes;
	}

	/**
	 * Return whether the file still begins as it did.
	 * @param start the first bytes
	 * @return {@code false} if somebody wrote over them
	 */
	boolean startsWith(byte[] start) {
		return Arrays.equals(getBytes(0, start.length), start);
	}

	void putBytes(int offset, byte[] source, int from, int lengthBytes) {
		this.buffer.put(offset, source, from, lengthBytes);
		stored(offset, lengthBytes);
	}

	private void stored(int offset, int lengthBytes) {
		this.watch.after(Effect.STORE, this.path, offset, lengthBytes);
	}

}
