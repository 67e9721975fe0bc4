package io.sharedconfig.follow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RelatedSnapshot;
import io.sharedconfig.follow.Applier.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Takes over versions: trial, swap, finish, listeners. One at a time, in whatever thread
 * asks for it; what the program has to hold meanwhile, its {@link Applier} takes first.
 * <p>
 * Thread-safe.
 */
final class VersionApplier {

	private final ReentrantLock lock = new ReentrantLock();

	private final ThreadLocal<Boolean> applying = ThreadLocal.withInitial(() -> false);

	private final Map<Follower, ConfigSnapshot> considered = new WeakHashMap<>();

	private final Map<Follower, SharedConfigException> reported = new WeakHashMap<>();

	private final FollowEvents events;

	private final ApplyLoop loop;

	private final Swap swap;

	private volatile Applier applier = Applier.DIRECT;

	VersionApplier(FollowEvents events, ApplyLoop loop, Swap swap) {
		this.events = events;
		this.loop = loop;
		this.swap = swap;
	}

	void use(Applier applier) {
		this.applier = applier;
	}

	boolean isApplying() {
		return this.applying.get();
	}

	/**
	 * Apply what is new for these followers.
	 */
	void apply(List<Follower> followers) {
		if (isApplying()) {
			return;
		}
		this.applying.set(true);
		try {
			this.applier.around(() -> applyInOrder(followers));
		}
		catch (RuntimeException | Error ex) {
			followers.forEach((follower) -> this.events.listenerFailed(follower, ex));
		}
		finally {
			this.applying.remove();
		}
	}

	private void applyInOrder(List<Follower> followers) {
		this.lock.lock();
		try {
			for (Follower follower : followers) {
				reportProblem(follower);
				ConfigSnapshot candidate = follower.tracked().seen();
				if (candidate != null && this.considered.put(follower, candidate) != candidate) {
					take(follower, candidate);
				}
				rehearse(follower, follower.tracked().takeStaged());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void reportProblem(Follower follower) {
		SharedConfigException problem = follower.tracked().problem();
		if (problem == null) {
			if (this.reported.remove(follower) != null) {
				this.events.recovered(follower);
			}
		}
		else if (this.reported.put(follower, problem) == null) {
			this.events.pollFailed(follower, problem);
		}
	}

	private void take(Follower follower, ConfigSnapshot candidate) {
		long begin = System.nanoTime();
		ConfigSnapshot before = follower.current();
		ConfigDiff diff = RelatedSnapshot.diff(before, candidate);
		Trial trial;
		String refusal;
		try {
			trial = this.applier.trial(follower, candidate, diff);
			refusal = trial.refusal();
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			trial = Trial.ACCEPTED;
			refusal = "the trial failed with " + ex.getClass().getName();
		}
		if (refusal != null) {
			follower.reject(candidate.version(), refusal);
			this.events.rejected(follower, candidate.version(), refusal);
			return;
		}
		if (before != null && candidate.version() <= before.version()) {
			this.events.restarted(follower, before.version(), candidate.version());
		}
		this.swap.swap(follower, candidate, trial);
		finish(follower, trial);
		Duration took = Duration.ofNanos(System.nanoTime() - begin);
		// not before all beans have it: to write a line may take longer than all the rest
		this.events.applied(follower, diff);
		this.events.completed(follower, took);
		follower.completed(candidate);
		tellListeners(follower, diff);
	}

	private void rehearse(Follower follower, @Nullable Staged staged) {
		if (staged == null) {
			return;
		}
		DocumentSnapshot candidate = staged.candidate();
		String refusal = staged.problem();
		if (candidate != null) {
			try {
				refusal = this.applier.rehearse(follower, candidate, candidate.diff(follower.current()));
			}
			catch (RuntimeException | LinkageError | StackOverflowError ex) {
				refusal = "the trial failed with " + ex.getClass().getName();
			}
		}
		follower.judge(staged.number(), refusal);
	}

	private void finish(Follower follower, Trial trial) {
		try {
			trial.applied();
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			this.events.listenerFailed(follower, ex);
		}
	}

	private void tellListeners(Follower follower, ConfigDiff diff) {
		List<Consumer<ConfigDiff>> listeners = List.copyOf(follower.listeners());
		if (listeners.isEmpty()) {
			return;
		}
		this.loop.later(() -> listeners.forEach((listener) -> tell(follower, listener, diff)));
	}

	private void tell(Follower follower, @Nullable Consumer<ConfigDiff> listener, ConfigDiff diff) {
		try {
			if (listener != null && follower.listeners().contains(listener)) {
				listener.accept(diff);
			}
		}
		catch (Exception | LinkageError | StackOverflowError | AssertionError ex) {
			this.events.listenerFailed(follower, ex);
		}
	}

	/**
	 * Puts a version in the place of the one before.
	 */
	@FunctionalInterface
	interface Swap {

		void swap(Follower follower, ConfigSnapshot next, Trial trial);

	}

}
