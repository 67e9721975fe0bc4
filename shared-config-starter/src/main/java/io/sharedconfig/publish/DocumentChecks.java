package io.sharedconfig.publish;

import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.DocumentValidator;
import io.sharedconfig.DocumentViolation;
import io.sharedconfig.InvalidDocumentException;

/**
 * Lets all validators judge a version.
 * <p>
 * Immutable, as long as the validators are.
 */
final class DocumentChecks {

	private static final int MOST_KEPT = 1000;

	private final List<DocumentValidator> validators;

	DocumentChecks(List<DocumentValidator> validators) {
		this.validators = List.copyOf(validators);
	}

	boolean isEmpty() {
		return this.validators.isEmpty();
	}

	/**
	 * Check a version.
	 * @throws InvalidDocumentException if any validator refuses it, with what all of them
	 * found
	 */
	void check(ConfigSnapshot proposed) {
		List<DocumentViolation> found = new ArrayList<>();
		for (DocumentValidator validator : this.validators) {
			found.addAll(found(validator, proposed));
		}
		if (found.size() > MOST_KEPT) {
			int more = found.size() - MOST_KEPT;
			found.subList(MOST_KEPT, found.size()).clear();
			found.add(new DocumentViolation("", "has %d more violations".formatted(more)));
		}
		if (!found.isEmpty()) {
			throw new InvalidDocumentException(found);
		}
	}

	private static List<DocumentViolation> found(DocumentValidator validator, ConfigSnapshot proposed) {
		try {
			return validator.validate(proposed);
		}
		catch (InvalidDocumentException ex) {
			return (ex.violations().isEmpty()) ? List.of(new DocumentViolation("", "is refused: " + ex.problem()))
					: ex.violations();
		}
		catch (RuntimeException ex) {
			// neither message nor cause: they may hold values
			return List.of(new DocumentViolation("", "could not be judged by %s: %s was thrown"
				.formatted(validator.getClass().getName(), ex.getClass().getName())));
		}
	}

}
