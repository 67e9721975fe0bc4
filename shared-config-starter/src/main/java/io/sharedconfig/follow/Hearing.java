package io.sharedconfig.follow;

/**
 * Whether what a master publishes in one file is heard. A version that was found by time
 * and of which nothing was heard until the next look by time was not: from then on the
 * doorbell is not relied upon, until it is heard again. So whatever keeps rings away
 * (another kind of file system, a file mounted by itself, a master that does not ring)
 * makes one version late, and has no name here.
 * <p>
 * Confined to the poll thread, but for {@link #ring()} and {@link #isDeaf()}, which are
 * thread-safe.
 */
final class Hearing {

	private volatile boolean rung;

	private volatile boolean deaf;

	private boolean unannounced;

	/**
	 * Note that the file was rung for.
	 */
	void ring() {
		this.rung = true;
	}

	/**
	 * Return whether the file was rung for since the last call.
	 */
	boolean takeRing() {
		if (!this.rung) {
			return false;
		}
		// before the look at the file: what is published after it is rung for again
		this.rung = false;
		this.unannounced = false;
		this.deaf = false;
		return true;
	}

	/**
	 * Note a look by time.
	 * @param news whether it found a version
	 */
	void looked(boolean news) {
		if (this.unannounced) {
			this.deaf = true;
		}
		this.unannounced = news;
	}

	/**
	 * Return whether every version that was found by time was rung for, too.
	 */
	boolean isSettled() {
		return !this.unannounced;
	}

	boolean isDeaf() {
		return this.deaf;
	}

}
