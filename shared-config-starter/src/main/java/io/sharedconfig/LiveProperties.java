package io.sharedconfig;

import java.util.function.Supplier;

/**
 * An always consistent and validated instance of a type of configuration properties,
 * immutable ones included. Each {@link #get()} is of one version; a thread that holds a
 * {@linkplain SharedConfigFollower#pin() pin} gets the version it is pinned to.
 * <p>
 * Thread-safe. In a Spring application it is injected by its generic type, and can be
 * kept as long as the application runs; what {@code get()} returns is of the past as soon
 * as the next version is applied.
 *
 * @param <T> the type of the configuration properties
 * @since 1.0.0
 */
@FunctionalInterface
public interface LiveProperties<T> extends Supplier<T> {

	/**
	 * Return the instance that was bound to the version that is applied now.
	 * @return the same instance until a version changes one of its properties; nobody
	 * else changes it
	 * @throws IllegalStateException if the properties cannot be bound; happens only if
	 * they were never asked for before that version was applied, and says why without any
	 * value
	 */
	@Override
	T get();

}
