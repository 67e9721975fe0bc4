package io.sharedconfig;

/**
 * How a follower stands towards its master, as shown to people. No state is a reason to
 * drop the configuration.
 *
 * @since 1.0.0
 */
public enum FollowerState {

	/**
	 * The newest version is applied and the master is alive.
	 */
	CURRENT,

	/**
	 * A version is applied, but there has been no sign of a master for the configured
	 * time.
	 */
	STALE,

	/**
	 * A version is applied, but a newer one was refused by this process.
	 */
	REJECTING,

	/**
	 * Nothing has been published yet.
	 */
	WAITING

}
