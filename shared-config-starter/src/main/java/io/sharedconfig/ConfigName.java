package io.sharedconfig;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The rule for the name of a configuration. A name becomes part of file names, so it is
 * checked before any path is built from it.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class ConfigName {

	/**
	 * The most characters a name may have.
	 */
	public static final int MAX_LENGTH = 64;

	private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (MAX_LENGTH - 1) + "}");

	private ConfigName() {
	}

	/**
	 * Return the given name if it can be the name of a configuration.
	 * @param name the name to check: lower case letters, digits, {@code .}, {@code _} and
	 * {@code -}, 1 to 64 characters, starting with a letter or digit
	 * @return the same name
	 * @throws InvalidNameException if it is anything else
	 */
	public static String requireValid(String name) {
		Objects.requireNonNull(name, "'name' must not be null");
		if (!VALID.matcher(name).matches()) {
			throw new InvalidNameException(name);
		}
		return name;
	}

}
