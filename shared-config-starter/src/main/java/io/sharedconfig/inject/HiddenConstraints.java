package io.sharedconfig.inject;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NativeDetector;
import org.springframework.util.ClassUtils;

/**
 * The classes of an application, except for those by which Spring Boot tells whether
 * there is Bean Validation. Its binder, made in a context with this class loader, leaves
 * constraints to the validator it is given (docs/decisions/0061).
 * <p>
 * Thread-safe. Nothing is ever loaded by it.
 */
final class HiddenConstraints extends ClassLoader {

	private static final List<String> HIDDEN = List.of("jakarta.validation.Validator",
			"jakarta.validation.ValidatorFactory", "jakarta.validation.bootstrap.GenericBootstrap");

	HiddenConstraints(@Nullable ClassLoader parent) {
		super((parent != null) ? parent : ClassLoader.getSystemClassLoader());
	}

	/**
	 * Return whether there is something to hide, and a way to: in a native image a class
	 * is found whatever the class loader.
	 */
	static boolean canHide(@Nullable ClassLoader classLoader) {
		return !NativeDetector.inNativeImage()
				&& HIDDEN.stream().allMatch((name) -> ClassUtils.isPresent(name, classLoader));
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (HIDDEN.contains(name)) {
			throw new ClassNotFoundException(name);
		}
		return super.loadClass(name, resolve);
	}

}
