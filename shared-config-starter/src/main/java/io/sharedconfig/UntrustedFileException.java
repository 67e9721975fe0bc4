package io.sharedconfig;

import java.nio.file.Path;

/**
 * Thrown when a file or directory could have been written by somebody who is not trusted:
 * wrong owner, writable by others, or a link.
 *
 * @since 1.0.0
 */
public final class UntrustedFileException extends SharedConfigException {

	/**
	 * Create the exception from its facts.
	 * @param path the file or directory
	 * @param fact the fact that is judged, for example {@code owner}
	 * @param expected what is trusted
	 * @param found what was found
	 * @param action what to do about it, a sentence
	 */
	public UntrustedFileException(Path path, String fact, String expected, String found, String action) {
		super("'%s' is not trusted: %s expected=%s found=%s. %s".formatted(path, fact, expected, found, action), null);
	}

}
