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

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Return the state this thread is held to.
	 * @return the state, {@code null} if it is not
	 */
	@Nullable AppliedState current() {
		return (this.count.getPlain() == 0) ? null : this.pinned.get();
	}

	/**
	 * Hold this thread to a state until the pin is closed, whatever it was held to
	 * before.
	 * @param state the state, {@code null} for always the newest one
	 */
	Pin pin(@Nullable AppliedState state) {
		AppliedState before = this.pinned.get();
		Thread owner = Thread.currentThread();
		set(state);
		this.count.incrementAndGet();
		return new Pin() {

			private boolean closed;

			@Override
			public void close() {
				if (Thread.currentThread() != owner) {
					throw new IllegalStateException("A pin must be closed by the thread that made it");
				}
				if (!this.closed) {
					this.closed = true;
					set(before);
					Pins.this.count.decrementAndGet();
				}
			}

		};
	}

	private void set(@Nullable AppliedState state) {
		if (state != null) {
			this.pinned.set(state);
		}
		else {
			this.pinned.remove();
		}
	}

}
