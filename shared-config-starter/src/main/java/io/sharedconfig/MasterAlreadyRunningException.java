package io.sharedconfig;

import java.nio.file.Path;

/**
 * Thrown when a master is started for a configuration that has a running master.
 *
 * @since 1.0.0
 */
public final class MasterAlreadyRunningException extends SharedConfigException {

	private final String name;

	private final long pid;

	/**
	 * Create the exception from its facts.
	 * @param name the configuration
	 * @param lock the lock file that is held
	 * @param pid the process id of the running master, 0 when it is not known
	 */
	public MasterAlreadyRunningException(String name, Path lock, long pid) {
		super("Shared config '%s' already has a master: lock='%s' pid=%s".formatted(name, lock,
				(pid != 0) ? String.valueOf(pid) : "unknown"), null);
		this.name = name;
		this.pid = pid;
	}

	/**
	 * Return the configuration that has a master.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the process id of the running master, as seen from its own process
	 * namespace.
	 * @return the process id, 0 when it is not known
	 */
	public long pid() {
		return this.pid;
	}

}
