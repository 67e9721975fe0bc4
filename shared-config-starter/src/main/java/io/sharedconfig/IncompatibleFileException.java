package io.sharedconfig;

import java.nio.file.Path;

/**
 * Thrown when a shared file is of a format that this process does not read.
 *
 * @since 1.0.0
 */
public final class IncompatibleFileException extends SharedConfigException {

	/**
	 * Create the exception from its facts.
	 * @param file the file
	 * @param field the header field that tells, for example {@code formatMajor}
	 * @param expected what this process can read
	 * @param found what the file says
	 */
	public IncompatibleFileException(Path file, String field, String expected, String found) {
		super("Shared config file '%s' is not readable by this process: %s expected=%s found=%s. Use the same release of Shared Config in all processes"
			.formatted(file, field, expected, found), null);
	}

}
