package io.sharedconfig;

/**
 * Thrown when a text cannot be the name of a configuration.
 *
 * @since 1.0.0
 * @see ConfigName
 */
public final class InvalidNameException extends SharedConfigException {

	/**
	 * Create the exception from its facts.
	 * @param name the text that was given
	 */
	public InvalidNameException(String name) {
		super(("'%s' is not a name for a shared config: expected 1 to %d characters of a-z, 0-9, '.', '_' and '-', "
				+ "the first a letter or digit; found %d characters")
			.formatted(printable(name), ConfigName.MAX_LENGTH, name.length()), null);
	}

	private static String printable(String name) {
		String shown = (name.length() > ConfigName.MAX_LENGTH + 16) ? name.substring(0, ConfigName.MAX_LENGTH) + ".."
				: name;
		StringBuilder result = new StringBuilder(shown.length());
		shown.chars().forEach((c) -> result.append(Character.isISOControl(c) ? '?' : (char) c));
		return result.toString();
	}

}
