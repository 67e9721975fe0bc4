package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of minified JSON in UTF-8. Texts are escaped where JSON demands it and
 * nowhere else, so that one text has one form.
 * <p>
 * Not thread-safe; one per document.
 */
final class JsonBytes {

	private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

	private static final int LONGEST_CHARACTER = 6;

	/*
	 * Up to here it is faster than to make an array first.
	 */
	private static final int LONGEST_BY_CHARACTER = 32;

	private static final String HEX = "0123456789abcdef";

	private static final boolean[] PLAIN = new boolean[0x80];

	static {
		for (char character = ' '; character < PLAIN.length; character++) {
			PLAIN[character] = character != '"' && character != '\\';
		}
	}

	private byte[] bytes;

	private int length;

	JsonBytes(int expectedLength) {
		this.bytes = new byte[Math.max(64, expectedLength)];
	}

	int length() {
		return this.length;
	}

	/**
	 * Return what was written, with unwritten bytes behind it.
	 */
	byte[] array() {
		return this.bytes;
	}

	byte[] toByteArray() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	void truncate(int length) {
		this.length = length;
	}

	void ascii(char character) {
		ensureRoom();
		this.bytes[this.length++] = (byte) character;
	}

	void ascii(String text) {
		for (int i = 0; i < text.length(); i++) {
			ascii(text.charAt(i));
		}
	}

	/**
	 * Write a text in quotes.
	 * @return {@code false} if the text is not Unicode: half of a surrogate pair is in it
	 */
	boolean quoted(String text) {
		return (text.length() <= LONGEST_BY_CHARACTER) ? quotedByCharacter(text) : quotedAtOnce(text);
	}

	private boolean quotedAtOnce(String text) {
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		if (encoded.length == text.length() && isPlain(encoded, text)) {
			ensureRoom(encoded.length + 2);
			this.bytes[this.length++] = '"';
			System.arraycopy(encoded, 0, this.bytes, this.length, encoded.length);
			this.length += encoded.length;
			this.bytes[this.length++] = '"';
			return true;
		}
		return quotedByCharacter(text);
	}

	/*
	 * As many bytes as characters: all are ASCII, but for halves of surrogate pairs,
	 * which became question marks.
	 */
	private static boolean isPlain(byte[] ascii, String text) {
		int i = 0;
		for (; i + Long.BYTES <= ascii.length; i += Long.BYTES) {
			long eight = EightBytes.at(ascii, i);
			long special = EightBytes.equal(eight, '"') | EightBytes.equal(eight, '\\') | EightBytes.equal(eight, '?')
					| EightBytes.below(eight, ' ');
			if (special != 0 && !isPlain(ascii, text, i, i + Long.BYTES)) {
				return false;
			}
		}
		return isPlain(ascii, text, i, ascii.length);
	}

	private static boolean isPlain(byte[] ascii, String text, int from, int to) {
		for (int i = from; i < to; i++) {
			byte character = ascii[i];
			if (character < ' ' || character == '"' || character == '\\' || character == '?' && text.charAt(i) != '?') {
				return false;
			}
		}
		return true;
	}

	private boolean quotedByCharacter(String text) {
		int length = text.length();
		ensureRoom(length + 2);
		// nearly all of what is written passes here: nothing but local variables
		byte[] target = this.bytes;
		int at = this.length;
		target[at++] = '"';
		int plain = 0;
		while (plain < length) {
			char character = text.charAt(plain);
			if (!isPlain(character)) {
				break;
			}
			target[at++] = (byte) character;
			plain++;
		}
		this.length = at;
		for (int i = plain; i < length; i++) {
			char character = text.charAt(i);
			if (character < 0x80) {
				ensureRoom();
				escaped(character);
			}
			else if (!Character.isSurrogate(character)) {
				ensureRoom();
				encoded(character);
			}
			else if (Character.isHighSurrogate(character) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				ensureRoom();
				encoded(Character.toCodePoint(character, text.charAt(++i)));
			}
			else {
				return false;
			}
		}
		ascii('"');
		return true;
	}

	private static boolean isPlain(char character) {
		return character < PLAIN.length && PLAIN[character];
	}

	private void escaped(char character) {
		switch (character) {
			case '"', '\\' -> pair(character);
			case '\b' -> pair('b');
			case '\t' -> pair('t');
			case '\n' -> pair('n');
			case '\f' -> pair('f');
			case '\r' -> pair('r');
			default -> {
				if (character >= ' ') {
					this.bytes[this.length++] = (byte) character;
				}
				else {
					ascii("\\u00");
					ascii(HEX.charAt(character >> 4));
					ascii(HEX.charAt(character & 0xF));
				}
			}
		}
	}

	private void pair(char character) {
		this.bytes[this.length++] = '\\';
		this.bytes[this.length++] = (byte) character;
	}

	private void encoded(int codePoint) {
		if (codePoint < 0x800) {
			this.bytes[this.length++] = (byte) (0xC0 | codePoint >> 6);
		}
		else {
			if (codePoint < 0x10000) {
				this.bytes[this.length++] = (byte) (0xE0 | codePoint >> 12);
			}
			else {
				this.bytes[this.length++] = (byte) (0xF0 | codePoint >> 18);
				this.bytes[this.length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
			}
			this.bytes[this.length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
		}
		this.bytes[this.length++] = (byte) (0x80 | codePoint & 0x3F);
	}

	/**
	 * Write what is JSON already.
	 */
	void raw(byte[] json, int from, int to) {
		ensureRoom(to - from);
		System.arraycopy(json, from, this.bytes, this.length, to - from);
		this.length += to - from;
	}

	private void ensureRoom() {
		ensureRoom(LONGEST_CHARACTER);
	}

	private void ensureRoom(int needed) {
		if (this.bytes.length - this.length < needed) {
			if (needed > MAX_CAPACITY - this.length) {
				throw new OutOfMemoryError("A JSON text is longer than an array can be");
			}
			long doubled = Math.max(this.bytes.length * 2L, (long) this.length + needed);
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(MAX_CAPACITY, doubled));
		}
	}

}
