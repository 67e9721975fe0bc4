package io.sharedconfig.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What differs between operating systems. Linux is what Shared Config is made for; on the
 * others a master cannot be told from an earlier one by more than its process.
 * <p>
 * Thread-safe.
 */
interface HostSystem {

	/*
	 * Without default methods, on purpose: with one, this interface would be initialized
	 * by each class that implements it, and CURRENT needs these classes.
	 */

	/**
	 * The system that this process runs on.
	 */
	HostSystem CURRENT = Files.isReadable(LinuxSystem.OWN_STAT) ? new LinuxSystem() : new OtherSystem();

	/**
	 * What {@link #startTicks(long)} says of a process that does not run.
	 */
	long NO_PROCESS = -1;

	/**
	 * Return the directory for shared files when none is configured.
	 * @return the directory, which need not exist
	 */
	Path defaultDirectory();

	/**
	 * Return the user that this process runs as.
	 * @return the uid where this process can know it, else the name that files of the
	 * user have as their owner
	 */
	String currentOwner();

	/**
	 * Return when a process was started.
	 * @param pid the process id, in the namespace of this process
	 * @return the time in a unit of the system's own, {@link #NO_PROCESS} when it does
	 * not run
	 */
	long startTicks(long pid);

	/**
	 * Return what tells the namespace of process ids from others on this host.
	 * @return a number, 0 where there is none
	 */
	long pidNamespace();

	/**
	 * Return what tells this boot of the host from others.
	 * @return an id, of two zeros where there is none
	 */
	UUID bootId();

	/**
	 * Return whether another file can be renamed over a file while it is in use.
	 * @param file the file
	 * @return {@code false} if it is known that it cannot
	 */
	boolean canReplace(Path file);

	/**
	 * Return whether a directory can be opened, so that the names in it can be brought to
	 * the disk.
	 * @return {@code false} where that is neither possible nor needed
	 */
	boolean canSyncDirectories();

	/**
	 * Return whether who watches a directory hears at once that a file in it was touched.
	 * @return {@code false} where that is not so, or costs more than looking at the file
	 */
	boolean hearsTouches();

	/**
	 * Return the directory for shared files of one user under the directory for temporary
	 * files.
	 * @param user the user
	 * @return the directory
	 */
	static Path temporaryDirectory(String user) {
		return Path.of(System.getProperty("java.io.tmpdir"),
				"shared-config-" + user.replaceAll("[^A-Za-z0-9._-]", "_"));
	}

}
