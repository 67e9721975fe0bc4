package io.sharedconfig.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/**
 * Puts the schema and the first document of a master into a native image, if they are on
 * the class path: as they are configured when the image is made.
 */
final class PublisherResourceHints implements BeanFactoryInitializationAotProcessor {

	private static final List<String> PROPERTIES = List.of("shared-config.publisher.schema",
			"shared-config.publisher.initial");

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		List<String> locations = locations(beanFactory);
		return (locations.isEmpty()) ? null : (context, code) -> locations
			.forEach((location) -> context.getRuntimeHints().resources().registerPattern(location));
	}

	private static List<String> locations(ConfigurableListableBeanFactory beanFactory) {
		Environment environment = beanFactory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
				Environment.class);
		Binder binder = Binder.get(environment);
		return PROPERTIES.stream()
			.map((property) -> binder.bind(property, String.class).orElse(""))
			.filter((location) -> location.startsWith(ResourceLoader.CLASSPATH_URL_PREFIX))
			.map((location) -> location.substring(ResourceLoader.CLASSPATH_URL_PREFIX.length()))
			.map((location) -> StringUtils.trimLeadingCharacter(location, '/'))
			.toList();
	}

}
