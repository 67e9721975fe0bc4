package io.sharedconfig.autoconfigure;

import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

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

	private final @Nullable String application;

	/**
	 * Create the life cycle of a hub.
	 * @param hub the hub
	 * @param application what the master calls this process, {@code null} if it is not to
	 * know of it
	 */
	FollowerLifecycle(FollowerHub hub, @Nullable String application) {
		this.hub = hub;
		this.application = application;
	}

	@Override
	public void start() {
		this.hub.reportAs(this.application);
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
