package io.sharedconfig.publish;

/**
 * What a master tells whoever keeps the log.
 *
 * @since 1.0.0
 */
public interface PublishEvents {

	/**
	 * Tell nobody.
	 */
	PublishEvents NONE = new PublishEvents() {
	};

	/**
	 * A version was published.
	 * @param name the configuration
	 * @param version the version
	 * @param changes how many properties differ from the version before
	 */
	default void published(String name, long version, int changes) {
	}

	/**
	 * Something went wrong that needs a person's attention but stopped nothing.
	 * @param name the configuration
	 * @param problem what happened, without any configuration value
	 */
	default void warning(String name, String problem) {
	}

	/**
	 * This process is no longer the master.
	 * @param name the configuration
	 * @param reason why, without any configuration value
	 */
	default void fenced(String name, String reason) {
	}

	/**
	 * This process waits for the running master to be gone.
	 * @param name the configuration
	 * @param reason which master runs
	 */
	default void standby(String name, String reason) {
	}

	/**
	 * This process stood by and is the master now.
	 * @param name the configuration
	 * @param version the version it goes on with, 0 if nothing was published yet
	 */
	default void tookOver(String name, long version) {
	}

}
