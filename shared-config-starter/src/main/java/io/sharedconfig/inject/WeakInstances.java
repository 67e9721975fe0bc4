package io.sharedconfig.inject;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Something about each of many objects, forgotten with the object. Objects are told apart
 * by identity.
 * <p>
 * Thread-safe.
 *
 * @param <V> what is kept; it must not refer to the object
 */
final class WeakInstances<V> {

	private final ConcurrentMap<Object, V> entries = new ConcurrentHashMap<>();

	private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

	void put(Object instance, V value) {
		forgetGone();
		this.entries.put(new Key(instance, this.gone), value);
	}

	@Nullable V get(Object instance) {
		return this.entries.get(new Key(instance, null));
	}

	/**
	 * Return the objects that there are, each kept as long as its entry is.
	 */
	Collection<Entry<V>> entries() {
		forgetGone();
		List<Entry<V>> found = new ArrayList<>(this.entries.size());
		this.entries.forEach((key, value) -> {
			Object instance = ((Key) key).get();
			if (instance != null) {
				found.add(new Entry<>(instance, value));
			}
		});
		return found;
	}

	private void forgetGone() {
		Reference<?> key = this.gone.poll();
		while (key != null) {
			this.entries.remove(key);
			key = this.gone.poll();
		}
	}

	/**
	 * An object and what is kept about it.
	 */
	record Entry<V>(Object instance, V value) {

	}

	private static final class Key extends WeakReference<Object> {

		private final int hash;

		Key(Object instance, @Nullable ReferenceQueue<Object> queue) {
			super(instance, queue);
			this.hash = System.identityHashCode(instance);
		}

		@Override
		public boolean equals(Object other) {
			if (this == other) {
				return true;
			}
			Object instance = get();
			return other instanceof Key key && instance != null && instance == key.get();
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
