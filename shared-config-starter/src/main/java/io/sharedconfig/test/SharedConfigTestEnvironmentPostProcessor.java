package io.sharedconfig.test;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Opens the publisher of a test with {@link SharedConfigTest} before the application's
 * files are read: Spring Boot gives the test class as the application's main class. Does
 * nothing in any other application.
 */
final class SharedConfigTestEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String SPRING_TEST = "org.springframework.test.context.TestContextAnnotationUtils";

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, @Nullable SpringApplication application) {
		Class<?> main = (application != null) ? application.getMainApplicationClass() : null;
		if (main == null || !ClassUtils.isPresent(SPRING_TEST, getClass().getClassLoader())) {
			return;
		}
		SharedConfigTest test = TestContextAnnotationUtils.findMergedAnnotation(main, SharedConfigTest.class);
		if (test != null) {
			TemporaryDirectory directory = TemporaryDirectory.create();
			directory.addTo(environment.getPropertySources());
			environment.getPropertySources()
				.addLast(new Holder(SharedConfigTestPublisher.open(directory, test.name(), test.initial())));
		}
	}

	/**
	 * Keeps the publisher in the environment until there is an application context.
	 */
	static final class Holder extends PropertySource<SharedConfigTestPublisher> {

		static final String NAME = "sharedConfigTestPublisher";

		Holder(SharedConfigTestPublisher publisher) {
			super(NAME, publisher);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return null;
		}

	}

}
