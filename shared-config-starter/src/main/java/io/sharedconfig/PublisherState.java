package io.sharedconfig;

/**
 * What a publisher is at the moment.
 *
 * @since 1.0.0
 */
public enum PublisherState {

	/**
	 * It is the master: it may publish.
	 */
	ACTIVE,

	/**
	 * Another process is the master; this one waits to take over.
	 */
	STANDBY,

	/**
	 * It was the master and never will be again: another process took over, it was
	 * closed, or the outcome of its last version is unknown.
	 */
	FENCED

}
