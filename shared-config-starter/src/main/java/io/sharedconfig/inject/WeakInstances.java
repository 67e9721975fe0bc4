package io.sharedconfig.inject;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

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

	private final Consumer<V> forgotten;

	/**
	 * Create an object that keeps nothing yet.
	 * @param forgotten who is told what was kept about an object that is gone
	 */
	WeakInstances(Consumer<V> forgotten) {
		this.forgotten = forgotten;
	}

	void put(Object instance, V value) {
		forgetGone();
		this.entries.put(new Key(instance, this.gone), value);
	}

	@Nullable V get(Object instance) {
		return this.entries.get(new Key(instance, null));
	}

	/**
	 * Return what is kept.
	 */
	Collection<V> values() {
		return this.entries.values();
	}

	private void forgetGone() {
		Reference<?> key = this.gone.poll();
		while (key != null) {
			V value = this.entries.remove(key);
			if (value != null) {
				this.forgotten.accept(value);
			}
			key = this.gone.poll();
		}
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
