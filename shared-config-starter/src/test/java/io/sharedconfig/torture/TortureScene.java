package io.sharedconfig.torture;

/**
 * Who publishes, and how.
 */
enum TortureScene {

	/**
	 * The shared file alone: as many publishes as the machine can do.
	 */
	STORE,

	/**
	 * What users run, without a backup.
	 */
	PUBLISHER,

	/**
	 * What users run, with a backup: versions never start anew.
	 */
	BACKUP;

	static final String NAME = "torture";

	/**
	 * Makes the smallest arenas that there are: 64 KiB.
	 */
	static final int INITIAL_BYTES = 16 * 1024;

	boolean hasBackup() {
		return this == BACKUP;
	}

}
