package io.sharedconfig.file.model;

import java.util.List;

/**
 * The loading side of the memory model: what one thread has seen.
 * <p>
 * Immutable.
 *
 * @param current what bounds its next load
 * @param acquired what will bound it after an acquire fence
 */
record Views(View current, View acquired) {

	static Views initial(int locations) {
		return new Views(View.initial(locations), View.initial(locations));
	}

	/**
	 * Return the messages that a load may take.
	 * @param messages all that were stored so far
	 * @param location where is loaded
	 * @return every message that is not older than what was seen
	 */
	List<Message> readable(List<Message> messages, int location) {
		return messages.stream()
			.filter((message) -> message.location() == location && message.timestamp() >= this.current.at(location))
			.toList();
	}

	/**
	 * Load. An acquire load learns what the message passes on, any other only once there
	 * is a fence. Plain loads of one location may go back, others may not.
	 */
	Views load(Message message, Access access) {
		View acquiredNow = this.acquired.join(message.view());
		return switch (access) {
			case ACQUIRE_LOAD -> new Views(this.current.join(message.view()), acquiredNow);
			case OPAQUE_LOAD -> new Views(this.current.with(message.location(), message.timestamp()), acquiredNow);
			case PLAIN_LOAD -> new Views(this.current, acquiredNow);
			default -> throw new IllegalArgumentException("Not a load: " + access);
		};
	}

	Views acquireFence() {
		return new Views(this.acquired, this.acquired);
	}

}
