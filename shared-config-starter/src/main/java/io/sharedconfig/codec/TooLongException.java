package io.sharedconfig.codec;

/**
 * A document is longer than it may be. How long it would be is not known: it was not made
 * to its end.
 *
 * @since 1.0.0
 */
public final class TooLongException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int lengthBytes;

	TooLongException(int lengthBytes) {
		super("the document is longer than allowed: at least %d bytes".formatted(lengthBytes));
		this.lengthBytes = lengthBytes;
	}

	/**
	 * Return how long the document is at least.
	 * @return the length in bytes
	 */
	public int lengthBytes() {
		return this.lengthBytes;
	}

}
