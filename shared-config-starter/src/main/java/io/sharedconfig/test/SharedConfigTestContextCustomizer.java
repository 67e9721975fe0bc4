package io.sharedconfig.test;

import io.sharedconfig.test.SharedConfigTestEnvironmentPostProcessor.Holder;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Makes the publisher of a test a bean of its application, and part of the key under
 * which Spring caches the application.
 * <p>
 * Immutable.
 *
 * @param name the configuration
 * @param initial the document at the start
 */
record SharedConfigTestContextCustomizer(String name, String initial) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		if (sources.remove(Holder.NAME) instanceof Holder holder) {
			holder.getSource().attachAndCloseWith(context);
			return;
		}
		// not a Spring Boot application: nothing was imported before
		SharedConfigTestPublisher.open(TemporaryDirectory.create(), this.name, this.initial)
			.attachAndCloseWith(context);
	}

}
