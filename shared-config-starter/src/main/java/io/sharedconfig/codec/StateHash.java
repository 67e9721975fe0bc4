package io.sharedconfig.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The hash of a document's state: the sum, modulo 2^64, of
 * {@code fmix64(FNV-1a-64(JSON pointer, 0x00, canonical text))} over all scalars and
 * empty containers. FNV-1a goes byte by byte, so the hash of a container's pointer is the
 * beginning of the hashes of all below it.
 */
final class StateHash {

	/**
	 * The hash of the empty pointer.
	 */
	static final long ROOT = 0xcbf29ce484222325L;

	private static final long PRIME = 0x100000001b3L;

	private StateHash() {
	}

	/**
	 * Return the hash of a document.
	 * @param payload the document, which was checked before
	 * @return the sum, which may be 0
	 */
	static long of(byte[] payload) {
		try (JsonParser parser = JsonText.parser(payload)) {
			return of(parser);
		}
	}

	private static long of(JsonParser parser) {
		DocumentPath path = new DocumentPath();
		JsonBytes text = new JsonBytes(256);
		long sum = 0;
		JsonToken token;
		while ((token = parser.nextToken()) != null) {
			if (!token.isStructEnd() && token != JsonToken.PROPERTY_NAME && path.inList()) {
				path.element();
			}
			text.truncate(0);
			switch (token) {
				case PROPERTY_NAME -> path.member(parser.currentName());
				case START_OBJECT -> path.enterObject();
				case START_ARRAY -> path.enterList();
				case END_OBJECT, END_ARRAY -> {
					if (path.leave()) {
						text.ascii((token == JsonToken.END_OBJECT) ? "{}" : "[]");
					}
				}
				case VALUE_STRING -> text.quoted(parser.getString());
				default -> text.ascii(parser.getString());
			}
			if (text.length() > 0) {
				sum += value(path.pointerHash(), text.array(), 0, text.length());
			}
		}
		return sum;
	}

	/**
	 * Return the hash of a pointer, made longer by a name.
	 */
	static long member(long pointer, String name) {
		long hash = add(pointer, '/');
		for (int i = 0; i < name.length(); i++) {
			int codePoint = name.codePointAt(i);
			if (codePoint == '~' || codePoint == '/') {
				hash = add(add(hash, '~'), (codePoint == '~') ? '0' : '1');
			}
			else {
				hash = addCharacter(hash, codePoint);
				i += Character.charCount(codePoint) - 1;
			}
		}
		return hash;
	}

	/**
	 * Return the hash of a pointer, made longer by an index.
	 */
	static long element(long pointer, int index) {
		long hash = add(pointer, '/');
		int divisor = 1;
		while (index / divisor >= 10) {
			divisor *= 10;
		}
		for (; divisor > 0; divisor /= 10) {
			hash = add(hash, '0' + index / divisor % 10);
		}
		return hash;
	}

	/**
	 * Return the summand of a value: its pointer's hash, completed with its text.
	 */
	static long value(long pointer, byte[] text, int from, int to) {
		long hash = add(pointer, 0);
		for (int i = from; i < to; i++) {
			hash = add(hash, text[i] & 0xFF);
		}
		return mix(hash);
	}

	private static long addCharacter(long hash, int codePoint) {
		if (codePoint < 0x80) {
			return add(hash, codePoint);
		}
		if (codePoint < 0x800) {
			return add(add(hash, 0xC0 | codePoint >> 6), 0x80 | codePoint & 0x3F);
		}
		long result = (codePoint < 0x10000) ? add(hash, 0xE0 | codePoint >> 12)
				: add(add(hash, 0xF0 | codePoint >> 18), 0x80 | codePoint >> 12 & 0x3F);
		return add(add(result, 0x80 | codePoint >> 6 & 0x3F), 0x80 | codePoint & 0x3F);
	}

	private static long add(long hash, int octet) {
		return (hash ^ octet) * PRIME;
	}

	private static long mix(long hash) {
		long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
		mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
		return mixed ^ mixed >>> 33;
	}

}
