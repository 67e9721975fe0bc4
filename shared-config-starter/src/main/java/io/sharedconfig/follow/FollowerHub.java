package io.sharedconfig.follow;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The followers of one process: one thread that polls for all of them, one that applies.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class FollowerHub implements AutoCloseable {

	public FollowerHub(FollowOptions options, FollowEvents events) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Follow a configuration, and poll it once before returning. Nothing is polled by
	 * time before {@link #start()}.
	 * @param name the configuration
	 * @return its follower, the same at each call
	 */
	public Follower follow(String name) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the follower of a configuration.
	 * @param name the configuration
	 * @return its follower, {@code null} if it is not followed
	 */
	public @Nullable Follower find(String name) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return all followers.
	 * @return a copy, in the order they were asked for
	 */
	public List<Follower> followers() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Wait until a configuration has a version, polling meanwhile. Works before
	 * {@link #start()}.
	 * @param name a followed configuration
	 * @param timeout how long to wait at most
	 * @return whether it has one
	 */
	public boolean awaitPublished(String name, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Set how versions are taken over from now on.
	 * @param applier the applier
	 */
	public void use(Applier applier) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Poll all configurations now, and apply what is new in this thread.
	 */
	public void refresh() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Let the apply thread call {@link Applier#around} soon, even if nothing is new.
	 */
	public void applySoon() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Begin to poll by time, after one catch-up poll whose news is applied in this
	 * thread. Starting again does nothing.
	 */
	public void start() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Poll no more by time and let go of the files. The versions stay; {@link #start()}
	 * goes on.
	 */
	public void stop() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return whether it polls by time.
	 * @return {@code true} between {@link #start()} and {@link #stop()}
	 */
	public boolean isRunning() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
