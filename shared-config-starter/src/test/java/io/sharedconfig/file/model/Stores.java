package io.sharedconfig.file.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The storing side of the memory model: one thread, the only one that stores, and what it
 * has stored.
 * <p>
 * Not thread-safe.
 */
final class Stores {

	private final List<Message> messages = new ArrayList<>();

	private final int[] timestamps;

	private View current;

	private View released;

	/**
	 * Begin with a memory that everybody has seen.
	 * @param values the value of each location
	 */
	Stores(long... values) {
		this.timestamps = new int[values.length];
		this.current = View.initial(values.length);
		this.released = this.current;
		for (int location = 0; location < values.length; location++) {
			this.messages.add(new Message(location, 0, values[location], this.current, "begin"));
		}
	}

	/**
	 * Store. A release store passes on all that its thread has seen, any other what had
	 * been seen at the last release fence.
	 */
	void store(int location, long value, Access access, String text) {
		int timestamp = ++this.timestamps[location];
		this.current = this.current.with(location, timestamp);
		View view = switch (access) {
			case RELEASE_STORE -> this.current;
			case OPAQUE_STORE, PLAIN_STORE -> this.released.with(location, timestamp);
			default -> throw new IllegalArgumentException("Not a store: " + access);
		};
		this.messages.add(new Message(location, timestamp, value, view, text));
	}

	void releaseFence() {
		this.released = this.current;
	}

	/**
	 * Return what was stored.
	 * @return the messages in the order of the program, one of each location before it
	 */
	List<Message> messages() {
		return List.copyOf(this.messages);
	}

}
