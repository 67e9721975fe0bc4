package io.sharedconfig;

/**
 * Makes {@link LiveProperties} where nothing can be injected.
 * <p>
 * Thread-safe. In a Spring application it is a bean.
 *
 * @since 1.0.0
 */
@FunctionalInterface
public interface LivePropertiesFactory {

	/**
	 * Return the live properties of a type. It is bound once before they are returned.
	 * From then on no version is applied that the type refuses.
	 * @param <T> the type
	 * @param type a type of configuration properties, with the prefix in its annotation
	 * @return the live properties, equal for equal types
	 * @throws IllegalArgumentException if the type has no such annotation, or can neither
	 * be bound by its constructor nor by its setters
	 * @throws IllegalStateException if it cannot be bound to the version applied now
	 */
	<T> LiveProperties<T> of(Class<T> type);

}
