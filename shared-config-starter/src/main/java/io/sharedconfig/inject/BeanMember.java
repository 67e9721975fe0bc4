package io.sharedconfig.inject;

import java.beans.Introspector;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ReflectionUtils;

/**
 * One property of a class as the binder sees it: its getter and setter, package-private
 * ones included, its field, and the name that it is bound to.
 * <p>
 * Thread-safe after it was made.
 */
final class BeanMember {

	private static final Map<Class<?>, List<BeanMember>> CACHE = new ConcurrentReferenceHashMap<>();

	private final String name;

	private @Nullable Method getter;

	private @Nullable Method setter;

	private @Nullable Field field;

	private BeanMember(String name) {
		this.name = name;
	}

	static List<BeanMember> of(Class<?> type) {
		return CACHE.computeIfAbsent(type, BeanMember::find);
	}

	private static List<BeanMember> find(Class<?> type) {
		Map<String, BeanMember> members = new LinkedHashMap<>();
		for (Class<?> next = type; next != null && next != Object.class; next = next.getSuperclass()) {
			addAll(members, next);
		}
		return List.copyOf(new ArrayList<>(members.values()));
	}

	private static void addAll(Map<String, BeanMember> members, Class<?> type) {
		List<Method> methods = new ArrayList<>();
		for (Method method : type.getDeclaredMethods()) {
			if (isCandidate(method)) {
				methods.add(method);
			}
		}
		methods.forEach((method) -> addGetter(members, method));
		methods.forEach((method) -> addSetter(members, method));
		for (Field field : type.getDeclaredFields()) {
			BeanMember member = members.get(field.getName());
			if (member != null && member.field == null && !Modifier.isStatic(field.getModifiers())) {
				member.field = field;
			}
		}
	}

	private static boolean isCandidate(Method method) {
		int modifiers = method.getModifiers();
		return !Modifier.isPrivate(modifiers) && !Modifier.isProtected(modifiers) && !Modifier.isAbstract(modifiers)
				&& !Modifier.isStatic(modifiers) && !method.isBridge() && method.getName().indexOf('$') == -1;
	}

	private static void addGetter(Map<String, BeanMember> members, Method method) {
		String property = property(method, "get");
		property = (property != null) ? property : property(method, "is");
		if (property != null && method.getParameterCount() == 0) {
			BeanMember member = members.computeIfAbsent(property, BeanMember::new);
			if (member.getter == null || member.getter.getName().startsWith("is")) {
				member.getter = method;
			}
		}
	}

	private static void addSetter(Map<String, BeanMember> members, Method method) {
		String property = property(method, "set");
		if (property != null && method.getParameterCount() == 1) {
			BeanMember member = members.computeIfAbsent(property, BeanMember::new);
			if (member.setter == null
					|| (member.getter != null && member.getter.getReturnType() == method.getParameterTypes()[0])) {
				member.setter = method;
			}
		}
	}

	private static @Nullable String property(Method method, String prefix) {
		String name = method.getName();
		return (name.startsWith(prefix) && name.length() > prefix.length())
				? Introspector.decapitalize(name.substring(prefix.length())) : null;
	}

	/**
	 * Return the name that it is bound to, without case and punctuation.
	 */
	String uniformName() {
		Name given = (this.field != null) ? this.field.getAnnotation(Name.class) : null;
		String text = (given != null) ? given.value() : this.name;
		return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	boolean isWritable() {
		return this.setter != null;
	}

	@Nullable Object read(Object bean) {
		if (this.getter != null) {
			ReflectionUtils.makeAccessible(this.getter);
			return ReflectionUtils.invokeMethod(this.getter, bean);
		}
		if (this.field != null) {
			ReflectionUtils.makeAccessible(this.field);
			return ReflectionUtils.getField(this.field, bean);
		}
		return null;
	}

	boolean isReadable() {
		return this.getter != null || this.field != null;
	}

	void write(Object bean, @Nullable Object value) {
		Method method = this.setter;
		if (method == null || !isReadable()) {
			return;
		}
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

}
