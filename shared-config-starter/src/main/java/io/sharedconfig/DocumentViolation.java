package io.sharedconfig;

import java.util.Objects;

/**
 * What a document violates, and where.
 * <p>
 * Immutable.
 *
 * @param pointer the place in the document as a JSON pointer (RFC 6901), the empty text
 * for all of it
 * @param problem what is wrong there, a clause like {@code is required} that holds no
 * configuration value
 * @since 1.0.0
 */
public record DocumentViolation(String pointer, String problem) {

	/**
	 * Create a violation.
	 */
	public DocumentViolation {
		Objects.requireNonNull(pointer, "'pointer' must not be null");
		Objects.requireNonNull(problem, "'problem' must not be null");
	}

	@Override
	public String toString() {
		return (this.pointer.isEmpty()) ? "it " + this.problem : "'%s' %s".formatted(this.pointer, this.problem);
	}

}
