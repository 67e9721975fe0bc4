package io.sharedconfig.inject;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.sharedconfig.LiveProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Tells a native image which members of a bean are set again when a version is applied,
 * and which types live properties are bound to. Spring itself needs neither: it sets
 * members once, by code that it generates.
 */
final class InjectionAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		List<ValuePoint> points = ValuePoints.of(bean.getBeanClass()).refreshable();
		Set<Class<?>> types = liveTypes(bean);
		if (points.isEmpty() && types.isEmpty()) {
			return null;
		}
		return (context, code) -> {
			RuntimeHints hints = context.getRuntimeHints();
			points.forEach((point) -> register(hints, point));
			if (!types.isEmpty()) {
				BindableRuntimeHintsRegistrar.forTypes(types).registerHints(hints);
			}
		};
	}

	private static void register(RuntimeHints hints, ValuePoint point) {
		if (point.member() instanceof Field field) {
			hints.reflection().registerField(field);
		}
		else {
			hints.reflection().registerMethod((Method) point.member(), ExecutableMode.INVOKE);
		}
	}

	private static Set<Class<?>> liveTypes(RegisteredBean bean) {
		Set<Class<?>> types = new LinkedHashSet<>();
		addParameters(bean.resolveInstantiationDescriptor().executable(), types);
		for (Class<?> next = bean.getBeanClass(); next != null && next != Object.class; next = next.getSuperclass()) {
			for (Field field : next.getDeclaredFields()) {
				add(ResolvableType.forField(field), types);
			}
			for (Method method : next.getDeclaredMethods()) {
				addParameters(method, types);
			}
		}
		return types;
	}

	private static void addParameters(Executable executable, Set<Class<?>> types) {
		for (int i = 0; i < executable.getParameterCount(); i++) {
			add(ResolvableType.forMethodParameter(MethodParameter.forExecutable(executable, i)), types);
		}
	}

	private static void add(ResolvableType declared, Set<Class<?>> types) {
		ResolvableType type = LivePoint.in(declared);
		Class<?> properties = type.getGeneric().resolve();
		if (type.resolve() == LiveProperties.class && properties != null && properties != Object.class) {
			types.add(properties);
		}
	}

}
