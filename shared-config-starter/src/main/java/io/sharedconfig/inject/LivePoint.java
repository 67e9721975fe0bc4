package io.sharedconfig.inject;

import io.sharedconfig.LiveProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Tells which type the live properties at an injection point are of, also within a
 * wrapper such as {@code ObjectProvider} or {@code Optional}.
 *
 * @since 1.0.0
 */
public final class LivePoint {

	private LivePoint() {
	}

	/**
	 * Return the type.
	 * @param <T> the type
	 * @param point where live properties are injected
	 * @return the type between the angle brackets
	 * @throws IllegalStateException if there is none
	 */
	@SuppressWarnings("unchecked")
	public static <T> Class<T> typeOf(InjectionPoint point) {
		ResolvableType type = in(declared(point));
		Class<?> properties = type.getGeneric().resolve();
		if (properties == null || properties == Object.class) {
			throw new IllegalStateException(("Live properties of an unknown type are wanted at '%s': declare it as "
					+ "LiveProperties<MyProperties>, or use LivePropertiesFactory")
				.formatted(point.getMember()));
		}
		return (Class<T>) properties;
	}

	/**
	 * Return the live properties in a type or its wrappers.
	 * @return their type, {@link ResolvableType#NONE} if there are none
	 */
	static ResolvableType in(ResolvableType declared) {
		ResolvableType type = declared;
		while (type != ResolvableType.NONE && type.resolve() != LiveProperties.class) {
			type = type.getGeneric();
		}
		return type;
	}

	private static ResolvableType declared(InjectionPoint point) {
		if (point instanceof DependencyDescriptor descriptor) {
			return descriptor.getResolvableType();
		}
		@Nullable MethodParameter parameter = point.getMethodParameter();
		if (parameter != null) {
			return ResolvableType.forMethodParameter(parameter);
		}
		return (point.getField() != null) ? ResolvableType.forField(point.getField()) : ResolvableType.NONE;
	}

}
