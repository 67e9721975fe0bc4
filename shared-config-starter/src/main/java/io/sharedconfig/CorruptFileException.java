package io.sharedconfig;

import java.nio.file.Path;

/**
 * Thrown when a shared file contradicts itself: a checksum, a bound or an order does not
 * hold. It is never thrown for a race between a master and a follower.
 *
 * @since 1.0.0
 */
public final class CorruptFileException extends SharedConfigException {

	/**
	 * Create the exception from its facts.
	 * @param file the file
	 * @param facts what was expected and what was found, as {@code name=value} pairs that
	 * hold no configuration value
	 */
	public CorruptFileException(Path file, String facts) {
		super("Shared config file '%s' is corrupt: %s".formatted(file, facts), null);
	}

}
