package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.codec.PatchOperation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a patch as {@link PatchText} writes it where values are plain: texts of ASCII
 * without escapes, short numbers, {@code true}, {@code false} and {@code null}. Whatever
 * else it is, a parser reads it. Whoever waits for a version waits for this, and a parser
 * goes through more code than such a patch has bytes.
 * <p>
 * Not thread-safe; one per patch.
 */
final class PatchReader {

	private static final byte[] BEGIN = ascii("{\"op\":\"");

	private static final byte[] PATH = ascii("\",\"path\":\"");

	private static final byte[] VALUE = ascii(",\"value\":");

	private static final byte[] TRUE = ascii("true");

	private static final byte[] FALSE = ascii("false");

	private static final byte[] NULL = ascii("null");

	private static final byte[] ADD = ascii("add");

	private static final byte[] REPLACE = ascii("replace");

	private static final byte[] REMOVE = ascii("remove");

	/*
	 * No more digits than any long has.
	 */
	private static final int LONGEST_NUMBER = 18;

	private final byte[] json;

	private int at;

	private PatchReader(byte[] json) {
		this.json = json;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Read a patch.
	 * @return its operations, {@code null} if a parser has to read it
	 */
	static @Nullable List<PlainOperation> read(byte[] patch) {
		return new PatchReader(patch).operations();
	}

	private @Nullable List<PlainOperation> operations() {
		List<PlainOperation> found = new ArrayList<>();
		for (char before = '['; take(before); before = ',') {
			PlainOperation operation = operation();
			if (operation == null) {
				return null;
			}
			found.add(operation);
		}
		return (take(']') && this.at == this.json.length) ? found : null;
	}

	private @Nullable PlainOperation operation() {
		Kind kind = (take(BEGIN)) ? kind() : null;
		String pointer = (kind != null && take(PATH)) ? text() : null;
		JsonPointerPath path = (pointer != null) ? JsonPointerPath.parse(pointer) : null;
		if (kind == null || path == null) {
			return null;
		}
		SingleValue value = null;
		if (kind != Kind.REMOVE) {
			value = (take(VALUE)) ? value() : null;
			if (value == null) {
				return null;
			}
		}
		return (take('}')) ? new PlainOperation(kind, path, value) : null;
	}

	private @Nullable Kind kind() {
		if (take(REPLACE)) {
			return Kind.REPLACE;
		}
		if (take(ADD)) {
			return Kind.ADD;
		}
		return (take(REMOVE)) ? Kind.REMOVE : null;
	}

	private @Nullable SingleValue value() {
		if (take('"')) {
			String text = text();
			return (text != null) ? SingleValue.text(text) : null;
		}
		if (take(TRUE)) {
			return SingleValue.TRUE;
		}
		if (take(FALSE)) {
			return SingleValue.FALSE;
		}
		return (take(NULL)) ? SingleValue.NULL : number();
	}

	/*
	 * Behind the quotation mark that begins it, to behind the one that ends it.
	 */
	private @Nullable String text() {
		int from = this.at;
		for (int to = from; to < this.json.length; to++) {
			byte next = this.json[to];
			if (next == '"') {
				this.at = to + 1;
				return new String(this.json, from, to - from, StandardCharsets.ISO_8859_1);
			}
			// what is not ASCII is negative
			if (next < ' ' || next == '\\') {
				return null;
			}
		}
		return null;
	}

	private @Nullable SingleValue number() {
		int from = this.at;
		boolean negative = take('-');
		int begin = this.at;
		long integer = digits();
		int digits = this.at - begin;
		if (digits == 0 || digits > 1 && this.json[begin] == '0') {
			return null;
		}
		boolean decimal = take('.');
		int point = this.at;
		digits();
		if (decimal == (this.at == point) || this.at - from > LONGEST_NUMBER) {
			return null;
		}
		if (negative && integer == 0 && !decimal) {
			return null;
		}
		return (decimal) ? SingleValue.decimal(new String(this.json, from, this.at - from, StandardCharsets.ISO_8859_1))
				: SingleValue.integer((negative) ? -integer : integer);
	}

	private long digits() {
		long value = 0;
		while (this.at < this.json.length && this.json[this.at] >= '0' && this.json[this.at] <= '9') {
			value = value * 10 + this.json[this.at] - '0';
			this.at++;
		}
		return value;
	}

	private boolean take(char expected) {
		if (this.at < this.json.length && this.json[this.at] == expected) {
			this.at++;
			return true;
		}
		return false;
	}

	private boolean take(byte[] expected) {
		if (this.json.length - this.at < expected.length) {
			return false;
		}
		for (int i = 0; i < expected.length; i++) {
			if (this.json[this.at + i] != expected[i]) {
				return false;
			}
		}
		this.at += expected.length;
		return true;
	}

}
