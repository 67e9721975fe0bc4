package io.sharedconfig.inject;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The names of properties that have changed, and what lies above them. Compared as the
 * binder compares them: {@code rate-limit} is {@code rateLimit}.
 * <p>
 * Immutable.
 */
final class ChangedNames {

	private final Set<String> texts;

	private final Set<ConfigurationPropertyName> exact = new HashSet<>();

	private final Set<ConfigurationPropertyName> reached = new HashSet<>();

	private final Set<String> broken;

	/**
	 * Create the names.
	 * @param names the names of all changed properties
	 * @param broken the names of those that have a placeholder without a value now
	 */
	ChangedNames(Collection<String> names, Collection<String> broken) {
		this.broken = new TreeSet<>(broken);
		this.texts = Set.copyOf(names);
		for (String text : this.texts) {
			ConfigurationPropertyName name = ConfigurationPropertyName.adapt(text, '.');
			this.exact.add(name);
			while (this.reached.add(name) && !name.isEmpty()) {
				name = name.chop(name.getNumberOfElements() - 1);
			}
		}
	}

	ChangedNames(Collection<String> names) {
		this(names, Set.of());
	}

	boolean isEmpty() {
		return this.texts.isEmpty();
	}

	/**
	 * Return whether this property, itself, has changed.
	 */
	boolean contains(ConfigurationPropertyName name) {
		return this.exact.contains(name);
	}

	/**
	 * Return the properties that have changed themselves.
	 */
	Set<ConfigurationPropertyName> exact() {
		return this.exact;
	}

	/**
	 * Return the properties that have changed, and all names above them.
	 */
	Set<ConfigurationPropertyName> reached() {
		return this.reached;
	}

	/**
	 * Return whether this property, or one below it, has changed.
	 */
	boolean reach(ConfigurationPropertyName name) {
		return this.reached.contains(name);
	}

	/**
	 * Return those below a prefix that have a placeholder without a value now. The binder
	 * would take the placeholder for the value.
	 */
	List<String> brokenBelow(ConfigurationPropertyName prefix) {
		return (this.broken.isEmpty()) ? List.of() : this.broken.stream().filter((name) -> {
			ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
			return prefix.isEmpty() || prefix.equals(adapted) || prefix.isAncestorOf(adapted);
		}).toList();
	}

	@Override
	public String toString() {
		return "ChangedNames" + this.texts;
	}

}
