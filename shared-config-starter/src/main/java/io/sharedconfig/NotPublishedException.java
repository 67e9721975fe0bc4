package io.sharedconfig;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Thrown when a configuration that must be there at the start is not.
 *
 * @since 1.0.0
 */
public final class NotPublishedException extends SharedConfigException {

	private final String name;

	private final Path directory;

	/**
	 * Create the exception from its facts.
	 * @param name the configuration
	 * @param directory the directory that was looked into
	 * @param owner the user this process runs as, as the system names it
	 * @param waited how long it was waited for
	 */
	public NotPublishedException(String name, Path directory, String owner, Duration waited) {
		super("Shared config '%s' has not been published on this host: directory='%s' uid=%s waitedMs=%d"
			.formatted(name, directory, owner, waited.toMillis()), null);
		this.name = name;
		this.directory = directory;
	}

	/**
	 * Return the configuration that was not found.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the directory that was looked into.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory;
	}

}
