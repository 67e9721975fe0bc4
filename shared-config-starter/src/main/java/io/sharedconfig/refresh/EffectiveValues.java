package io.sharedconfig.refresh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * What an environment gives for properties at one moment, whichever source wins.
 * <p>
 * Immutable. {@code toString()} shows no value.
 *
 * @param texts property name to text, without the properties that there are not
 */
record EffectiveValues(Map<String, String> texts) {

	static EffectiveValues read(ConfigurableEnvironment environment, Set<String> keys) {
		Map<String, String> texts = new LinkedHashMap<>();
		for (String key : keys) {
			String text = text(environment, key);
			if (text != null) {
				texts.put(key, text);
			}
		}
		return new EffectiveValues(texts);
	}

	private static @Nullable String text(ConfigurableEnvironment environment, String key) {
		try {
			return environment.getProperty(key);
		}
		catch (IllegalArgumentException | ConversionException ex) {
			// a placeholder without a value: compared as it was written
			return unresolvedText(environment, key);
		}
	}

	private static @Nullable String unresolvedText(ConfigurableEnvironment environment, String key) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			Object value = source.getProperty(key);
			if (value != null) {
				return value.toString();
			}
		}
		return null;
	}

	@Override
	public String toString() {
		return "EffectiveValues[names=%s]".formatted(this.texts.keySet());
	}

}
