package io.sharedconfig.env;

import java.util.Map;
import java.util.WeakHashMap;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.codec.RelatedSnapshot;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

/**
 * What the property sources of one followed configuration show: always that of
 * {@link Follower#current()}, derived once per version.
 * <p>
 * Thread-safe. The array of names is the same one as long as the names are the same:
 * Spring Boot compares arrays by identity first, and maps every name again when it finds
 * another one (docs/decisions/0005). Two versions are kept, because a thread that is
 * pinned goes on reading the one before.
 */
final class LiveValues {

	private final Follower follower;

	private final FollowerHub hub;

	private volatile Values latest = new Values(null, Map.of(), ShownNames.NONE);

	private volatile @Nullable Values prepared;

	/*
	 * What threads see that are pinned to an earlier version. Guarded by this object.
	 */
	private final Map<ConfigSnapshot, Earlier> earlier = new WeakHashMap<>();

	LiveValues(Follower follower, FollowerHub hub) {
		this.follower = follower;
		this.hub = hub;
	}

	Follower follower() {
		return this.follower;
	}

	Values now() {
		return of(this.follower.current());
	}

	/**
	 * Return what is shown of a version, whichever is the current one.
	 */
	Values of(@Nullable ConfigSnapshot snapshot) {
		Values values = this.latest;
		return (values.snapshot() == snapshot) ? values : derived(snapshot);
	}

	private synchronized Values derived(@Nullable ConfigSnapshot snapshot) {
		Values values = this.latest;
		if (values.snapshot() == snapshot) {
			return values;
		}
		Values ready = this.prepared;
		if (snapshot == this.hub.newestState().snapshot(this.follower)) {
			if (values.snapshot() != null) {
				this.earlier.put(values.snapshot(), Earlier.of(values));
			}
			values = (ready != null && ready.snapshot() == snapshot) ? ready : derive(snapshot);
			this.latest = values;
			this.prepared = null;
			return values;
		}
		if (ready != null && ready.snapshot() == snapshot) {
			return ready;
		}
		if (snapshot == null) {
			return derive(null);
		}
		return this.earlier.computeIfAbsent(snapshot, (version) -> Earlier.of(derive(version))).values(snapshot);
	}

	/**
	 * Derive a version before it becomes the current one.
	 * @return whether it has other names, or names in another order
	 */
	synchronized boolean prepare(ConfigSnapshot candidate) {
		String[] before = now().names().shown();
		Values values = derive(candidate);
		this.prepared = values;
		return values.names().shown() != before;
	}

	private Values derive(@Nullable ConfigSnapshot snapshot) {
		return (snapshot != null)
				? new Values(snapshot, snapshot.properties(), names(RelatedSnapshot.namesOf(snapshot)))
				: new Values(null, Map.of(), ShownNames.NONE);
	}

	private ShownNames names(String[] names) {
		Values tried = this.prepared;
		return (tried != null && tried.names().isOf(names)) ? tried.names() : this.latest.names().next(names);
	}

	/**
	 * One version's part of the environment.
	 */
	record Values(@Nullable ConfigSnapshot snapshot, Map<String, Object> properties, ShownNames names) {

		@Nullable Object get(String name) {
			return (this.names.isHidden(name)) ? null : this.properties.get(name);
		}

		boolean contains(String name) {
			return this.properties.containsKey(name) && !this.names.isHidden(name);
		}

	}

	/**
	 * The same without the version, which is to be forgotten with its last reader.
	 */
	private record Earlier(Map<String, Object> properties, ShownNames names) {

		static Earlier of(Values values) {
			return new Earlier(values.properties(), values.names());
		}

		Values values(ConfigSnapshot snapshot) {
			return new Values(snapshot, this.properties, this.names);
		}

	}

}
