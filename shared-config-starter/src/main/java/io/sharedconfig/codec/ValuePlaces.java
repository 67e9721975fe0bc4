package io.sharedconfig.codec;

import java.util.Arrays;

import io.sharedconfig.codec.DocumentShape.Step;

/**
 * Of each property of a shape the kind of its value, and the hash of the pointer to it.
 * <p>
 * Filled by one walk, and not changed afterwards.
 */
final class ValuePlaces {

	private Step[] steps;

	private long[] pointerHashes;

	private int count;

	/**
	 * Begin.
	 * @param expected about how many properties there are
	 */
	ValuePlaces(int expected) {
		this.steps = new Step[expected];
		this.pointerHashes = new long[expected];
	}

	/**
	 * Add the next property.
	 * @param step the kind of its value, {@link Step#END} for an empty container
	 * @param pointerHash the hash of the pointer to it
	 */
	void add(Step step, long pointerHash) {
		if (this.count == this.steps.length) {
			int more = Math.max(16, this.count * 2);
			this.steps = Arrays.copyOf(this.steps, more);
			this.pointerHashes = Arrays.copyOf(this.pointerHashes, more);
		}
		this.steps[this.count] = step;
		this.pointerHashes[this.count++] = pointerHash;
	}

	Step step(int slot) {
		return this.steps[slot];
	}

	long pointerHash(int slot) {
		return this.pointerHashes[slot];
	}

}
