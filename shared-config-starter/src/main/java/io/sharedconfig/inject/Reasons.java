package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Says why something cannot be bound: the property, the target, the violated constraint.
 * The messages of the binder, of validators and of converters hold values and are passed
 * on nowhere.
 */
final class Reasons {

	private static final int MOST_CAUSES = 32;

	private Reasons() {
	}

	/**
	 * Say why a type refuses its properties.
	 * @param prefix the name above them
	 * @param target whose they are, for the reader
	 */
	static List<String> ofBinding(ConfigurationPropertyName prefix, String target, Throwable failure) {
		BindValidationException invalid = find(failure, BindValidationException.class);
		if (invalid != null) {
			return ofErrors(invalid, target);
		}
		UnboundConfigurationPropertiesException unbound = find(failure, UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			return unbound.getUnboundProperties()
				.stream()
				.map((property) -> "'%s' is unknown to %s".formatted(property.getName(), target))
				.toList();
		}
		BindException exception = find(failure, BindException.class);
		String name = ((exception != null) ? exception.getName() : prefix).toString();
		if (exception != null && find(failure, ConversionException.class) != null) {
			return List.of("'%s' cannot be converted to %s, needed by %s".formatted(name,
					exception.getTarget().getType(), target));
		}
		return List.of("'%s' cannot be bound to %s: %s".formatted(name, target, rootType(failure)));
	}

	/**
	 * Say that a property has a placeholder that leads nowhere. The placeholder itself is
	 * part of a value.
	 */
	static List<String> ofBroken(List<String> names, String target) {
		return names.stream()
			.map((name) -> "'%s' has a placeholder without a value, needed by %s".formatted(name, target))
			.toList();
	}

	private static List<String> ofErrors(BindValidationException failure, String target) {
		ConfigurationPropertyName prefix = failure.getValidationErrors().getName();
		List<String> reasons = new ArrayList<>();
		for (ObjectError error : failure.getValidationErrors().getAllErrors()) {
			String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
			String name = (field.isEmpty() || prefix.isEmpty()) ? prefix + field : prefix + "." + field;
			reasons.add("'%s' violates %s of %s".formatted(name, constraint(error), target));
		}
		return reasons;
	}

	private static String constraint(ObjectError error) {
		String code = error.getCode();
		return (code != null) ? code : "a constraint";
	}

	/**
	 * Say why a {@code @Value} cannot have its value.
	 * @param where the member
	 * @param names what its own text asks for
	 */
	static String ofValue(String where, String beanName, List<String> names, String target, Throwable failure) {
		String subject = String.join("', '", names);
		if (find(failure, PlaceholderResolutionException.class) != null) {
			return "'%s' or a placeholder in it has no value, needed by %s of bean '%s'".formatted(subject, where,
					beanName);
		}
		return "'%s' cannot be made a %s, needed by %s of bean '%s': %s".formatted(subject, target, where, beanName,
				rootType(failure));
	}

	static String rootType(Throwable failure) {
		Throwable root = failure;
		for (int i = 0; i < MOST_CAUSES && root.getCause() != null; i++) {
			root = root.getCause();
		}
		return root.getClass().getSimpleName();
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		Throwable next = failure;
		for (int i = 0; i < MOST_CAUSES && next != null; i++) {
			if (type.isInstance(next)) {
				return type.cast(next);
			}
			next = next.getCause();
		}
		return null;
	}

}
