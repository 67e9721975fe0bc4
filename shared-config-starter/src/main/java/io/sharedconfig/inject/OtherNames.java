package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sharedconfig.env.SharedConfigPropertySource;
import io.sharedconfig.env.VersionView;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Which names the property sources have that are not ours, as far as is needed to know
 * that one has nothing to say: most of them have not, and to be sure of that is most of
 * what Spring Boot does to find a property.
 * <p>
 * Holds as long as {@link OtherSources} are as they were. Names are compared by their
 * letters and digits, and nothing else of a name matters to Spring Boot either: of two
 * names that it takes for one, none is overlooked. Not thread-safe; used by who applies
 * versions.
 */
final class OtherNames {

	/*
	 * What a name begins with that these may have. A stub, which keeps the place of one
	 * that comes later, has none.
	 */
	private static final Map<String, String> OWN = Map.of("org.springframework.boot.env.RandomValuePropertySource",
			"random", "org.springframework.cloud.util.random.CachedRandomPropertySource", "cachedrandom",
			"org.springframework.core.env.PropertySource$StubPropertySource", "(nothing)");

	private static final Set<String> OF_SERVLETS = Set.of(
			"org.springframework.web.context.support.ServletContextPropertySource",
			"org.springframework.web.context.support.ServletConfigPropertySource");

	/*
	 * Of those that have the names they list and no others.
	 */
	private final Map<PropertySource<?>, List<String>> complete = new IdentityHashMap<>();

	/*
	 * Of those that list nothing, and have what begins with a name of their own.
	 */
	private final Map<PropertySource<?>, String> own = new IdentityHashMap<>();

	private final Set<String> all = new HashSet<>();

	private final Map<ConfigurationPropertyName, Set<PropertySource<?>>> silent = new HashMap<>();

	private OtherNames() {
	}

	static OtherNames of(MutablePropertySources sources) {
		OtherNames names = new OtherNames();
		for (PropertySource<?> source : sources) {
			if (source instanceof EnumerablePropertySource<?> enumerable && !isOurs(source)) {
				names.add(enumerable);
			}
			String own = OWN.get(source.getClass().getName());
			if (own != null) {
				names.own.put(source, own);
			}
		}
		return names;
	}

	private void add(EnumerablePropertySource<?> source) {
		List<String> essences = new ArrayList<>();
		String prefix = (source instanceof PropertySourceInfo info && info.getPrefix() != null)
				? essence(info.getPrefix()) : "";
		for (String name : source.getPropertyNames()) {
			String essence = essence(name);
			essences.add(essence);
			if (!prefix.isEmpty() && essence.startsWith(prefix)) {
				essences.add(essence.substring(prefix.length()));
			}
		}
		this.all.addAll(essences);
		if (isComplete(source)) {
			this.complete.put(source, essences);
		}
	}

	private static boolean isComplete(PropertySource<?> source) {
		return OF_SERVLETS.contains(source.getClass().getName()) || OtherSources.isPlainMap(source)
				|| source.getClass() == SimpleCommandLinePropertySource.class
				|| (source instanceof PropertySourceInfo info && info.isImmutable());
	}

	static boolean isOurs(PropertySource<?> source) {
		return source instanceof SharedConfigPropertySource || source instanceof VersionView;
	}

	/**
	 * Return whether one of the sources lists a name that may be this one.
	 */
	boolean mayList(String name) {
		return this.all.contains(essence(name));
	}

	/**
	 * Return whether a source has what it lists and nothing else.
	 */
	boolean areAllOf(PropertySource<?> source) {
		return this.complete.containsKey(source);
	}

	/**
	 * Return the sources that have nothing at or below a name.
	 */
	Set<PropertySource<?>> silentBelow(ConfigurationPropertyName name) {
		return this.silent.computeIfAbsent(name, (first) -> {
			String essence = essence(first.toString());
			Set<PropertySource<?>> found = Collections.newSetFromMap(new IdentityHashMap<>());
			this.complete.forEach((source, names) -> {
				if (names.stream().noneMatch((listed) -> listed.startsWith(essence))) {
					found.add(source);
				}
			});
			this.own.forEach((source, own) -> {
				if (!essence.startsWith(own)) {
					found.add(source);
				}
			});
			return found;
		});
	}

	/**
	 * Return what matters of a name where names are compared.
	 */
	private static String essence(String name) {
		StringBuilder essence = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char ch = Character.toLowerCase(name.charAt(i));
			if (NarrowedView.isAlphanumeric(ch)) {
				essence.append(ch);
			}
		}
		return essence.toString();
	}

}
