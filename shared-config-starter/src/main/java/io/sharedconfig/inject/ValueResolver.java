package io.sharedconfig.inject;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.expression.StandardBeanExpressionResolver;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Makes of a {@code @Value} what the bean factory would: placeholders, expressions,
 * conversion.
 * <p>
 * Not thread-safe; used by who applies versions.
 */
final class ValueResolver {

	private static final String PREFIX = StandardBeanExpressionResolver.DEFAULT_EXPRESSION_PREFIX;

	private static final String PROBE = PREFIX + "'a'" + StandardBeanExpressionResolver.DEFAULT_EXPRESSION_SUFFIX;

	private final ConfigurableListableBeanFactory beanFactory;

	private final Placeholders placeholders;

	private @Nullable BeanExpressionResolver standard;

	ValueResolver(ConfigurableListableBeanFactory beanFactory, Placeholders placeholders) {
		this.beanFactory = beanFactory;
		this.placeholders = placeholders;
	}

	/**
	 * Return the value for a member.
	 * @throws RuntimeException if it has none. Its message may have values
	 */
	@Nullable Object resolve(ValuePoint point) {
		Object value = evaluated(this.placeholders.resolve(point.text()));
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

	/*
	 * The resolver keeps each text it is given for good, and every version may bring
	 * another one: it is given what may be an expression.
	 */
	private @Nullable Object evaluated(String text) {
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		if (expressions == null || (!text.contains(PREFIX) && isStandard(expressions))) {
			return text;
		}
		return evaluated(text, expressions);
	}

	private @Nullable Object evaluated(String text, BeanExpressionResolver expressions) {
		return expressions.evaluate(text, new BeanExpressionContext(this.beanFactory, null));
	}

	/*
	 * One that takes this for an expression takes no other prefix for that of one.
	 */
	private boolean isStandard(BeanExpressionResolver expressions) {
		if (this.standard != expressions && expressions.getClass() == StandardBeanExpressionResolver.class
				&& "a".equals(evaluated(PROBE, expressions))) {
			this.standard = expressions;
		}
		return this.standard == expressions;
	}

	private @Nullable Object convert(@Nullable Object value, TypeDescriptor type) {
		return this.beanFactory.getTypeConverter().convertIfNecessary(value, type.getType(), type);
	}

}
