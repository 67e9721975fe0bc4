package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What differs between two states of an environment, whichever property source wins. A
 * property whose placeholders lead to one that differs counts as changed too, in whatever
 * source it is.
 * <p>
 * Immutable. {@code toString()} shows no value.
 *
 * @param before property name to text before, without those that there were not
 * @param after property name to text after, without those that there are not
 * @param names the names of all changed properties
 */
record EffectiveChanges(Map<String, String> before, Map<String, String> after, ChangedNames names) {

	static EffectiveChanges none() {
		return new EffectiveChanges(Map.of(), Map.of(), new ChangedNames(Set.of()));
	}

	/**
	 * Compare two environments.
	 * @param candidates the names of the properties that may differ by themselves
	 * @param index where placeholders lead in one of the two
	 */
	static EffectiveChanges between(ConfigurableEnvironment earlier, ConfigurableEnvironment later,
			Set<String> candidates, PlaceholderIndex index) {
		Comparison comparison = new Comparison(new Placeholders(earlier, index), new Placeholders(later, index));
		candidates.forEach(comparison::addIfWrittenOtherwise);
		ChangedNames changed = comparison.names();
		Set<String> led = index.propertiesOf(changed);
		if (!led.isEmpty()) {
			led.forEach(comparison::add);
			changed = comparison.names();
		}
		return new EffectiveChanges(comparison.before, comparison.after, changed);
	}

	/**
	 * Add what depends on properties that have changed already.
	 */
	static ChangedNames closure(ConfigurableEnvironment environment, Set<String> changed, PlaceholderIndex index) {
		Set<String> all = new LinkedHashSet<>(changed);
		all.addAll(index.propertiesOf(new ChangedNames(changed)));
		return new ChangedNames(all, broken(all, new Placeholders(environment, index)));
	}

	private static List<String> broken(Set<String> names, Placeholders placeholders) {
		return names.stream().filter((name) -> !placeholders.isResolvable(placeholders.value(name))).toList();
	}

	@Override
	public String toString() {
		return "EffectiveChanges[names=%s]".formatted(this.names);
	}

	/**
	 * Collects what differs. Each property is asked for once in either environment: that
	 * is what a comparison costs.
	 */
	private static final class Comparison {

		private final Placeholders old;

		private final Placeholders now;

		private final Map<String, String> before = new LinkedHashMap<>();

		private final Map<String, String> after = new LinkedHashMap<>();

		private final Set<String> changed = new LinkedHashSet<>();

		private final List<String> broken = new ArrayList<>();

		Comparison(Placeholders old, Placeholders now) {
			this.old = old;
			this.now = now;
		}

		void addIfWrittenOtherwise(String name) {
			Object was = this.old.value(name);
			Object is = this.now.value(name);
			if (!Objects.equals(text(was), text(is))) {
				add(name, was, is);
			}
		}

		void add(String name) {
			if (!this.changed.contains(name)) {
				add(name, this.old.value(name), this.now.value(name));
			}
		}

		private void add(String name, @Nullable Object was, @Nullable Object is) {
			this.changed.add(name);
			if (was != null) {
				this.before.put(name, this.old.text(was));
			}
			if (is != null) {
				this.after.put(name, this.now.text(is));
			}
			if (!this.now.isResolvable(is)) {
				this.broken.add(name);
			}
		}

		ChangedNames names() {
			return new ChangedNames(this.changed, this.broken);
		}

		private static @Nullable String text(@Nullable Object value) {
			return (value != null) ? value.toString() : null;
		}

	}

}
