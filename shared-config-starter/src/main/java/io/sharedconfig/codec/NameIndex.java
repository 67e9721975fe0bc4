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
	 * The hash of a name, and beside it one more than its slot, 0 for none; linear
	 * probing, at most half full. Other names are passed without looking at them.
	 */
	private final int[] table;

	private final int twin;

	/**
	 * Create an index.
	 * @param names the names in order, kept and not copied
	 */
	NameIndex(String[] names) {
		this.names = names;
		this.table = new int[Math.max(8, Integer.highestOneBit(Math.max(1, names.length)) * 8)];
		int firstTwin = -1;
		for (int slot = names.length - 1; slot >= 0; slot--) {
			int at = find(names[slot]);
			if (this.table[at + 1] != 0) {
				firstTwin = slot;
			}
			this.table[at] = names[slot].hashCode();
			this.table[at + 1] = slot + 1;
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
		return this.table[find(name) + 1] - 1;
	}

	/*
	 * Where the hash is of the name, or would be.
	 */
	private int find(String name) {
		int[] table = this.table;
		int mask = table.length - 2;
		int hash = name.hashCode();
		int at = (hash ^ hash >>> 15) << 1 & mask;
		while (table[at + 1] != 0 && (table[at] != hash || !name.equals(this.names[table[at + 1] - 1]))) {
			at = at + 2 & mask;
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
