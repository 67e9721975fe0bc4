package io.sharedconfig;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One decoded version of a configuration.
 * <p>
 * Immutable. {@code toString()} names the configuration and its version and shows no
 * value.
 *
 * @since 1.0.0
 */
public interface ConfigSnapshot {

	/**
	 * Return the configuration this is a version of.
	 * @return its name
	 */
	String name();

	/**
	 * Return the number the master gave to this version.
	 * @return the version, 1 or more
	 */
	long version();

	/**
	 * Return when the master published this version, by the master's clock.
	 * @return the instant, in milliseconds
	 */
	Instant publishedAt();

	/**
	 * Return who published this version.
	 * @return the author, {@code null} if none was given
	 */
	@Nullable String author();

	/**
	 * Return why this version was published.
	 * @return the comment, {@code null} if none was given
	 */
	@Nullable String comment();

	/**
	 * Return the document as it is stored: without insignificant white space, names in
	 * the order they were given, every number with the text it was given with.
	 * @return the JSON text
	 */
	String json();

	/**
	 * Return the document as a tree. The tree belongs to the caller.
	 * @return a JSON object, new at each call
	 */
	JsonNode document();

	/**
	 * Return the document flattened to property names as Spring writes them. Integers are
	 * {@link Integer}, {@link Long} or {@link java.math.BigInteger}, other numbers are
	 * their text, {@code null} and empty objects and arrays are the empty text.
	 * @return the unmodifiable properties, never {@code null}, in document order, but for
	 * names that a change of single properties brought: they come last until the document
	 * is written as a whole again
	 */
	Map<String, Object> properties();

	/**
	 * Return one property as text.
	 * @param key the exact property name, for example {@code pool.hosts[1]}
	 * @return the text, {@code null} if there is no such property
	 */
	default @Nullable String property(String key) {
		Object value = properties().get(key);
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Return where in the document a property stands.
	 * @param key the exact property name
	 * @return the JSON pointer (RFC 6901), {@code null} if there is no such property
	 */
	@Nullable String pointer(String key);

	/**
	 * Return the length of the document as it is stored.
	 * @return the length in bytes
	 */
	int sizeBytes();

}
