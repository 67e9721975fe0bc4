package io.sharedconfig.follow;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.codec.RelatedSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a process has applied at one moment: one version of each configuration it follows,
 * and what was made of exactly these versions. The next state takes its place in one
 * volatile write, so whoever holds a state sees no mixture.
 * <p>
 * Thread-safe. The versions never change; what was made of them may be completed.
 *
 * @since 1.0.0
 */
public final class AppliedState {

	private final Map<Follower, ConfigSnapshot> snapshots;

	private final ConcurrentMap<Object, Object> made;

	private AppliedState(Map<Follower, ConfigSnapshot> snapshots, Map<?, ?> made) {
		this.snapshots = snapshots;
		this.made = new ConcurrentHashMap<>(made);
	}

	static AppliedState none() {
		return new AppliedState(new IdentityHashMap<>(), Map.of());
	}

	/**
	 * Return the state with another version of one configuration.
	 */
	AppliedState with(Follower follower, ConfigSnapshot snapshot, Map<?, ?> made) {
		Map<Follower, ConfigSnapshot> next = new IdentityHashMap<>(this.snapshots);
		next.put(follower, snapshot);
		return new AppliedState(next, made);
	}

	/**
	 * Return the version of one configuration.
	 * @param follower its follower
	 * @return the version, {@code null} if it has none in this state
	 */
	public @Nullable ConfigSnapshot snapshot(Follower follower) {
		return this.snapshots.get(follower);
	}

	/**
	 * Return what differs from an earlier state in one configuration.
	 * @param earlier the earlier state, {@code null} for one in which nothing is applied
	 * @param follower the follower of the configuration
	 * @return the difference, {@code null} if both have the same version, or this one has
	 * none
	 */
	public @Nullable ConfigDiff diff(@Nullable AppliedState earlier, Follower follower) {
		ConfigSnapshot before = (earlier != null) ? earlier.snapshot(follower) : null;
		ConfigSnapshot now = snapshot(follower);
		return (now != null && now != before) ? RelatedSnapshot.diff(before, now) : null;
	}

	/**
	 * Return what was made of these versions: objects bound to properties, for example,
	 * under keys of whoever made them.
	 * @return the things made, to be completed by those who need more; never carried over
	 * into the next state by itself
	 */
	public ConcurrentMap<Object, Object> made() {
		return this.made;
	}

}
