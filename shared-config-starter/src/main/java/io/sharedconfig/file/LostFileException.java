package io.sharedconfig.file;

/**
 * Somebody truncated the file that is being written to. Its master has everything that
 * was in it and makes a new one.
 */
final class LostFileException extends Exception {

	LostFileException() {
		super("The file was truncated while it was in use");
	}

}
