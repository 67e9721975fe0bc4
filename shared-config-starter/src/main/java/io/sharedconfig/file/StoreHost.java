package io.sharedconfig.file;

import java.time.Clock;

/**
 * What a master runs on: the system, its clock and its files. There is one, but for
 * tests.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class StoreHost {

	/**
	 * The host of this process.
	 */
	public static final StoreHost CURRENT = new StoreHost(HostSystem.CURRENT, Clock.systemUTC(), FileEffects.UNWATCHED);

	private final HostSystem system;

	private final Clock clock;

	private final FileEffects effects;

	StoreHost(HostSystem system, Clock clock, FileEffects effects) {
		this.system = system;
		this.clock = clock;
		this.effects = effects;
	}

	HostSystem system() {
		return this.system;
	}

	/**
	 * Return the clock that says when something was published; nothing is decided by it.
	 * @return the clock
	 */
	public Clock clock() {
		return this.clock;
	}

	/**
	 * Return how files are changed.
	 * @return the effects
	 */
	public FileEffects effects() {
		return this.effects;
	}

}
