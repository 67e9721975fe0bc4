package io.sharedconfig;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when something that was to be published is not a document: not JSON, not an
 * object, ambiguous, not applicable to the current document, or refused by a
 * {@link DocumentValidator}.
 *
 * @since 1.0.0
 */
public final class InvalidDocumentException extends SharedConfigException {

	private static final int MOST_SHOWN = 10;

	private final String problem;

	private final List<DocumentViolation> violations;

	/**
	 * Create the exception from its facts.
	 * @param problem what is wrong and where (line and column, or JSON pointer), a
	 * sentence without its full stop that holds no configuration value
	 */
	public InvalidDocumentException(String problem) {
		this(problem, List.of());
	}

	/**
	 * Create the exception from its facts.
	 * @param violations what validators found, at least one
	 */
	public InvalidDocumentException(List<DocumentViolation> violations) {
		this(summary(violations), List.copyOf(violations));
	}

	private InvalidDocumentException(String problem, List<DocumentViolation> violations) {
		super("Not a valid shared config document: " + problem, null);
		this.problem = problem;
		this.violations = violations;
	}

	private static String summary(List<DocumentViolation> violations) {
		String shown = violations.stream()
			.limit(MOST_SHOWN)
			.map(DocumentViolation::toString)
			.collect(Collectors.joining("; "));
		int more = violations.size() - MOST_SHOWN;
		return (more > 0) ? "%s; and %d more".formatted(shown, more) : shown;
	}

	/**
	 * Return what is wrong and where, for a message that says more.
	 * @return a sentence without its full stop that holds no configuration value
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what validators found.
	 * @return all of it, empty if it did not come so far: the document is none
	 */
	public List<DocumentViolation> violations() {
		return this.violations;
	}

}
