package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.InvalidDocumentException;

/**
 * A property name, taken apart: {@code pool.hosts[1]} is {@code pool}, {@code hosts} and
 * {@code [1]}.
 * <p>
 * Immutable.
 *
 * @param key the property name
 * @param parts its parts, at least one
 */
record PropertyPath(String key, List<Part> parts) {

	static PropertyPath parse(String key) {
		List<Part> parts = new ArrayList<>();
		int position = 0;
		while (position < key.length()) {
			if (key.charAt(position) == '[') {
				int end = closing(key, position);
				parts.add(new Part(key.substring(position + 1, end), true));
				position = end + 1;
			}
			else {
				position = (parts.isEmpty()) ? position : afterDot(key, position);
				int end = endOfName(key, position);
				parts.add(new Part(key.substring(position, end), false));
				position = end;
			}
		}
		if (parts.isEmpty()) {
			throw invalid(key, 0, "it is empty");
		}
		return new PropertyPath(key, List.copyOf(parts));
	}

	/**
	 * Take apart what another flattening made: what cannot be a name without brackets is
	 * taken as if it were in brackets.
	 */
	static PropertyPath parseForeign(String key) {
		List<Part> parts = new ArrayList<>();
		int position = 0;
		while (position < key.length()) {
			int end = (key.charAt(position) == '[') ? closingOrNone(key, position) : -1;
			if (end > 0) {
				parts.add(new Part(key.substring(position + 1, end), true));
				position = end + 1;
				// a dot behind a bracket says nothing
				position += (position < key.length() && key.charAt(position) == '.') ? 1 : 0;
			}
			else {
				end = position;
				while (end < key.length() && key.charAt(end) != '.'
						&& (key.charAt(end) != '[' || closingOrNone(key, end) < 0)) {
					end++;
				}
				String name = key.substring(position, end);
				parts.add(new Part(name, !PropertyNames.isJoinable(name)));
				position = (end < key.length() && key.charAt(end) == '.') ? end + 1 : end;
			}
		}
		if (parts.size() > JsonText.MAX_DEPTH) {
			throw invalid(key, 0, "it has more than %d parts".formatted(JsonText.MAX_DEPTH));
		}
		return new PropertyPath(key, List.copyOf(parts));
	}

	private static int afterDot(String key, int position) {
		if (key.charAt(position) != '.') {
			throw invalid(key, position, "expected '.' or '['");
		}
		return position + 1;
	}

	private static int endOfName(String key, int start) {
		int end = start;
		while (end < key.length() && PropertyNames.isLegal(key.charAt(end))) {
			end++;
		}
		if (end == start) {
			throw invalid(key, start, "expected a name of A-Z, a-z, 0-9, '_' and '-', or any other in brackets");
		}
		return end;
	}

	private static int closing(String key, int start) {
		int end = closingOrNone(key, start);
		if (end < 0) {
			throw invalid(key, start, "a bracket is not closed");
		}
		return end;
	}

	private static int closingOrNone(String key, int start) {
		int open = 0;
		for (int i = start; i < key.length(); i++) {
			char character = key.charAt(i);
			open += (character == '[') ? 1 : (character == ']') ? -1 : 0;
			if (open == 0) {
				return i;
			}
		}
		return -1;
	}

	private static InvalidDocumentException invalid(String key, int position, String problem) {
		return new InvalidDocumentException(
				"'%s' is not a property name: %s at position %d".formatted(Shown.text(key), problem, position + 1));
	}

	int size() {
		return this.parts.size();
	}

	Part part(int index) {
		return this.parts.get(index);
	}

	/**
	 * A part of a property name.
	 *
	 * @param text the name, or what is between the brackets
	 * @param bracketed whether it is in brackets
	 */
	record Part(String text, boolean bracketed) {

		/**
		 * Return the index into a list, -1 if it cannot be one.
		 */
		int index() {
			boolean number = this.bracketed && !this.text.isEmpty() && this.text.length() < 10
					&& this.text.chars().allMatch((c) -> c >= '0' && c <= '9');
			return number ? Integer.parseInt(this.text) : -1;
		}

		/**
		 * Return the names in a document that this part in brackets may stand for, the
		 * one to use for a new name first.
		 */
		List<String> names() {
			String inBrackets = '[' + this.text + ']';
			boolean asItIs = !PropertyNames.isJoinable(this.text) && !PropertyNames.isBracketed(this.text);
			List<String> names = new ArrayList<>(2);
			if (asItIs) {
				names.add(this.text);
			}
			if (PropertyNames.isBracketed(inBrackets)) {
				names.add(inBrackets);
			}
			return names;
		}

	}

}
