package io.sharedconfig.codec;

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The names of a version's properties with the slots of their values. Versions with the
 * same names share it, so the names are put into an array once for all of them.
 * <p>
 * Immutable; thread-safe.
 */
final class PropertyKeys {

	private final NameIndex index;

	/*
	 * Names that came later, in the order they came; a name may be in the index as well,
	 * if it was removed meanwhile.
	 */
	private final Map<String, Integer> later;

	private final int slots;

	private final int size;

	private volatile String @Nullable [] names;

	PropertyKeys(NameIndex index) {
		this(index, Map.of(), index.size(), index.size());
		this.names = index.names();
	}

	PropertyKeys(NameIndex index, Map<String, Integer> later, int slots, int size) {
		this.index = index;
		this.later = later;
		this.slots = slots;
		this.size = size;
	}

	NameIndex index() {
		return this.index;
	}

	Map<String, Integer> later() {
		return this.later;
	}

	/**
	 * Return how many slots there are, with those of removed names.
	 */
	int slots() {
		return this.slots;
	}

	/**
	 * Return how many names there are.
	 */
	int size() {
		return this.size;
	}

	/**
	 * Return the names that have values: those of the index in their order, then those
	 * that came later.
	 * @param values one of the tables that have these keys
	 * @return an array that is made once: it must not be changed
	 */
	String[] names(PropertyTable values) {
		String[] known = this.names;
		if (known == null) {
			// the race is harmless, but all must see one array
			synchronized (this) {
				known = this.names;
				if (known == null) {
					known = collect(values);
					this.names = known;
				}
			}
		}
		return known;
	}

	private String[] collect(PropertyTable values) {
		String[] result = new String[this.size];
		int count = 0;
		String[] first = this.index.names();
		for (int slot = 0; slot < first.length; slot++) {
			if (values.value(slot) != null) {
				result[count++] = first[slot];
			}
		}
		for (Map.Entry<String, Integer> entry : this.later.entrySet()) {
			if (values.value(entry.getValue()) != null) {
				result[count++] = entry.getKey();
			}
		}
		return (count == result.length) ? result : Arrays.copyOf(result, count);
	}

}
