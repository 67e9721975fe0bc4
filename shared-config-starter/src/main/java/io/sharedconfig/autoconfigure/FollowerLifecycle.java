package io.sharedconfig.autoconfigure;

import io.sharedconfig.follow.FollowerHub;

import org.springframework.context.SmartLifecycle;

/**
 * Polls while the application runs: from right before it takes requests until it takes
 * none any more, and not while it is paused.
 * <p>
 * Thread-safe.
 */
final class FollowerLifecycle implements SmartLifecycle {

	/**
	 * Before web servers, whose phase is 2048 below the default one.
	 */
	static final int PHASE = DEFAULT_PHASE - 2048 - 1024;

	private final FollowerHub hub;

	FollowerLifecycle(FollowerHub hub) {
		this.hub = hub;
	}

	@Override
	public void start() {
		this.hub.start();
	}

	@Override
	public void stop() {
		this.hub.stop();
	}

	@Override
	public boolean isRunning() {
		return this.hub.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
