package io.sharedconfig;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

	private final Map<String, Object> added;

	private final Map<String, Object> removed;

	private final Map<String, ValueChange> changed;

	private ConfigDiff(String name, long fromVersion, long toVersion, Map<String, Object> added,
			Map<String, Object> removed, Map<String, ValueChange> changed) {
		this.name = name;
		this.fromVersion = fromVersion;
		this.toVersion = toVersion;
		this.added = Collections.unmodifiableMap(added);
		this.removed = Collections.unmodifiableMap(removed);
		this.changed = Collections.unmodifiableMap(changed);
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
		Map<String, Object> added = new LinkedHashMap<>();
		Map<String, Object> removed = new LinkedHashMap<>();
		Map<String, ValueChange> changed = new LinkedHashMap<>();
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
				added.put(key, entry.getValue());
			}
			else if (!oldValue.equals(entry.getValue())) {
				changed.put(key, new ValueChange(oldValue, entry.getValue()));
			}
		}
		if (before.size() > after.size() - added.size()) {
			before.forEach((key, oldValue) -> {
				if (!after.containsKey(key)) {
					removed.put(key, oldValue);
				}
			});
		}
		return new ConfigDiff(name, fromVersion, toVersion, added, removed, changed);
	}

	/**
	 * Say what differs, when that is known.
	 * @param name the configuration
	 * @param fromVersion the earlier version, 0 if there was none
	 * @param toVersion the later version
	 * @param added the properties that are new, with their values
	 * @param removed the properties that are gone, with the values they had
	 * @param changed the properties with another value
	 * @return the difference; the maps are kept, not copied
	 */
	public static ConfigDiff of(String name, long fromVersion, long toVersion, Map<String, Object> added,
			Map<String, Object> removed, Map<String, ValueChange> changed) {
		return new ConfigDiff(name, fromVersion, toVersion, added, removed, changed);
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
		return this.added;
	}

	/**
	 * Return the properties that are gone.
	 * @return unmodifiable, property name to old value
	 */
	public Map<String, Object> removed() {
		return this.removed;
	}

	/**
	 * Return the properties that are in both versions with different values.
	 * @return unmodifiable, property name to old and new value
	 */
	public Map<String, ValueChange> changed() {
		return this.changed;
	}

	/**
	 * Return the names of all properties that were added, changed or removed.
	 * @return a new set in that order
	 */
	public Set<String> keys() {
		Set<String> keys = new LinkedHashSet<>(this.added.keySet());
		keys.addAll(this.changed.keySet());
		keys.addAll(this.removed.keySet());
		return keys;
	}

	/**
	 * Return whether nothing differs.
	 * @return {@code true} if there are no added, changed or removed properties
	 */
	public boolean isEmpty() {
		return this.added.isEmpty() && this.changed.isEmpty() && this.removed.isEmpty();
	}

	/**
	 * Return whether a property, or one below it, was added, changed or removed.
	 * @param prefix an exact property name or the start of one up to a {@code .} or
	 * {@code [}; the empty text stands for all
	 * @return {@code true} if there is at least one
	 */
	public boolean affects(String prefix) {
		return startsWith(this.added, prefix) || startsWith(this.changed, prefix) || startsWith(this.removed, prefix);
	}

	private static boolean startsWith(Map<String, ?> values, String prefix) {
		if (prefix.isEmpty()) {
			return !values.isEmpty();
		}
		for (String key : values.keySet()) {
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
				this.name, this.fromVersion, this.toVersion, this.added.keySet(), this.changed.keySet(),
				this.removed.keySet());
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
