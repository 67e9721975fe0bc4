package io.sharedconfig.inject;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.inject.BoundInstances.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.boot.context.properties.ConstructorBound;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Binds configuration properties as the application does, with its converters, validators
 * and bind handlers, but to another environment: Spring Boot's own binder in a small
 * context whose bean factory, and nothing else, has the application as its parent.
 * <p>
 * Not thread-safe. Meant to be used again; to be closed. What is costly is made once, and
 * what lies elsewhere in a large document is not looked at (docs/decisions/0061).
 */
final class TrialBinder implements AutoCloseable {

	private final ConfigurableListableBeanFactory application;

	private final GenericApplicationContext context;

	private final BindingEnvironment environment;

	private final @Nullable TrialValidator validator;

	private final ConfigurationPropertiesBindingPostProcessor binding;

	private final BindAdvice advice;

	private final boolean validates;

	private final Map<Class<?>, Boolean> validated = new HashMap<>();

	private final ArgumentRecorder recorder;

	private final BoundInstances instances = new BoundInstances();

	private TrialBinder(ConfigurableListableBeanFactory application, GenericApplicationContext context,
			BindingEnvironment environment, @Nullable TrialValidator validator, ArgumentRecorder recorder) {
		this.application = application;
		this.context = context;
		this.environment = environment;
		this.validator = validator;
		this.recorder = recorder;
		this.binding = context.getBean(ConfigurationPropertiesBindingPostProcessor.class);
		this.advice = BindAdvice.in(application);
		this.validates = application.containsBean(EnableConfigurationProperties.VALIDATOR_BEAN_NAME);
	}

	/**
	 * Open a binder.
	 * @param application whose converters, validators and bind handlers are used
	 * @param environment what is bound to, whatever it shows at the time
	 * @param others gives what is known of the names of other property sources,
	 * {@code null} for nothing
	 */
	static TrialBinder open(ConfigurableApplicationContext application, ConfigurableEnvironment environment,
			Supplier<@Nullable OtherNames> others) {
		ConfigurableListableBeanFactory parent = application.getBeanFactory();
		BindingEnvironment narrowing = new BindingEnvironment(environment, others);
		// the context itself has no parent: the application hears none of its events
		GenericApplicationContext context = new GenericApplicationContext(new DefaultListableBeanFactory(parent));
		context.setEnvironment(narrowing);
		context.getBeanFactory().setConversionService(parent.getConversionService());
		ConfigurationPropertiesBindingPostProcessor.register(context);
		TrialValidator validator = null;
		ClassLoader classLoader = application.getClassLoader();
		if (HiddenConstraints.canHide(classLoader)) {
			validator = new TrialValidator(context, parent);
			context.getBeanFactory().registerSingleton(EnableConfigurationProperties.VALIDATOR_BEAN_NAME, validator);
			context.setClassLoader(new HiddenConstraints(classLoader));
		}
		ArgumentRecorder recorder = new ArgumentRecorder();
		context.getBeanFactory().registerSingleton(ArgumentRecorder.class.getName(), recorder);
		context.refresh();
		context.setClassLoader(classLoader);
		context.getBeanFactory().setBeanClassLoader(classLoader);
		return new TrialBinder(parent, context, narrowing, validator, recorder);
	}

	/**
	 * Bind to what the environment shows from now on.
	 * @param before the state that is changed
	 */
	void next(@Nullable AppliedState before) {
		this.instances.next(before);
	}

	/**
	 * Note that what the environment shows is applied.
	 * @param state the state with it
	 */
	void keep(AppliedState state) {
		this.instances.keep(state, this.environment.others());
	}

	/**
	 * Make an instance and bind it. One that cannot be changed may have been made before
	 * by the same name.
	 * @param changed what differs from the state that is changed, {@code null} if that is
	 * not known
	 * @throws RuntimeException if it cannot be bound. Its message may have values
	 */
	Object bind(Injected.BoundTarget target, String beanName, @Nullable ChangedNames changed) {
		if (!target.immutable()) {
			return bound(BeanUtils.instantiateClass(target.type()), target, beanName);
		}
		Key key = new Key(target.type(), target.prefix(), beanName);
		Object known = this.instances.find(key);
		return (known != null) ? known : bind(key, changed);
	}

	private Object bind(Key key, @Nullable ChangedNames changed) {
		boolean validated = isValidated(key.type());
		begin(key.prefix(), (validated) ? key.type() : null);
		boolean plain = !validated && isPlain(key);
		Object next = (plain && changed != null) ? next(key, changed) : null;
		return (next != null) ? next : bindWhole(key, plain);
	}

	/*
	 * Whatever goes wrong, the whole is bound to say what it is.
	 */
	private @Nullable Object next(Key key, ChangedNames changed) {
		BoundArguments before = this.instances.arguments(key, this.environment.others());
		try {
			BoundArguments next = (before != null) ? before.with(changed, key.prefix()) : null;
			return (next != null) ? this.instances.add(key, next.instantiate(), next) : null;
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			return null;
		}
	}

	private Object bindWhole(Key key, boolean plain) {
		define(key.beanName());
		this.recorder.next(plain);
		Object bound = ConstructorBound.from(this.context.getBeanFactory(), key.beanName(), key.type());
		return this.instances.add(key, bound, this.recorder.arguments(key.type()));
	}

	/*
	 * Whether all of it is what our property sources say, and nobody else has a word: for
	 * an advisor of the application all sources are shown.
	 */
	private boolean isPlain(Key key) {
		return !this.validates && !Validator.class.isAssignableFrom(key.type()) && this.environment.showsOursOnly();
	}

	/**
	 * Bind an instance that there is.
	 */
	void rebind(Object instance, Injected.BoundTarget target, String beanName) {
		bound(instance, target, beanName);
	}

	private Object bound(Object instance, Injected.BoundTarget target, String beanName) {
		define(beanName);
		ConfigurationPropertiesBean bean = ConfigurationPropertiesBean.get(this.context, instance, beanName);
		begin(target.prefix(), (bean != null && bean.asBindTarget().getAnnotation(Validated.class) != null)
				? bean.asBindTarget().getType().resolve() : null);
		return this.binding.postProcessBeforeInitialization(instance, beanName);
	}

	private boolean isValidated(Class<?> type) {
		return this.validated.computeIfAbsent(type,
				(first) -> MergedAnnotations.from(first, SearchStrategy.TYPE_HIERARCHY).isPresent(Validated.class));
	}

	private void begin(ConfigurationPropertyName prefix, @Nullable Class<?> validated) {
		this.environment.narrow((this.advice.reaches(prefix)) ? ConfigurationPropertyName.EMPTY : prefix);
		if (this.validator != null) {
			this.validator.next(validated);
		}
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
		if (this.validator != null) {
			this.validator.close();
		}
	}

}
