package io.sharedconfig.publish;

import org.jspecify.annotations.Nullable;

/**
 * What alone decides what a configuration is, for example files.
 * <p>
 * Thread-safe. Publishes until it is closed.
 *
 * @since 1.0.0
 */
public interface DocumentOwner extends AutoCloseable {

	/**
	 * Return what this is, for messages.
	 * @return names, for people to read
	 */
	String description();

	/**
	 * Return why the last version is older than what should be published.
	 * @return the problem, without any configuration value, {@code null} if there is none
	 */
	@Nullable String problem();

	/**
	 * Publish no more. Closing again does nothing.
	 */
	@Override
	void close();

}
