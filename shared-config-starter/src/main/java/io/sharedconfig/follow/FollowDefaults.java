package io.sharedconfig.follow;

import java.nio.file.Path;

import io.sharedconfig.file.SharedDirectory;

/**
 * What a follower assumes where nothing is configured, for those who do not know files.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class FollowDefaults {

	private FollowDefaults() {
	}

	/**
	 * Return the directory of the shared files if none is configured.
	 * @return a directory of this user, which need not exist
	 */
	public static Path directory() {
		return SharedDirectory.defaultPath();
	}

	/**
	 * Return what this process is called if it has no other name.
	 * @return the name of its main class or archive, without the directory
	 */
	public static String application() {
		String command = System.getProperty("sun.java.command", "").split(" ", 2)[0];
		Path name = Path.of(command).getFileName();
		return (name == null || name.toString().isEmpty()) ? "application" : name.toString();
	}

	/**
	 * Return the user whose files are followed, for messages.
	 * @return the uid, or the user name where there is no uid
	 */
	public static String user() {
		return SharedDirectory.currentOwner();
	}

}
