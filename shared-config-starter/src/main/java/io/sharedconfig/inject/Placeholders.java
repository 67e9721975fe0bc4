package io.sharedconfig.inject;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Resolves placeholders in one environment and notes the names that were asked for, those
 * within values, defaults and other placeholders included. Nothing is parsed here, so
 * what was noted is what was read.
 * <p>
 * Not thread-safe; used by who applies versions.
 */
final class Placeholders {

	private static final PropertyPlaceholderHelper LENIENT = new PropertyPlaceholderHelper("${", "}", ":", '\\', true);

	private static final PropertyPlaceholderHelper STRICT = new PropertyPlaceholderHelper("${", "}", ":", '\\', false);

	private final ConfigurableEnvironment environment;

	private final PlaceholderIndex index;

	/**
	 * Create placeholders.
	 * @param environment the environment, with the property sources of the application
	 * that are not ours
	 * @param index what is known of these
	 */
	Placeholders(ConfigurableEnvironment environment, PlaceholderIndex index) {
		this.environment = environment;
		this.index = index;
	}

	static boolean isIn(@Nullable Object value) {
		return value instanceof CharSequence text && text.toString().contains("${");
	}

	/**
	 * Return the names that a text depends on.
	 */
	Set<String> namesIn(String text) {
		Set<String> names = new LinkedHashSet<>();
		try {
			LENIENT.replacePlaceholders(text, (name) -> noted(name, names));
		}
		catch (RuntimeException | StackOverflowError ex) {
			// a circle: all names in it have been noted by now
		}
		return names;
	}

	/**
	 * Return the text without placeholders.
	 * @throws IllegalArgumentException if one has no value. Its message may have values
	 */
	String resolve(String text) {
		return STRICT.replacePlaceholders(text, this::raw);
	}

	/**
	 * Return the names that stand in a text itself, whatever they lead to: those that are
	 * no secret if the text is none.
	 */
	static List<String> writtenNames(String text) {
		Set<String> names = new LinkedHashSet<>();
		LENIENT.replacePlaceholders(text, (name) -> {
			if (name.indexOf(':') == -1) {
				names.add(name);
			}
			return null;
		});
		return List.copyOf(names);
	}

	private @Nullable String noted(String name, Set<String> names) {
		names.add(name);
		return raw(name);
	}

	private @Nullable String raw(String name) {
		Object value = value(name);
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Return a property as it was written, with its placeholders.
	 */
	@Nullable Object value(String name) {
		OtherNames others = this.index.otherNames();
		if (others != null && isCanonical(name) && !others.mayList(name)) {
			Object written = writtenSo(name, others);
			if (written != null) {
				return written;
			}
		}
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			Object value = source.getProperty(name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/*
	 * What is found here is what a look everywhere would find: before the source that has
	 * the name there is none that has it in another way.
	 */
	private @Nullable Object writtenSo(String name, OtherNames others) {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			boolean ours = OtherNames.isOurs(source);
			if (!ours && (others.areAllOf(source)
					|| ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))) {
				continue;
			}
			Object value = source.getProperty(name);
			if (value != null || (ours && !isEmpty(source))) {
				return value;
			}
		}
		return null;
	}

	private static boolean isEmpty(PropertySource<?> source) {
		return source instanceof EnumerablePropertySource<?> enumerable && enumerable.getPropertyNames().length == 0;
	}

	/*
	 * As Spring Boot writes names, so that it would ask for just this one.
	 */
	private static boolean isCanonical(String name) {
		for (int i = 0; i < name.length(); i++) {
			char ch = name.charAt(i);
			if (!NarrowedView.isAlphanumeric(ch) && ".-[]".indexOf(ch) == -1) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return a property as the environment gives it, or as it was written if it has a
	 * placeholder without a value.
	 * @param value what {@link #value} gave
	 */
	String text(Object value) {
		String written = value.toString();
		String resolved = (isIn(written)) ? resolvedOrNull(written) : written;
		return (resolved != null) ? resolved : written;
	}

	/**
	 * Return whether all placeholders in a property have a value.
	 * @param value what {@link #value} gave
	 */
	boolean isResolvable(@Nullable Object value) {
		return !isIn(value) || resolvedOrNull(String.valueOf(value)) != null;
	}

	private @Nullable String resolvedOrNull(String text) {
		try {
			return resolve(text);
		}
		catch (RuntimeException | StackOverflowError ex) {
			return null;
		}
	}

}
