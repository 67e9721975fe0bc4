package io.sharedconfig.test;

import java.lang.reflect.Method;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Begins each test with the initial document, and gives the publisher to test methods.
 */
final class SharedConfigTestExtension implements BeforeEachCallback, ParameterResolver {

	@Override
	public void beforeEach(ExtensionContext context) {
		publisher(context).reset();
	}

	/*
	 * What is annotated, and what a constructor needs, is the matter of Spring's own
	 * extension: two that can give a parameter are a failure.
	 */
	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == SharedConfigTestPublisher.class
				&& parameter.getDeclaringExecutable() instanceof Method && !parameter.isAnnotated(Autowired.class);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return publisher(context);
	}

	private static SharedConfigTestPublisher publisher(ExtensionContext context) {
		return SpringExtension.getApplicationContext(context).getBean(SharedConfigTestPublisher.class);
	}

}
