package io.sharedconfig.file;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

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

	private final ByteBuffer buffer;

	MappedRegion(ByteBuffer buffer) {
		this.buffer = buffer.order(BYTE_ORDER);
	}

	static MappedRegion map(FileChannel channel, MapMode mode, long lengthBytes) throws IOException {
		return new MappedRegion(channel.map(mode, 0, lengthBytes));
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
	}

	void putLongOpaque(int offset, long value) {
		LONG.setOpaque(this.buffer, offset, value);
	}

	void putLongRelease(int offset, long value) {
		LONG.setRelease(this.buffer, offset, value);
	}

	byte[] getBytes(int offset, int lengthBytes) {
		byte[] bytes = new byte[lengthBytes];
		this.buffer.get(offset, bytes);
		return bytes;
	}

	void putBytes(int offset, byte[] source, int from, int lengthBytes) {
		this.buffer.put(offset, source, from, lengthBytes);
	}

}
