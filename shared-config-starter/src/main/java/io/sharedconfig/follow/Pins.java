package io.sharedconfig.follow;

import java.util.concurrent.atomic.AtomicInteger;

import io.sharedconfig.SharedConfigFollower.Pin;
import org.jspecify.annotations.Nullable;

/**
 * Which threads are held to a state that may no longer be the newest.
 * <p>
 * Thread-safe. While nobody is pinned, a read costs one load more.
 */
final class Pins {

	private final ThreadLocal<@Nullable AppliedState> pinned = new ThreadLocal<>();

	/*
	 * How many threads are held to a state.
	 */
	private final AtomicInteger held = new AtomicInteger();

	/**
	 * Return the state this thread is held to.
	 * @return the state, {@code null} if it is not
	 */
	@Nullable AppliedState current() {
		return (this.held.getPlain() == 0) ? null : this.pinned.get();
	}

	/**
	 * Hold this thread to a state until the pin is closed, whatever it was held to
	 * before.
	 * @param state the state, {@code null} for always the newest one
	 */
	Pin pin(@Nullable AppliedState state) {
		AppliedState before = this.pinned.get();
		Thread owner = Thread.currentThread();
		hold(state);
		return new Pin() {

			private boolean closed;

			@Override
			public void close() {
				if (Thread.currentThread() != owner) {
					throw new IllegalStateException("A pin must be closed by the thread that made it");
				}
				if (!this.closed) {
					this.closed = true;
					hold(before);
				}
			}

		};
	}

	/**
	 * Hold this thread to a state from now on.
	 * @param state the state, {@code null} for always the newest one
	 */
	void hold(@Nullable AppliedState state) {
		boolean before = this.pinned.get() != null;
		if (state != null) {
			this.pinned.set(state);
			this.held.addAndGet((before) ? 0 : 1);
		}
		else {
			this.pinned.remove();
			this.held.addAndGet((before) ? -1 : 0);
		}
	}

}
