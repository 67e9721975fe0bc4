package io.sharedconfig.file;

import java.nio.file.Path;

/**
 * The directory of all shared files of one user or group of users.
 *
 * @since 1.0.0
 */
public final class SharedDirectory {

	private SharedDirectory() {
	}

	public static Path defaultPath() {
		throw new UnsupportedOperationException();
	}

	public static String currentOwner() {
		throw new UnsupportedOperationException();
	}

}
