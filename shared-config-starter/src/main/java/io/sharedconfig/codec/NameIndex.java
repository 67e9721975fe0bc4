package io.sharedconfig.codec;

import java.util.Arrays;

/**
 * Names, and where in a row each of them stands: a hash table of numbers, so that many
 * versions with the same names share it.
 * <p>
 * Immutable.
 */
final class NameIndex {

	/**
	 * No names.
	 */
	static final NameIndex EMPTY = new NameIndex(new String[0]);

	private final String[] names;

	/*
	 * One more than the slot, 0 for none; linear probing, at most half full.
	 */
	private final int[] table;

	private final int twin;

	/**
	 * Create an index.
	 * @param names the names in order, kept and not copied
	 */
	NameIndex(String[] names) {
		this.names = names;
		this.table = new int[Math.max(4, Integer.highestOneBit(Math.max(1, names.length)) * 4)];
		int firstTwin = -1;
		for (int slot = names.length - 1; slot >= 0; slot--) {
			int at = find(names[slot]);
			if (this.table[at] != 0) {
				firstTwin = slot;
			}
			this.table[at] = slot + 1;
		}
		this.twin = firstTwin;
	}

	/**
	 * Return an index of names.
	 * @param names the names in order
	 * @param known an index that is used if it has just these names
	 */
	static NameIndex of(String[] names, NameIndex known) {
		return Arrays.equals(names, known.names) ? known : new NameIndex(names);
	}

	/**
	 * Return a name that is there twice.
	 * @return the first slot of such a name, -1 if there is none
	 */
	int twin() {
		return this.twin;
	}

	/**
	 * Return where a name stands.
	 * @return its slot, -1 if it is not there
	 */
	int slot(String name) {
		return this.table[find(name)] - 1;
	}

	private int find(String name) {
		int mask = this.table.length - 1;
		int hash = name.hashCode();
		int at = (hash ^ hash >>> 16) & mask;
		while (this.table[at] != 0) {
			String candidate = this.names[this.table[at] - 1];
			if (candidate == name || candidate.equals(name)) {
				break;
			}
			at = at + 1 & mask;
		}
		return at;
	}

	int size() {
		return this.names.length;
	}

	/**
	 * Return the names in order.
	 * @return the array itself: it must not be changed
	 */
	String[] names() {
		return this.names;
	}

}
