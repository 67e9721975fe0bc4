package io.sharedconfig.inject;

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
		Placeholders old = new Placeholders(earlier);
		Placeholders now = new Placeholders(later);
		Map<String, String> before = new LinkedHashMap<>();
		Map<String, String> after = new LinkedHashMap<>();
		Set<String> changed = new LinkedHashSet<>();
		for (String name : candidates) {
			if (!Objects.equals(text(old.value(name)), text(now.value(name)))) {
				changed.add(name);
			}
		}
		changed.addAll(index.propertiesOf(new ChangedNames(changed)));
		for (String name : changed) {
			put(before, name, old.text(name));
			put(after, name, now.text(name));
		}
		return new EffectiveChanges(before, after, new ChangedNames(changed, broken(changed, now)));
	}

	/**
	 * Add what depends on properties that have changed already.
	 */
	static ChangedNames closure(ConfigurableEnvironment environment, Set<String> changed, PlaceholderIndex index) {
		Set<String> all = new LinkedHashSet<>(changed);
		all.addAll(index.propertiesOf(new ChangedNames(changed)));
		return new ChangedNames(all, broken(all, new Placeholders(environment)));
	}

	private static List<String> broken(Set<String> names, Placeholders placeholders) {
		return names.stream().filter((name) -> !placeholders.isResolvable(name)).toList();
	}

	private static void put(Map<String, String> texts, String name, @Nullable String text) {
		if (text != null) {
			texts.put(name, text);
		}
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	@Override
	public String toString() {
		return "EffectiveChanges[names=%s]".formatted(this.names);
	}

}
