package io.sharedconfig;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the operating system refused to create, read, write or lock a file.
 *
 * @since 1.0.0
 */
public final class StorageException extends SharedConfigException {

	private final boolean outcomeUnknown;

	/**
	 * Create the exception from its facts.
	 * @param action what was attempted, for example {@code create}
	 * @param path the file or directory
	 * @param cause what the operating system said, {@code null} if nothing
	 */
	public StorageException(String action, Path path, @Nullable Throwable cause) {
		this(action, path, (cause != null) ? cause.toString() : "no reason given", cause, false);
	}

	/**
	 * Create the exception from its facts.
	 * @param action what was attempted, for example {@code create}
	 * @param path the file or directory
	 * @param facts what was expected, found, and what to do
	 * @param cause what the operating system said, {@code null} if nothing
	 * @param outcomeUnknown whether the version that was being published may come back
	 * after a restart
	 */
	public StorageException(String action, Path path, String facts, @Nullable Throwable cause, boolean outcomeUnknown) {
		super("Could not %s '%s': %s".formatted(action, path, facts), cause);
		this.outcomeUnknown = outcomeUnknown;
	}

	/**
	 * Return whether the version that was being published may come back after a restart:
	 * it could neither be completed nor undone.
	 * @return {@code false} when nothing was published
	 */
	public boolean outcomeUnknown() {
		return this.outcomeUnknown;
	}

}
