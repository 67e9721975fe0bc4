package io.sharedconfig.codec;

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

	private static final String HEX = "0123456789abcdef";

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
		ascii('"');
		for (int i = 0; i < text.length(); i++) {
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

	private void ensureRoom() {
		if (this.bytes.length - this.length < LONGEST_CHARACTER) {
			if (this.bytes.length == MAX_CAPACITY) {
				throw new OutOfMemoryError("A JSON text is longer than an array can be");
			}
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(MAX_CAPACITY, this.bytes.length * 2L));
		}
	}

}
