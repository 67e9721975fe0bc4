package io.sharedconfig.codec;

/**
 * A name or pointer as a message shows it: on one line and not too long.
 */
final class Shown {

	private static final int MAX_LENGTH = 200;

	private Shown() {
	}

	static String text(String text) {
		int length = Math.min(MAX_LENGTH, text.length());
		StringBuilder shown = new StringBuilder(length + 2);
		for (int i = 0; i < length; i++) {
			char character = text.charAt(i);
			boolean plain = !Character.isISOControl(character) && !Character.isSurrogate(character);
			shown.append(plain ? character : '?');
		}
		return (length < text.length()) ? shown.append("..").toString() : shown.toString();
	}

}
