package io.sharedconfig.file;

import java.util.Arrays;

/**
 * Choices that are made of bytes, so that whoever makes the bytes, at random or guided by
 * coverage, makes the choices. Where the bytes end every choice is 0.
 * <p>
 * Not thread-safe.
 */
final class FuzzInput {

	private final byte[] bytes;

	private int at;

	FuzzInput(byte[] bytes) {
		this.bytes = bytes;
	}

	int below(int bound) {
		return (bound <= 256) ? (next() & 0xFF) % bound : (number() & Integer.MAX_VALUE) % bound;
	}

	boolean oneIn(int count) {
		return below(count) == count - 1;
	}

	boolean isEmpty() {
		return this.at == this.bytes.length;
	}

	long oneOf(long... values) {
		return values[below(values.length)];
	}

	byte next() {
		return (this.at < this.bytes.length) ? this.bytes[this.at++] : 0;
	}

	int number() {
		return (next() & 0xFF) << 24 | (next() & 0xFF) << 16 | (next() & 0xFF) << 8 | next() & 0xFF;
	}

	long longNumber() {
		return (long) number() << 32 | number() & 0xFFFFFFFFL;
	}

	byte[] some(int most) {
		int length = Math.min(below(most + 1), this.bytes.length - this.at);
		this.at += length;
		return Arrays.copyOfRange(this.bytes, this.at - length, this.at);
	}

}
