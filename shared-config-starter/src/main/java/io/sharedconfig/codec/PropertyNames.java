package io.sharedconfig.codec;

/**
 * How a name in a document becomes a part of a property name. The parts of
 * {@code org.foo} are joined with a dot; what is in brackets already stays as it is; all
 * else goes into brackets, because Spring would lose its characters otherwise.
 */
final class PropertyNames {

	private PropertyNames() {
	}

	static void append(StringBuilder property, String name) {
		if (isJoinable(name)) {
			if (!property.isEmpty()) {
				property.append('.');
			}
			property.append(name);
		}
		else if (isBracketed(name)) {
			property.append(name);
		}
		else {
			property.append('[').append(name).append(']');
		}
	}

	/**
	 * Return whether a name is one or more of {@code A-Z a-z 0-9 _ -}, in parts joined
	 * with dots.
	 */
	static boolean isJoinable(String name) {
		boolean inPart = false;
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			if (isLegal(character)) {
				inPart = true;
			}
			else if (character == '.' && inPart) {
				inPart = false;
			}
			else {
				return false;
			}
		}
		return inPart;
	}

	/**
	 * Return whether a name is in brackets, with at least one character and no bracket
	 * between them.
	 */
	static boolean isBracketed(String name) {
		int last = name.length() - 1;
		return last > 1 && name.indexOf(']') == last && name.lastIndexOf('[') == 0;
	}

	static boolean isLegal(char character) {
		return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z'
				|| character >= '0' && character <= '9' || character == '_' || character == '-';
	}

}
