package io.sharedconfig;

/**
 * Thrown when the schema that documents are to satisfy is not there or is no schema.
 *
 * @since 1.0.0
 */
public final class InvalidSchemaException extends SharedConfigException {

	/**
	 * Create the exception from its facts.
	 * @param schema what was to be the schema, for example a file
	 * @param problem what is wrong with it, a clause
	 */
	public InvalidSchemaException(String schema, String problem) {
		super("The schema '%s' cannot be used: %s".formatted(schema, problem), null);
	}

}
