package io.sharedconfig;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A follower's door to one configuration.
 * <p>
 * Thread-safe. The last good version is kept whatever happens to the file or the master.
 *
 * @since 1.0.0
 */
public interface SharedConfigFollower extends AutoCloseable {

	/**
	 * Return the configuration this follows.
	 * @return its name
	 */
	String name();

	/**
	 * Return the version this process has applied; within a {@link #pin() pin}, the one
	 * that was applied when the pin was made.
	 * @return the snapshot, {@code null} if nothing was published yet
	 */
	@Nullable ConfigSnapshot current();

	/**
	 * Return how this process stands towards the master, for people to see.
	 * @return the state
	 */
	FollowerStatus status();

	/**
	 * Poll now instead of at the next tick, and apply what is new before returning.
	 * @return what came of it
	 * @throws IllegalStateException if called from within a listener
	 */
	RefreshResult refresh();

	/**
	 * Wait until a version, or a later one, is applied.
	 * @param version the version to wait for
	 * @param timeout how long to wait at most
	 * @return whether it is applied
	 * @throws IllegalStateException if called from within a listener
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	boolean awaitVersion(long version, Duration timeout) throws InterruptedException;

	/**
	 * Be told of every version that is applied from now on. The listener is called in
	 * version order, on one thread, after the version was applied. What it throws is
	 * counted and does not stop other listeners or later calls.
	 * @param listener called with the difference to the version applied before
	 * @return closing it ends the subscription
	 */
	Subscription onChange(Consumer<ConfigDiff> listener);

	/**
	 * Hold this thread to the versions that are applied now: until the pin is closed,
	 * whatever it reads through this and the other followers of the application, their
	 * property sources and what is bound to them is of one version. Other threads are not
	 * affected. Within a pin another one changes nothing.
	 * @return the pin, to be closed by this thread
	 */
	Pin pin();

	/**
	 * Stop following. {@link #current()} keeps answering the last version. Closing again
	 * does nothing.
	 */
	@Override
	void close();

	/**
	 * A scope of one thread in which every read is of one version.
	 */
	interface Pin extends AutoCloseable {

		/**
		 * End the scope. Closing again does nothing.
		 * @throws IllegalStateException if another thread made this pin
		 */
		@Override
		void close();

	}

	/**
	 * A listener that can be taken back.
	 */
	interface Subscription extends AutoCloseable {

		/**
		 * Call the listener no more. Closing again does nothing.
		 */
		@Override
		void close();

	}

}
