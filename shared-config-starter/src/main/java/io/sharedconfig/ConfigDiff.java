package io.sharedconfig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What differs between two versions, property by property.
 * <p>
 * Immutable. {@code toString()} shows names, never values.
 *
 * @since 1.0.0
 */
public final class ConfigDiff {

	private final String name;

	private final long fromVersion;

	private final long toVersion;

	private final Collection<String> addedNames;

	private final Collection<String> removedNames;

	private final Collection<String> changedNames;

	private final Map<String, ?> before;

	private final Map<String, ?> after;

	/*
	 * Made when somebody asks for them: most ask for names only.
	 */
	private volatile @Nullable Map<String, Object> added;

	private volatile @Nullable Map<String, Object> removed;

	private volatile @Nullable Map<String, ValueChange> changed;

	private ConfigDiff(String name, long fromVersion, long toVersion, Collection<String> addedNames,
			Collection<String> removedNames, Collection<String> changedNames, Map<String, ?> before,
			Map<String, ?> after) {
		this.name = name;
		this.fromVersion = fromVersion;
		this.toVersion = toVersion;
		this.addedNames = addedNames;
		this.removedNames = removedNames;
		this.changedNames = changedNames;
		this.before = before;
		this.after = after;
	}

	/**
	 * Compare two versions of one configuration.
	 * @param from the earlier version, {@code null} if there was none
	 * @param to the later version
	 * @return the difference of their properties
	 */
	public static ConfigDiff between(@Nullable ConfigSnapshot from, ConfigSnapshot to) {
		Objects.requireNonNull(to, "'to' must not be null");
		return between(to.name(), (from != null) ? from.version() : 0, to.version(),
				(from != null) ? from.properties() : Map.of(), to.properties());
	}

	/**
	 * Compare two sets of properties.
	 * @param name the configuration they belong to
	 * @param fromVersion the earlier version, 0 if there was none
	 * @param toVersion the later version
	 * @param before the earlier properties
	 * @param after the later properties
	 * @return their difference
	 */
	public static ConfigDiff between(String name, long fromVersion, long toVersion, Map<String, ?> before,
			Map<String, ?> after) {
		List<String> added = new ArrayList<>();
		List<String> removed = new ArrayList<>();
		List<String> changed = new ArrayList<>();
		Iterator<? extends Map.Entry<String, ?>> inOrder = before.entrySet().iterator();
		boolean sameOrder = true;
		for (Map.Entry<String, ?> entry : after.entrySet()) {
			String key = entry.getKey();
			// two versions have nearly all names in the same order: no need to look them
			// up
			Map.Entry<String, ?> old = (sameOrder && inOrder.hasNext()) ? inOrder.next() : null;
			sameOrder = old != null && old.getKey().equals(key);
			Object oldValue = (old != null && sameOrder) ? old.getValue() : before.get(key);
			if (oldValue == null) {
				added.add(key);
			}
			else if (!oldValue.equals(entry.getValue())) {
				changed.add(key);
			}
		}
		if (before.size() > after.size() - added.size()) {
			before.forEach((key, oldValue) -> {
				if (!after.containsKey(key)) {
					removed.add(key);
				}
			});
		}
		return new ConfigDiff(name, fromVersion, toVersion, added, removed, changed, before, after);
	}

	/**
	 * Say what differs, when that is known.
	 * @param name the configuration
	 * @param fromVersion the earlier version, 0 if there was none
	 * @param toVersion the later version
	 * @param added the names of the properties that are new
	 * @param removed the names of the properties that are gone
	 * @param changed the names of the properties with another value
	 * @param before the earlier properties
	 * @param after the later properties; like all else kept, not copied
	 * @return the difference
	 */
	public static ConfigDiff of(String name, long fromVersion, long toVersion, Collection<String> added,
			Collection<String> removed, Collection<String> changed, Map<String, ?> before, Map<String, ?> after) {
		return new ConfigDiff(name, fromVersion, toVersion, added, removed, changed, before, after);
	}

	/**
	 * Return the configuration that changed.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the version before the change.
	 * @return the version, 0 if there was none
	 */
	public long fromVersion() {
		return this.fromVersion;
	}

	/**
	 * Return the version after the change.
	 * @return the version
	 */
	public long toVersion() {
		return this.toVersion;
	}

	/**
	 * Return the properties that are new.
	 * @return unmodifiable, property name to new value
	 */
	public Map<String, Object> added() {
		Map<String, Object> known = this.added;
		if (known == null) {
			known = values(this.addedNames, this.after);
			this.added = known;
		}
		return known;
	}

	/**
	 * Return the properties that are gone.
	 * @return unmodifiable, property name to old value
	 */
	public Map<String, Object> removed() {
		Map<String, Object> known = this.removed;
		if (known == null) {
			known = values(this.removedNames, this.before);
			this.removed = known;
		}
		return known;
	}

	private static Map<String, Object> values(Collection<String> names, Map<String, ?> properties) {
		Map<String, Object> values = new LinkedHashMap<>();
		names.forEach((name) -> values.put(name, Objects.requireNonNull(properties.get(name))));
		return Collections.unmodifiableMap(values);
	}

	/**
	 * Return the properties that are in both versions with different values.
	 * @return unmodifiable, property name to old and new value
	 */
	public Map<String, ValueChange> changed() {
		Map<String, ValueChange> known = this.changed;
		if (known == null) {
			Map<String, ValueChange> values = new LinkedHashMap<>();
			this.changedNames
				.forEach((name) -> values.put(name, new ValueChange(Objects.requireNonNull(this.before.get(name)),
						Objects.requireNonNull(this.after.get(name)))));
			known = Collections.unmodifiableMap(values);
			this.changed = known;
		}
		return known;
	}

	/**
	 * Return the names of all properties that were added, changed or removed.
	 * @return a new set in that order
	 */
	public Set<String> keys() {
		Set<String> keys = new LinkedHashSet<>(this.addedNames);
		keys.addAll(this.changedNames);
		keys.addAll(this.removedNames);
		return keys;
	}

	/**
	 * Return the names of the {@link #added()} properties.
	 * @return unmodifiable, in document order
	 */
	public Collection<String> addedNames() {
		return Collections.unmodifiableCollection(this.addedNames);
	}

	/**
	 * Return the names of the {@link #changed()} properties.
	 * @return unmodifiable, in document order
	 */
	public Collection<String> changedNames() {
		return Collections.unmodifiableCollection(this.changedNames);
	}

	/**
	 * Return the names of the {@link #removed()} properties.
	 * @return unmodifiable, in document order
	 */
	public Collection<String> removedNames() {
		return Collections.unmodifiableCollection(this.removedNames);
	}

	/**
	 * Return how many properties were added, changed or removed.
	 * @return the number of {@link #keys()}
	 */
	public int size() {
		return this.addedNames.size() + this.changedNames.size() + this.removedNames.size();
	}

	/**
	 * Return whether nothing differs.
	 * @return {@code true} if there are no added, changed or removed properties
	 */
	public boolean isEmpty() {
		return size() == 0;
	}

	/**
	 * Return whether a property, or one below it, was added, changed or removed.
	 * @param prefix an exact property name or the start of one up to a {@code .} or
	 * {@code [}; the empty text stands for all
	 * @return {@code true} if there is at least one
	 */
	public boolean affects(String prefix) {
		return startsWith(this.addedNames, prefix) || startsWith(this.changedNames, prefix)
				|| startsWith(this.removedNames, prefix);
	}

	private static boolean startsWith(Collection<String> names, String prefix) {
		if (prefix.isEmpty()) {
			return !names.isEmpty();
		}
		for (String key : names) {
			if (key.startsWith(prefix) && (key.length() == prefix.length() || key.charAt(prefix.length()) == '.'
					|| key.charAt(prefix.length()) == '[')) {
				return true;
			}
		}
		return false;
	}

	@Override
	public String toString() {
		return "ConfigDiff[name=%s, fromVersion=%d, toVersion=%d, added=%s, changed=%s, removed=%s]".formatted(
				this.name, this.fromVersion, this.toVersion, this.addedNames, this.changedNames, this.removedNames);
	}

	/**
	 * The value of a property in two versions. {@code toString()} shows neither.
	 *
	 * @param oldValue the value before the change
	 * @param newValue the value after the change
	 */
	public record ValueChange(Object oldValue, Object newValue) {

		@Override
		public String toString() {
			return "ValueChange[..]";
		}

	}

}
