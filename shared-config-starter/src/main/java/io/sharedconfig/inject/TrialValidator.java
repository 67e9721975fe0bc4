package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Validates what a trial has bound as Spring Boot does: with the application's validator
 * of configuration properties, and with the constraints of a type that is to be
 * validated. Spring Boot makes a factory of validators each time it binds such a type,
 * which takes longer than all the rest; here there is one.
 * <p>
 * Not thread-safe. To be closed.
 */
final class TrialValidator implements Validator, AutoCloseable {

	private final @Nullable Validator ofApplication;

	private final LocalValidatorFactoryBean constraints = new LocalValidatorFactoryBean();

	private final List<Validator> supporting = new ArrayList<>(2);

	private final ApplicationContext context;

	private @Nullable Class<?> validated;

	private boolean opened;

	TrialValidator(ApplicationContext context, BeanFactory application) {
		this.context = context;
		this.ofApplication = (application.containsBean(EnableConfigurationProperties.VALIDATOR_BEAN_NAME))
				? application.getBean(EnableConfigurationProperties.VALIDATOR_BEAN_NAME, Validator.class) : null;
	}

	/**
	 * Say which type has constraints to be looked at.
	 * @param type the type of what is bound next, {@code null} if it is not to be
	 * validated
	 */
	void next(@Nullable Class<?> type) {
		this.validated = type;
	}

	@Override
	public boolean supports(Class<?> type) {
		// asked right before it is to validate something that was bound to the type
		this.supporting.clear();
		if (this.ofApplication != null && this.ofApplication.supports(type)) {
			this.supporting.add(this.ofApplication);
		}
		if (type.equals(this.validated) && constraints().supports(type)) {
			this.supporting.add(this.constraints);
		}
		return !this.supporting.isEmpty();
	}

	@Override
	public void validate(Object target, Errors errors) {
		this.supporting.forEach((validator) -> validator.validate(target, errors));
	}

	private LocalValidatorFactoryBean constraints() {
		if (!this.opened) {
			this.constraints.setApplicationContext(this.context);
			this.constraints.setMessageInterpolator(new MessageInterpolatorFactory(this.context).getObject());
			this.constraints.afterPropertiesSet();
			this.opened = true;
		}
		return this.constraints;
	}

	@Override
	public void close() {
		this.constraints.destroy();
	}

}
