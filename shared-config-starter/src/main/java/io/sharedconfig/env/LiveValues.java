package io.sharedconfig.env;

import java.util.Arrays;
import java.util.Map;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.follow.Follower;
import org.jspecify.annotations.Nullable;

/**
 * What the property sources of one followed configuration show: always that of
 * {@link Follower#current()}, derived once per version.
 * <p>
 * Thread-safe. The array of names is the same one as long as the names are the same:
 * Spring Boot compares arrays by identity first, and maps every name again when it finds
 * another one (spring.md of the design, section 5). Two versions are kept, because a
 * thread that is pinned goes on reading the one before.
 */
final class LiveValues {

	private final Follower follower;

	private volatile Values latest = new Values(null, Map.of(), new String[0]);

	private volatile Values other = this.latest;

	private volatile @Nullable Values prepared;

	LiveValues(Follower follower) {
		this.follower = follower;
	}

	Follower follower() {
		return this.follower;
	}

	Values now() {
		ConfigSnapshot snapshot = this.follower.current();
		Values values = known(snapshot);
		return (values != null) ? values : derived(snapshot);
	}

	private @Nullable Values known(@Nullable ConfigSnapshot snapshot) {
		Values values = this.latest;
		if (values.snapshot() == snapshot) {
			return values;
		}
		values = this.other;
		return (values.snapshot() == snapshot) ? values : null;
	}

	private synchronized Values derived(@Nullable ConfigSnapshot snapshot) {
		Values values = known(snapshot);
		if (values != null) {
			return values;
		}
		Values ready = this.prepared;
		values = (ready != null && ready.snapshot() == snapshot) ? ready : derive(snapshot);
		boolean first = this.latest.snapshot() == null;
		this.other = (first) ? values : this.latest;
		this.latest = values;
		return values;
	}

	/**
	 * Derive a version before it becomes the current one.
	 * @return whether it has other names, or names in another order
	 */
	synchronized boolean prepare(ConfigSnapshot candidate) {
		Values values = derive(candidate);
		this.prepared = values;
		return values.names() != this.latest.names() || values.names() != this.other.names();
	}

	private Values derive(@Nullable ConfigSnapshot snapshot) {
		Map<String, Object> properties = (snapshot != null) ? ReservedNames.removeFrom(snapshot.properties())
				: Map.of();
		String[] names = properties.keySet().toArray(String[]::new);
		return new Values(snapshot, properties, sameAsBefore(names));
	}

	private String[] sameAsBefore(String[] names) {
		if (Arrays.equals(this.latest.names(), names)) {
			return this.latest.names();
		}
		return (Arrays.equals(this.other.names(), names)) ? this.other.names() : names;
	}

	/**
	 * One version's part of the environment.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Values(@Nullable ConfigSnapshot snapshot, Map<String, Object> properties, String[] names) {

	}

}
