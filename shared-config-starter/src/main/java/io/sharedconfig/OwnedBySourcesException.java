package io.sharedconfig;

/**
 * Thrown when somebody asks for a change of a configuration that files own: it changes
 * when they change, and in no other way.
 *
 * @since 1.0.0
 */
public final class OwnedBySourcesException extends SharedConfigException {

	/**
	 * Create the exception from its facts.
	 * @param name the configuration
	 * @param sources the files and directories that own it, for people to read
	 */
	public OwnedBySourcesException(String name, String sources) {
		super("Shared config '%s' is owned by its sources and changes with them only: sources=%s".formatted(name,
				sources), null);
	}

}
