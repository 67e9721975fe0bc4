package io.sharedconfig.codec;

import java.util.List;

/**
 * Which properties of a document are other ones than in the document it was made of.
 * <p>
 * Immutable, as long as nobody changes the lists.
 *
 * @param before the identity of the properties before
 * @param added the names of the properties that are new
 * @param removed the names of the properties that are gone
 * @param changed the names of the properties with another value
 */
record KnownChanges(Object before, List<String> added, List<String> removed, List<String> changed) {

}
