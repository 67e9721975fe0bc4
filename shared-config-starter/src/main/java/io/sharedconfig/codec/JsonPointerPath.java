package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A JSON pointer (RFC 6901), taken apart.
 * <p>
 * Immutable.
 *
 * @param text the pointer
 * @param steps the names and indexes on the way, none for the whole document
 */
record JsonPointerPath(String text, List<String> steps) {

	/**
	 * The pointer to the whole document.
	 */
	static final JsonPointerPath ROOT = new JsonPointerPath("", List.of());

	/**
	 * Take a pointer apart.
	 * @return the pointer, {@code null} if the text is none
	 */
	static @Nullable JsonPointerPath parse(String text) {
		List<String> steps = new ArrayList<>();
		if (!text.isEmpty() && text.charAt(0) != '/') {
			return null;
		}
		for (int start = 1; start <= text.length(); start = end(text, start) + 1) {
			String step = unescaped(text.substring(start, end(text, start)));
			if (step == null) {
				return null;
			}
			steps.add(step);
		}
		return new JsonPointerPath(text, List.copyOf(steps));
	}

	private static int end(String text, int start) {
		int end = text.indexOf('/', start);
		return (end >= 0) ? end : text.length();
	}

	private static @Nullable String unescaped(String step) {
		for (int tilde = step.indexOf('~'); tilde >= 0; tilde = step.indexOf('~', tilde + 1)) {
			char next = (tilde + 1 < step.length()) ? step.charAt(tilde + 1) : ' ';
			if (next != '0' && next != '1') {
				return null;
			}
		}
		return step.replace("~1", "/").replace("~0", "~");
	}

	/**
	 * Return the pointer with these names and indexes.
	 */
	static JsonPointerPath of(List<String> steps) {
		StringBuilder text = new StringBuilder();
		steps.forEach((step) -> append(text, step));
		return new JsonPointerPath(text.toString(), List.copyOf(steps));
	}

	/**
	 * Make a pointer longer by a name or index.
	 */
	static void append(StringBuilder pointer, String step) {
		pointer.append('/');
		for (int i = 0; i < step.length(); i++) {
			switch (step.charAt(i)) {
				case '~' -> pointer.append("~0");
				case '/' -> pointer.append("~1");
				default -> pointer.append(step.charAt(i));
			}
		}
	}

	/**
	 * Return the pointer with another last step.
	 */
	JsonPointerPath withLast(int index) {
		List<String> steps = new ArrayList<>(parent());
		steps.add(String.valueOf(index));
		return of(steps);
	}

	/**
	 * Return the pointer to a member or element of what this one leads to.
	 */
	JsonPointerPath to(String step) {
		StringBuilder longer = new StringBuilder(this.text);
		append(longer, step);
		List<String> more = new ArrayList<>(this.steps);
		more.add(step);
		return new JsonPointerPath(longer.toString(), Collections.unmodifiableList(more));
	}

	boolean isRoot() {
		return this.steps.isEmpty();
	}

	String last() {
		return this.steps.get(this.steps.size() - 1);
	}

	List<String> parent() {
		return this.steps.subList(0, this.steps.size() - 1);
	}

	/**
	 * Return whether another pointer leads to something within this one's value.
	 */
	boolean contains(JsonPointerPath other) {
		return other.steps.size() > this.steps.size() && other.steps.subList(0, this.steps.size()).equals(this.steps);
	}

	/**
	 * Return the index into a list that a step stands for.
	 * @return the index, -1 if it stands for none
	 */
	static int index(String step) {
		int length = step.length();
		if (length == 0 || length > 9 || length > 1 && step.charAt(0) == '0') {
			return -1;
		}
		int index = 0;
		for (int i = 0; i < length; i++) {
			int digit = step.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			index = index * 10 + digit;
		}
		return index;
	}

}
