package io.sharedconfig.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds tests with {@link SharedConfigTest}.
 */
final class SharedConfigTestContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		SharedConfigTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, SharedConfigTest.class);
		return (test != null) ? new SharedConfigTestContextCustomizer(test.name(), test.initial()) : null;
	}

}
