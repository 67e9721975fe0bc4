package io.sharedconfig.actuate;

/**
 * Thrown when the body of a {@code POST} asks for nothing that can be done. The message
 * holds no configuration value.
 */
final class InvalidChangeRequestException extends RuntimeException {

	InvalidChangeRequestException(String problem) {
		super("Not a change of a shared config: " + problem);
	}

}
