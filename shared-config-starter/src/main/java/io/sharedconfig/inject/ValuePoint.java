package io.sharedconfig.inject;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ReflectionUtils;

/**
 * A member of a class that is given what its {@code @Value} annotation says: a field, or
 * a method with one parameter.
 * <p>
 * Immutable.
 *
 * @param member the field or method
 * @param text what the annotation says
 * @param type what it is to be converted to
 */
record ValuePoint(Member member, String text, TypeDescriptor type) {

	static ValuePoint of(Field field, String text) {
		return new ValuePoint(field, text, new TypeDescriptor(field));
	}

	static ValuePoint of(Method method, String text) {
		return new ValuePoint(method, text, new TypeDescriptor(new MethodParameter(method, 0)));
	}

	void set(Object bean, @Nullable Object value) {
		if (this.member instanceof Field field) {
			ReflectionUtils.makeAccessible(field);
			ReflectionUtils.setField(field, bean, value);
			return;
		}
		Method method = (Method) this.member;
		ReflectionUtils.makeAccessible(method);
		try {
			method.invoke(bean, value);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowRuntimeException(ex.getTargetException());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return how the source code calls it.
	 */
	String where() {
		return MemberNames.of(this.member);
	}

}
