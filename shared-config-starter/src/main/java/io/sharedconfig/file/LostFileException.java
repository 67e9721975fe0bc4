package io.sharedconfig.file;

/**
 * Somebody truncated or wrote over the file that is being written to. Its master has
 * everything that was in it and makes a new one.
 */
final class LostFileException extends Exception {

	LostFileException() {
		super("The file was truncated or written over while it was in use");
	}

}
