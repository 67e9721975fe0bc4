package io.sharedconfig.inject;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * The members of a class with a {@code @Value} that leads to properties: those that can
 * be given another one, and why the others cannot.
 * <p>
 * Immutable.
 *
 * @param refreshable what can be given another value
 * @param fixed member to reason
 */
record ValuePoints(List<ValuePoint> refreshable, Map<String, String> fixed) {

	private static final Map<Class<?>, ValuePoints> CACHE = new ConcurrentReferenceHashMap<>();

	static ValuePoints of(Class<?> type) {
		return CACHE.computeIfAbsent(type, ValuePoints::find);
	}

	static ValuePoints none() {
		return new ValuePoints(List.of(), Map.of());
	}

	/**
	 * Return whether one of the parameters is given what a {@code @Value} says.
	 */
	static boolean hasParameter(Method method) {
		return parameterText(method) != null;
	}

	private static ValuePoints find(Class<?> type) {
		List<ValuePoint> refreshable = new ArrayList<>();
		Map<String, String> fixed = new LinkedHashMap<>();
		for (Class<?> next = type; next != null && next != Object.class; next = next.getSuperclass()) {
			for (Constructor<?> constructor : next.getDeclaredConstructors()) {
				if (next == type && parameterText(constructor) != null) {
					fixed.put(MemberNames.of(constructor),
							"a constructor parameter: inject LiveProperties or use a field or setter");
				}
			}
			for (Field field : next.getDeclaredFields()) {
				addField(field, refreshable, fixed);
			}
			for (Method method : next.getDeclaredMethods()) {
				addMethod(method, refreshable, fixed);
			}
		}
		return new ValuePoints(List.copyOf(refreshable), Map.copyOf(fixed));
	}

	private static void addField(Field field, List<ValuePoint> refreshable, Map<String, String> fixed) {
		String text = text(field);
		if (text == null || Modifier.isStatic(field.getModifiers())) {
			if (text != null) {
				fixed.put(MemberNames.of(field), "static: Spring injects nothing");
			}
		}
		else if (Modifier.isFinal(field.getModifiers())) {
			if (!field.getDeclaringClass().isRecord()) {
				fixed.put(MemberNames.of(field), "final");
			}
		}
		else {
			refreshable.add(ValuePoint.of(field, text));
		}
	}

	private static void addMethod(Method method, List<ValuePoint> refreshable, Map<String, String> fixed) {
		if (method.isBridge() || method.isSynthetic() || method.getName().indexOf('$') >= 0) {
			return;
		}
		String text = text(method);
		text = (text != null) ? text : parameterText(method);
		if (text == null) {
			return;
		}
		if (AnnotatedElementUtils.hasAnnotation(method, Bean.class)) {
			// listed with the bean it makes
			return;
		}
		if (Modifier.isStatic(method.getModifiers())) {
			fixed.put(MemberNames.of(method), "static: Spring injects nothing");
		}
		else if (method.getParameterCount() != 1) {
			fixed.put(MemberNames.of(method), "a method with several parameters");
		}
		else {
			refreshable.add(ValuePoint.of(method, text));
		}
	}

	private static @Nullable String parameterText(Executable executable) {
		for (Parameter parameter : executable.getParameters()) {
			String text = text(parameter);
			if (text != null) {
				return text;
			}
		}
		return null;
	}

	private static @Nullable String text(AnnotatedElement element) {
		Value value = AnnotatedElementUtils.getMergedAnnotation(element, Value.class);
		return (value != null && Placeholders.isIn(value.value())) ? value.value() : null;
	}

}
