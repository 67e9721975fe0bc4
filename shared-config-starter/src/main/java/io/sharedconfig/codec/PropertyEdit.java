package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Makes the properties of a version out of those of the version before, and remembers
 * what it changed.
 * <p>
 * Not thread-safe; one per version.
 */
final class PropertyEdit {

	private final PropertyTable before;

	private final Map<String, @Nullable Object> old = new LinkedHashMap<>();

	private @Nullable Object[][] pages;

	private Map<String, Integer> later;

	private int slots;

	private int size;

	PropertyEdit(PropertyTable before) {
		this.before = before;
		this.pages = before.pages().clone();
		this.later = before.keys().later();
		this.slots = before.keys().slots();
		this.size = before.keys().size();
	}

	/**
	 * Remove a property that is there.
	 */
	void remove(String name) {
		change(name, null);
		this.size--;
	}

	/**
	 * Give another value to a property that is there.
	 */
	void replace(String name, Object value) {
		change(name, value);
	}

	private void change(String name, @Nullable Object value) {
		int slot = slot(name);
		Object old = (slot >= 0) ? value(slot) : null;
		if (old == null) {
			throw new IllegalStateException("A property is not there that the document has");
		}
		remember(name, old);
		set(slot, value);
	}

	/**
	 * Add a property.
	 * @return {@code false} if there is one of this name already
	 */
	boolean put(String name, Object value) {
		int slot = slot(name);
		if (slot >= 0 && value(slot) != null) {
			return false;
		}
		boolean removedNow = this.old.get(name) != null;
		remember(name, null);
		// a name that comes back gets a new slot: it stands last in its object now
		set((slot >= 0 && removedNow) ? slot : newSlot(name), value);
		this.size++;
		return true;
	}

	// putIfAbsent would take null for absent
	private void remember(String name, @Nullable Object value) {
		if (!this.old.containsKey(name)) {
			this.old.put(name, value);
		}
	}

	private int newSlot(String name) {
		if (this.later == this.before.keys().later()) {
			this.later = new LinkedHashMap<>(this.later);
		}
		this.later.remove(name);
		this.later.put(name, this.slots);
		return this.slots++;
	}

	private int slot(String name) {
		Integer added = this.later.get(name);
		return (added != null) ? added : this.before.keys().index().slot(name);
	}

	private @Nullable Object value(int slot) {
		return this.pages[slot >> PropertyTable.PAGE_BITS][slot & PropertyTable.PAGE_MASK];
	}

	private void set(int slot, @Nullable Object value) {
		int page = slot >> PropertyTable.PAGE_BITS;
		if (page >= this.pages.length) {
			this.pages = Arrays.copyOf(this.pages, page + 1);
			this.pages[page] = new Object[PropertyTable.PAGE_SIZE];
		}
		else if (isShared(page)) {
			this.pages[page] = this.pages[page].clone();
		}
		this.pages[page][slot & PropertyTable.PAGE_MASK] = value;
	}

	private boolean isShared(int page) {
		@Nullable Object[][] old = this.before.pages();
		return page < old.length && this.pages[page] == old[page];
	}

	/**
	 * Return whether all properties are as they were.
	 */
	boolean isUnchanged() {
		for (Map.Entry<String, @Nullable Object> entry : this.old.entrySet()) {
			int slot = slot(entry.getKey());
			if (!Objects.equals(entry.getValue(), (slot >= 0) ? value(slot) : null)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return what changed.
	 */
	KnownChanges changes() {
		List<String> added = new ArrayList<>();
		List<String> removed = new ArrayList<>();
		List<String> changed = new ArrayList<>();
		this.old.forEach((name, value) -> {
			int slot = slot(name);
			Object now = (slot >= 0) ? value(slot) : null;
			if (now == null) {
				if (value != null) {
					removed.add(name);
				}
			}
			else if (value == null) {
				added.add(name);
			}
			else if (!value.equals(now)) {
				changed.add(name);
			}
		});
		return new KnownChanges(this.before.identity(), added, removed, changed);
	}

	/**
	 * Return the properties with all changes.
	 */
	PropertyTable toTable() {
		PropertyKeys keys = this.before.keys();
		return new PropertyTable(
				hasSameNames() ? keys : new PropertyKeys(keys.index(), this.later, this.slots, this.size), this.pages);
	}

	private boolean hasSameNames() {
		for (Map.Entry<String, @Nullable Object> entry : this.old.entrySet()) {
			int slot = slot(entry.getKey());
			boolean present = slot >= 0 && value(slot) != null;
			if (present != (entry.getValue() != null)) {
				return false;
			}
		}
		return this.later == this.before.keys().later();
	}

}
