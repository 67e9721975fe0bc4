package io.sharedconfig.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes looked at in one go, see "Determine if a word has a zero byte" and what
 * follows it in the Bit Twiddling Hacks by Sean Eron Anderson.
 */
final class EightBytes {

	private static final VarHandle ARRAY = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long LOW_BITS = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private EightBytes() {
	}

	/**
	 * Return eight bytes of an array.
	 */
	static long at(byte[] bytes, int index) {
		return (long) ARRAY.get(bytes, index);
	}

	/**
	 * Return whether one of them is this character.
	 * @return not 0 if there is one
	 */
	static long equal(long eight, char ascii) {
		long other = eight ^ LOW_BITS * ascii;
		return (other - LOW_BITS) & ~other & HIGH_BITS;
	}

	/**
	 * Return whether one of them is a character below this one.
	 * @return not 0 if there is one
	 */
	static long below(long eight, char ascii) {
		return (eight - LOW_BITS * ascii) & ~eight & HIGH_BITS;
	}

	/**
	 * Return how many of them are this character.
	 */
	static int count(long eight, char ascii) {
		long other = eight ^ LOW_BITS * ascii;
		return Long.bitCount(~(((other & ~HIGH_BITS) + ~HIGH_BITS) | other) & HIGH_BITS);
	}

}
