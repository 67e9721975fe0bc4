package io.sharedconfig.inject;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Makes of a {@code @Value} what the bean factory would: placeholders, expressions,
 * conversion.
 * <p>
 * Thread-safe, as far as the environment is.
 */
final class ValueResolver {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Placeholders placeholders;

	ValueResolver(ConfigurableListableBeanFactory beanFactory, Placeholders placeholders) {
		this.beanFactory = beanFactory;
		this.placeholders = placeholders;
	}

	/**
	 * Return the value for a member.
	 * @throws RuntimeException if it has none. Its message may have values
	 */
	@Nullable Object resolve(ValuePoint point) {
		String text = this.placeholders.resolve(point.text());
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		Object value = (expressions != null)
				? expressions.evaluate(text, new BeanExpressionContext(this.beanFactory, null)) : text;
		TypeDescriptor type = point.type();
		if (type.getType() == Optional.class) {
			return Optional.ofNullable(convert(value,
					new TypeDescriptor(type.getResolvableType().getGeneric(), null, type.getAnnotations())));
		}
		Object converted = convert(value, type);
		if (converted == null && type.isPrimitive()) {
			throw new IllegalArgumentException("nothing for a primitive");
		}
		return converted;
	}

	private @Nullable Object convert(@Nullable Object value, TypeDescriptor type) {
		return this.beanFactory.getTypeConverter().convertIfNecessary(value, type.getType(), type);
	}

}
