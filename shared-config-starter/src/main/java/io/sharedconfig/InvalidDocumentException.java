package io.sharedconfig;

/**
 * Thrown when something that was to be published is not a document: not JSON, not an
 * object, ambiguous, or not applicable to the current document.
 *
 * @since 1.0.0
 */
public final class InvalidDocumentException extends SharedConfigException {

	private final String problem;

	/**
	 * Create the exception from its facts.
	 * @param problem what is wrong and where (line and column, or JSON pointer), a
	 * sentence without its full stop that holds no configuration value
	 */
	public InvalidDocumentException(String problem) {
		super("Not a valid shared config document: " + problem, null);
		this.problem = problem;
	}

	/**
	 * Return what is wrong and where, for a message that says more.
	 * @return a sentence without its full stop that holds no configuration value
	 */
	public String problem() {
		return this.problem;
	}

}
