package io.sharedconfig.inject;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.boot.context.properties.ConstructorBound;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Binds configuration properties as the application does, with its converters, validators
 * and bind handlers, but to another environment: Spring Boot's own binder in a small
 * context whose bean factory, and nothing else, has the application as its parent.
 * <p>
 * Not thread-safe. Meant to be used again; to be closed.
 */
final class TrialBinder implements AutoCloseable {

	private final ConfigurableListableBeanFactory application;

	private final GenericApplicationContext context;

	private final ConfigurationPropertiesBindingPostProcessor binding;

	private TrialBinder(ConfigurableListableBeanFactory application, GenericApplicationContext context) {
		this.application = application;
		this.context = context;
		this.binding = context.getBean(ConfigurationPropertiesBindingPostProcessor.class);
	}

	static TrialBinder open(ConfigurableApplicationContext application, ConfigurableEnvironment environment) {
		ConfigurableListableBeanFactory parent = application.getBeanFactory();
		// the context itself has no parent: the application hears none of its events
		GenericApplicationContext context = new GenericApplicationContext(new DefaultListableBeanFactory(parent));
		context.setClassLoader(application.getClassLoader());
		context.setEnvironment(environment);
		context.getBeanFactory().setConversionService(parent.getConversionService());
		ConfigurationPropertiesBindingPostProcessor.register(context);
		context.refresh();
		return new TrialBinder(parent, context);
	}

	/**
	 * Make an instance and bind it.
	 * @throws RuntimeException if it cannot be bound. Its message may have values
	 */
	Object bind(Injected.BoundTarget target, String beanName) {
		define(beanName);
		if (target.immutable()) {
			return ConstructorBound.from(this.context.getBeanFactory(), beanName, target.type());
		}
		return this.binding.postProcessBeforeInitialization(BeanUtils.instantiateClass(target.type()), beanName);
	}

	/**
	 * Bind an instance that there is.
	 */
	void rebind(Object instance, String beanName) {
		define(beanName);
		this.binding.postProcessBeforeInitialization(instance, beanName);
	}

	/*
	 * The annotation may be on the method that makes the bean: that is found by the
	 * definition of the bean.
	 */
	private void define(String beanName) {
		if (!this.context.containsBeanDefinition(beanName) && this.application.containsBeanDefinition(beanName)) {
			BeanDefinition definition = this.application.getMergedBeanDefinition(beanName);
			if (definition instanceof RootBeanDefinition root && root.getResolvedFactoryMethod() != null) {
				this.context.registerBeanDefinition(beanName, root.cloneBeanDefinition());
			}
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
