package io.sharedconfig.inject;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Which texts depend on which properties, so that those that a change reaches are found
 * without a look at the others. Names are compared as the binder compares them.
 * <p>
 * Not thread-safe.
 */
final class Dependents {

	private final Map<String, Set<ConfigurationPropertyName>> namesOf = new HashMap<>();

	private final Map<ConfigurationPropertyName, Set<String>> textsOf = new HashMap<>();

	/**
	 * Note what a text depends on, whatever it depended on before.
	 */
	void put(String text, Collection<String> names) {
		remove(text);
		Set<ConfigurationPropertyName> adapted = new HashSet<>();
		for (String name : names) {
			adapted.add(ConfigurationPropertyName.adapt(name, '.'));
		}
		this.namesOf.put(text, adapted);
		for (ConfigurationPropertyName name : adapted) {
			this.textsOf.computeIfAbsent(name, (first) -> new LinkedHashSet<>()).add(text);
		}
	}

	void remove(String text) {
		Set<ConfigurationPropertyName> names = this.namesOf.remove(text);
		if (names == null) {
			return;
		}
		for (ConfigurationPropertyName name : names) {
			Set<String> texts = this.textsOf.get(name);
			if (texts != null && texts.remove(text) && texts.isEmpty()) {
				this.textsOf.remove(name);
			}
		}
	}

	boolean contains(String text) {
		return this.namesOf.containsKey(text);
	}

	/**
	 * Return all texts that depend on one of these properties.
	 */
	Set<String> of(ChangedNames changed) {
		Set<String> found = new LinkedHashSet<>();
		for (ConfigurationPropertyName name : changed.exact()) {
			found.addAll(this.textsOf.getOrDefault(name, Set.of()));
		}
		return found;
	}

	/**
	 * Return all texts there are.
	 */
	Set<String> all() {
		return Set.copyOf(this.namesOf.keySet());
	}

	void clear() {
		this.namesOf.clear();
		this.textsOf.clear();
	}

}
