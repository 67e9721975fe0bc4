package io.sharedconfig.env;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Puts what {@link SharedConfig} names where it says.
 */
final class AnnotatedSources {

	private AnnotatedSources() {
	}

	/**
	 * Put the live view of a configuration into its place; from any other place, where an
	 * import put it, it is removed.
	 */
	static void place(FollowedConfigs configs, Attachment attachment, MutablePropertySources sources) {
		SharedConfigPropertySource view = configs.follow(attachment.name(), attachment.optional());
		if (sources.get(view.getName()) instanceof SharedConfigPropertySource && !configs.isPlaced(attachment.name())) {
			configs.warnOfTwoPlaces(attachment.name());
		}
		configs.place(attachment.name());
		insert(view, attachment.precedence(), sources);
	}

	/**
	 * Put a property source into a place; one of the same name is removed from its own.
	 */
	static void insert(PropertySource<?> source, SharedConfig.Precedence precedence, MutablePropertySources sources) {
		if (precedence == SharedConfig.Precedence.LOWEST) {
			sources.addLast(source);
			DefaultPropertiesPropertySource.moveToEnd(sources);
		}
		else if (sources.contains(RandomValuePropertySource.RANDOM_PROPERTY_SOURCE_NAME)) {
			sources.addAfter(RandomValuePropertySource.RANDOM_PROPERTY_SOURCE_NAME, source);
		}
		else if (sources.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
			sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source);
		}
		else {
			sources.addFirst(source);
		}
	}

}
