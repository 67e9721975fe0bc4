package io.sharedconfig;

/**
 * Thrown when a publisher is asked to publish and is not, or no longer, the master.
 *
 * @since 1.0.0
 */
public final class NotMasterException extends SharedConfigException {

	/**
	 * Create the exception from its facts.
	 * @param name the configuration
	 * @param reason why this process is not its master, a clause
	 */
	public NotMasterException(String name, String reason) {
		super("This process is not the master of shared config '%s': %s".formatted(name, reason), null);
	}

}
