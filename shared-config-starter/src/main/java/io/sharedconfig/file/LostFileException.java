package io.sharedconfig.file;

import org.jspecify.annotations.Nullable;

/**
 * Somebody truncated the file that is being written to. Its master has everything that
 * was in it and makes a new one.
 */
final class LostFileException extends Exception {

	LostFileException(@Nullable Throwable cause) {
		super("The file was truncated while it was in use", cause);
	}

}
