package io.sharedconfig.plain;

import java.nio.file.Path;

import io.sharedconfig.ConfigHistory;
import io.sharedconfig.follow.FollowDefaults;
import io.sharedconfig.publish.HistoryReader;

/**
 * The doors for a Java program without Spring.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SharedConfigs {

	private SharedConfigs() {
	}

	/**
	 * Return the directory that a Spring application would use if none is configured.
	 * @return a directory of this user, which need not exist yet
	 */
	public static Path defaultDirectory() {
		return FollowDefaults.directory();
	}

	/**
	 * Begin to be the master of a configuration.
	 * @param directory the directory of the shared files, made if it is not there
	 * @param name the configuration
	 * @return a builder that does nothing until it is opened
	 */
	public static PublisherBuilder publisher(Path directory, String name) {
		return new PublisherBuilder(directory, name);
	}

	/**
	 * Read the history in a backup. Neither is a lock taken nor anything written: the
	 * master may be running, or dead.
	 * @param backupDirectory the directory of the backup
	 * @param name the configuration
	 * @return the history, read anew each time it is asked
	 * @throws io.sharedconfig.InvalidNameException if the name cannot be one
	 */
	public static ConfigHistory history(Path backupDirectory, String name) {
		return HistoryReader.of(backupDirectory, name);
	}

	/**
	 * Begin to follow a configuration.
	 * @param directory the directory of the shared files, which need not exist yet
	 * @param name the configuration
	 * @return a builder that does nothing until it is opened
	 */
	public static FollowerBuilder follower(Path directory, String name) {
		return new FollowerBuilder(directory, name);
	}

}
