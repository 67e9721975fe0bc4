package io.sharedconfig.codec;

import java.util.List;

/**
 * A JSON Patch (RFC 6902) that is written operation by operation. It uses {@code add},
 * {@code replace} and {@code remove} only.
 * <p>
 * Not thread-safe; one per patch.
 */
final class PatchText {

	private final JsonBytes text = new JsonBytes(256);

	/**
	 * Write a patch that replaces values.
	 * @param pointers where
	 * @param json where the new values are
	 * @param spans of each value, where it begins and ends
	 */
	static byte[] replaces(List<String> pointers, byte[] json, int[] spans) {
		PatchText patch = new PatchText();
		for (int i = 0; i < pointers.size(); i++) {
			patch.begin("replace", pointers.get(i));
			patch.value(json, spans[2 * i], spans[2 * i + 1]);
		}
		return patch.toByteArray();
	}

	/**
	 * Write an operation that has a value.
	 */
	void operation(String kind, String pointer, JsonBytes value) {
		begin(kind, pointer);
		value(value.array(), 0, value.length());
	}

	/**
	 * Write an operation that removes a value.
	 */
	void remove(String pointer) {
		begin("remove", pointer);
		this.text.ascii('}');
	}

	private void begin(String kind, String pointer) {
		this.text.ascii((this.text.length() == 0) ? '[' : ',');
		this.text.ascii("{\"op\":\"");
		this.text.ascii(kind);
		this.text.ascii("\",\"path\":");
		if (!this.text.quoted(pointer)) {
			throw new IllegalArgumentException("Half of a surrogate pair is no character");
		}
	}

	private void value(byte[] json, int from, int to) {
		this.text.ascii(",\"value\":");
		this.text.raw(json, from, to);
		this.text.ascii('}');
	}

	boolean isEmpty() {
		return this.text.length() == 0;
	}

	byte[] toByteArray() {
		this.text.ascii((isEmpty()) ? "[]" : "]");
		return this.text.toByteArray();
	}

}
