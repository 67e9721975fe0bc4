package io.sharedconfig.env;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The names of the properties of a version: those that are shown, and those that are
 * hidden because they are reserved. Made once for as long as the names are the same,
 * which is told by the identity of their array: whoever reads property sources does the
 * same (docs/decisions/0005).
 * <p>
 * Immutable, like the arrays.
 */
final class ShownNames {

	static final ShownNames NONE = of(new String[0]);

	private final String[] all;

	private final String[] shown;

	private final Set<String> hidden;

	private ShownNames(String[] all, String[] shown, Set<String> hidden) {
		this.all = all;
		this.shown = shown;
		this.hidden = hidden;
	}

	static ShownNames of(String[] all) {
		Set<String> hidden = new HashSet<>();
		for (String name : all) {
			if (ReservedNames.contains(name)) {
				hidden.add(name);
			}
		}
		String[] shown = (hidden.isEmpty()) ? all
				: Arrays.stream(all).filter((name) -> !hidden.contains(name)).toArray(String[]::new);
		return new ShownNames(all, shown, hidden);
	}

	/**
	 * Return the names of another version: this object if they are the same.
	 */
	ShownNames next(String[] names) {
		if (isOf(names)) {
			return this;
		}
		if (Arrays.equals(this.all, names)) {
			// documents that were read apart; from now on this is the array to compare
			return new ShownNames(names, this.shown, this.hidden);
		}
		ShownNames next = of(names);
		return (Arrays.equals(this.shown, next.shown)) ? new ShownNames(names, this.shown, next.hidden) : next;
	}

	/**
	 * Return whether these are all names of a version, by the identity of their array.
	 */
	boolean isOf(String[] names) {
		return this.all == names;
	}

	/**
	 * Return the names that are shown, in document order.
	 * @return the names, not a copy
	 */
	String[] shown() {
		return this.shown;
	}

	boolean isHidden(String name) {
		return !this.hidden.isEmpty() && this.hidden.contains(name);
	}

}
