package io.sharedconfig.follow;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.sharedconfig.ConfigDiff;

/**
 * Tells several receivers of events instead of one. What a receiver throws is its own
 * matter: the others are told, and the version is applied as usual.
 * <p>
 * Thread-safe.
 */
final class EventReceivers implements FollowEvents {

	private final List<FollowEvents> receivers = new CopyOnWriteArrayList<>();

	EventReceivers(FollowEvents first) {
		this.receivers.add(first);
	}

	void add(FollowEvents receiver) {
		this.receivers.add(receiver);
	}

	@Override
	public void applied(Follower follower, ConfigDiff diff) {
		tell((receiver) -> receiver.applied(follower, diff));
	}

	@Override
	public void completed(Follower follower, Duration duration) {
		tell((receiver) -> receiver.completed(follower, duration));
	}

	@Override
	public void rejected(Follower follower, long version, String reason) {
		tell((receiver) -> receiver.rejected(follower, version, reason));
	}

	@Override
	public void pollFailed(Follower follower, Throwable problem) {
		tell((receiver) -> receiver.pollFailed(follower, problem));
	}

	@Override
	public void recovered(Follower follower) {
		tell((receiver) -> receiver.recovered(follower));
	}

	@Override
	public void restarted(Follower follower, long before, long now) {
		tell((receiver) -> receiver.restarted(follower, before, now));
	}

	@Override
	public void reportFailed(Follower follower, Throwable problem) {
		tell((receiver) -> receiver.reportFailed(follower, problem));
	}

	@Override
	public void listenerFailed(Follower follower, Throwable problem) {
		tell((receiver) -> receiver.listenerFailed(follower, problem));
	}

	private void tell(Consumer<FollowEvents> event) {
		for (FollowEvents receiver : this.receivers) {
			try {
				event.accept(receiver);
			}
			catch (RuntimeException | LinkageError ex) {
				Thread current = Thread.currentThread();
				current.getUncaughtExceptionHandler().uncaughtException(current, ex);
			}
		}
	}

}
