package io.sharedconfig;

import java.util.List;

/**
 * Judges a document before it is published: nothing that any validator refuses reaches
 * the shared file, the backup or a follower. In a Spring application each bean of this
 * type is asked, in order; what all of them found is reported together.
 * <p>
 * Called by one thread at a time, while no other change of the configuration can be made:
 * it must not take long and cannot change the configuration by itself. What was published
 * before is not judged again.
 *
 * @since 1.0.0
 */
@FunctionalInterface
public interface DocumentValidator {

	/**
	 * Judge a version that is about to be published.
	 * @param proposed the version as it would be, with its author and comment
	 * @return what it violates, empty if it may be published. A validator that throws
	 * refuses the version, too, but then nobody learns where
	 */
	List<DocumentViolation> validate(ConfigSnapshot proposed);

}
