package io.sharedconfig.codec;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The properties of one version. Names and values are apart: versions with the same names
 * share the names, and the values stand in pages of which a version has those of its own
 * that differ from the version before. So a version costs what it changes, and a property
 * is found about as fast as in a {@link java.util.HashMap}.
 * <p>
 * Immutable; the map cannot be modified.
 */
final class PropertyTable extends AbstractMap<String, Object> {

	static final int PAGE_BITS = 7;

	static final int PAGE_SIZE = 1 << PAGE_BITS;

	static final int PAGE_MASK = PAGE_SIZE - 1;

	private final PropertyKeys keys;

	private final @Nullable Object[][] pages;

	private final Object identity = new Object();

	/**
	 * Create a table.
	 * @param keys the names
	 * @param pages the values by slot, {@code null} for a removed name; kept and not
	 * copied
	 */
	PropertyTable(PropertyKeys keys, @Nullable Object[][] pages) {
		this.keys = keys;
		this.pages = pages;
	}

	/**
	 * Create a table.
	 * @param index the names
	 * @param values their values in the same order
	 */
	static PropertyTable of(NameIndex index, Object[] values, int count) {
		@Nullable Object[][] pages = new Object[pages(count)][];
		for (int page = 0; page < pages.length; page++) {
			pages[page] = new Object[PAGE_SIZE];
			System.arraycopy(values, page * PAGE_SIZE, pages[page], 0, Math.min(PAGE_SIZE, count - page * PAGE_SIZE));
		}
		return new PropertyTable(new PropertyKeys(index), pages);
	}

	static int pages(int slots) {
		return (slots + PAGE_MASK) >> PAGE_BITS;
	}

	PropertyKeys keys() {
		return this.keys;
	}

	@Nullable Object[][] pages() {
		return this.pages;
	}

	@Nullable Object value(int slot) {
		return this.pages[slot >> PAGE_BITS][slot & PAGE_MASK];
	}

	/**
	 * Return the names, in order.
	 * @return an array that all versions with the same names share: it must not be
	 * changed
	 */
	String[] names() {
		return this.keys.names(this);
	}

	/**
	 * Return whether so many names came or went since the names were put in order that
	 * this should be done again.
	 */
	boolean isCrowded() {
		int changed = this.keys.slots() - this.keys.size() + this.keys.later().size();
		return changed > PAGE_SIZE + this.keys.size() / 8;
	}

	/**
	 * Return what this table is known by to those that come after it and must not keep
	 * it.
	 */
	Object identity() {
		return this.identity;
	}

	/**
	 * Return whether a version with the same index has the same values, page by page.
	 */
	boolean hasSameValues(PropertyTable other) {
		if (this.pages.length != other.pages.length) {
			return false;
		}
		for (int page = 0; page < this.pages.length; page++) {
			if (this.pages[page] != other.pages[page] && !Arrays.equals(this.pages[page], other.pages[page])) {
				return false;
			}
		}
		return true;
	}

	@Override
	public @Nullable Object get(@Nullable Object key) {
		if (!(key instanceof String name)) {
			return null;
		}
		int slot = this.keys.index().slot(name);
		Object value = (slot >= 0) ? value(slot) : null;
		return (value != null || this.keys.later().isEmpty()) ? value : later(name);
	}

	private @Nullable Object later(String name) {
		Integer slot = this.keys.later().get(name);
		return (slot != null) ? value(slot) : null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return get(key) != null;
	}

	@Override
	public int size() {
		return this.keys.size();
	}

	@Override
	public Set<Map.Entry<String, Object>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Map.Entry<String, Object>> iterator() {
				return new Entries(names());
			}

			@Override
			public int size() {
				return PropertyTable.this.size();
			}

		};
	}

	private final class Entries implements Iterator<Map.Entry<String, Object>> {

		private final String[] names;

		private final boolean inOrder;

		private int next;

		Entries(String[] names) {
			this.names = names;
			this.inOrder = PropertyTable.this.keys.index().names() == names;
		}

		@Override
		public boolean hasNext() {
			return this.next < this.names.length;
		}

		@Override
		public Map.Entry<String, Object> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			int at = this.next++;
			String name = this.names[at];
			return Map.entry(name, Objects.requireNonNull((this.inOrder) ? value(at) : get(name)));
		}

	}

}
