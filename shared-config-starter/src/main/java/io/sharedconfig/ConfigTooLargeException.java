package io.sharedconfig;

/**
 * Thrown when a document is larger than the shared file can hold, or could ever be grown
 * to hold.
 *
 * @since 1.0.0
 */
public final class ConfigTooLargeException extends SharedConfigException {

	private final long lengthBytes;

	private final long maxBytes;

	/**
	 * Create the exception from its facts.
	 * @param name the configuration
	 * @param lengthBytes the length of the document as it would be stored, in bytes
	 * @param maxBytes the largest length that is accepted, in bytes
	 * @param action what to do about it, a sentence
	 */
	public ConfigTooLargeException(String name, long lengthBytes, long maxBytes, String action) {
		super("The document for shared config '%s' is too large: lengthBytes=%d maxBytes=%d. %s".formatted(name,
				lengthBytes, maxBytes, action), null);
		this.lengthBytes = lengthBytes;
		this.maxBytes = maxBytes;
	}

	/**
	 * Return the length of the refused document.
	 * @return the length in bytes, as it would be stored
	 */
	public long lengthBytes() {
		return this.lengthBytes;
	}

	/**
	 * Return the largest length that is accepted.
	 * @return the limit in bytes
	 */
	public long maxBytes() {
		return this.maxBytes;
	}

}
