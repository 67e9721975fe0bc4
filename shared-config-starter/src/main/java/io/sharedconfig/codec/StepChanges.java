package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * Which values of a document are other ones than in the document before, whose names it
 * has.
 * <p>
 * Immutable, as long as nobody changes the array.
 *
 * @param before the identity of the properties before
 * @param slots the slots of the other values, ascending
 */
record StepChanges(Object before, int[] slots) {

	/**
	 * Return the names of the properties.
	 */
	List<String> names(NameIndex index) {
		List<String> names = new ArrayList<>(this.slots.length);
		for (int slot : this.slots) {
			names.add(index.names()[slot]);
		}
		return names;
	}

}
