package io.sharedconfig.source;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertySource;
import org.springframework.util.Assert;

/**
 * The documents of one resource, laid over each other as Spring Boot would: a later
 * property hides an earlier one, and a later list hides the whole earlier one.
 * <p>
 * Not thread-safe; one per resource.
 */
final class FlattenedDocuments {

	private static final String ACTIVATE = "spring.config.activate.";

	private static final Pattern LIST = Pattern.compile("(.*?)\\[\\d+].*", Pattern.DOTALL);

	private final Set<String> profiles;

	private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();

	FlattenedDocuments(Set<String> profiles) {
		this.profiles = profiles;
	}

	Map<String, @Nullable Object> properties() {
		return this.properties;
	}

	void add(PropertySource<?> document) {
		if (!isActive(document)) {
			return;
		}
		Map<String, @Nullable Object> added = new LinkedHashMap<>();
		Set<String> lists = new HashSet<>();
		for (String name : ((EnumerablePropertySource<?>) document).getPropertyNames()) {
			if (!name.startsWith(ACTIVATE)) {
				added.put(name, document.getProperty(name));
				lists.add(listOf(name));
			}
		}
		this.properties.keySet().removeIf((name) -> {
			String list = listOf(name);
			return lists.contains(name) || !list.isEmpty() && (lists.contains(list) || added.containsKey(list));
		});
		this.properties.putAll(added);
	}

	private boolean isActive(PropertySource<?> document) {
		ConfigurationPropertySource source = ConfigurationPropertySource.from(document);
		Assert.state(source != null, "'document' must have property names");
		Binder binder = new Binder(source);
		if (binder.bind(ACTIVATE + "on-cloud-platform", String.class).isBound()) {
			return false;
		}
		return binder.bind(ACTIVATE + "on-profile", Bindable.of(String[].class))
			.map((expressions) -> Profiles.of(expressions).matches(this.profiles::contains))
			.orElse(true);
	}

	/**
	 * Return the outermost list that a property is in, the empty text if it is in none.
	 */
	private static String listOf(String name) {
		Matcher matcher = LIST.matcher(name);
		return matcher.matches() ? matcher.group(1) : "";
	}

}
