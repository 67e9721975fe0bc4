package io.sharedconfig.source;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertySource;
import org.springframework.core.log.LogMessage;
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

	private static final Log logger = LogFactory.getLog(FlattenedDocuments.class);

	private final Set<String> profiles;

	private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();

	private final Map<String, String> origins = new HashMap<>();

	FlattenedDocuments(Set<String> profiles) {
		this.profiles = profiles;
	}

	Map<String, @Nullable Object> properties() {
		return this.properties;
	}

	/**
	 * Lay a document over what is there, unless it is for other profiles.
	 * @param document the document
	 * @param origin where it comes from, for the log
	 */
	void add(PropertySource<?> document, String origin) {
		if (!isActive(document)) {
			return;
		}
		Map<String, @Nullable Object> added = new LinkedHashMap<>();
		for (String name : ((EnumerablePropertySource<?>) document).getPropertyNames()) {
			if (!name.startsWith(ACTIVATE)) {
				added.put(name, document.getProperty(name));
			}
		}
		add(added, origin);
	}

	/**
	 * Lay properties over what is there.
	 * @param added the properties
	 * @param origin where they come from, for the log
	 */
	void add(Map<String, @Nullable Object> added, String origin) {
		Set<String> names = new HashSet<>();
		Set<String> lists = new HashSet<>();
		for (String name : added.keySet()) {
			String uniform = uniform(name);
			names.add(uniform);
			lists.add(listOf(uniform));
		}
		this.properties.keySet().removeIf((name) -> {
			String uniform = uniform(name);
			String list = listOf(uniform);
			boolean hidden = lists.contains(uniform)
					|| !list.isEmpty() && (lists.contains(list) || names.contains(list));
			boolean same = names.contains(uniform);
			if (hidden || same) {
				logger.debug(LogMessage.format("'%s' of %s is hidden by %s", name, this.origins.get(name), origin));
			}
			return hidden || same && !added.containsKey(name);
		});
		this.properties.putAll(added);
		added.keySet().forEach((name) -> this.origins.put(name, origin));
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
	 * Return what all ways to write a name have in common, which is how Spring Boot
	 * compares them: neither case nor dashes count, but in brackets.
	 */
	private static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		int depth = 0;
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			depth += (character == '[') ? 1 : (character == ']') ? -1 : 0;
			if (depth > 0) {
				uniform.append(character);
			}
			else if (character != '-' && character != '_') {
				uniform.append(Character.toLowerCase(character));
			}
		}
		return uniform.toString();
	}

	/**
	 * Return the outermost list that a property is in, the empty text if it is in none.
	 */
	private static String listOf(String name) {
		Matcher matcher = LIST.matcher(name);
		return matcher.matches() ? matcher.group(1) : "";
	}

}
