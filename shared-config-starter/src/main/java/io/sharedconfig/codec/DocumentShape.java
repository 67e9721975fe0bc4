package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A document without its values: the steps that a walk through it takes, and the names of
 * its properties. A document whose walk takes the same steps has the same names, which
 * were checked before.
 * <p>
 * Immutable, but for which of two equal texts it has as a name; thread-safe.
 */
final class DocumentShape {

	/**
	 * A step of a walk that is no name.
	 */
	enum Step {

		OBJECT, LIST, END, TEXT, INTEGER, MINUS_ZERO, DECIMAL, TRUTH, NULL

	}

	private final Object[] steps;

	private final NameIndex index;

	/*
	 * Made when a document is written again; a race makes it twice.
	 */
	private @Nullable WrittenNames written;

	/*
	 * Made when a value is replaced; a race makes it twice.
	 */
	private volatile @Nullable ValuePlaces places;

	/**
	 * Create a shape.
	 * @param steps a {@link Step}, or the text that names a member
	 * @param index the names of the properties, in the order of the walk
	 */
	DocumentShape(List<Object> steps, NameIndex index) {
		this(steps, index, null);
	}

	/**
	 * Create a shape of which it may be known where single values are.
	 */
	DocumentShape(List<Object> steps, NameIndex index, @Nullable ValuePlaces places) {
		this.steps = steps.toArray();
		this.index = index;
		this.places = places;
	}

	/**
	 * Return the names as they are written before values.
	 */
	WrittenNames written() {
		WrittenNames known = this.written;
		if (known == null) {
			known = WrittenNames.of(this.steps);
			this.written = known;
		}
		return known;
	}

	/**
	 * Return the steps.
	 * @return the array itself: it must not be changed
	 */
	Object[] steps() {
		return this.steps;
	}

	/**
	 * Return whether a document of this shape was written again before.
	 */
	boolean isWritten() {
		return this.written != null;
	}

	/**
	 * Return how many properties there are.
	 */
	int properties() {
		return this.index.names().length;
	}

	NameIndex index() {
		return this.index;
	}

	/**
	 * Return where properties stand.
	 * @param slots which ones, in ascending order
	 * @return their JSON pointers in that order
	 */
	List<String> pointers(int[] slots) {
		List<String> pointers = new ArrayList<>(slots.length);
		PointerWalk walk = new PointerWalk();
		for (int i = 0; pointers.size() < slots.length; i++) {
			boolean leaf = walk.take(this.steps[i]);
			if (leaf && walk.leaves - 1 == slots[pointers.size()]) {
				pointers.add(walk.pointer());
			}
		}
		return pointers;
	}

	/**
	 * Return where single values are.
	 */
	ValuePlaces places() {
		ValuePlaces known = this.places;
		if (known == null) {
			known = findPlaces();
			this.places = known;
		}
		return known;
	}

	private ValuePlaces findPlaces() {
		ValuePlaces found = new ValuePlaces(properties());
		PointerWalk walk = new PointerWalk();
		for (Object step : this.steps) {
			if (walk.take(step)) {
				found.add((Step) step, walk.pointerHash());
			}
		}
		return found;
	}

	private static final class PointerWalk {

		/*
		 * Of each level the name of the member, or null in a list, and the number of the
		 * element.
		 */
		private Object[] names = new Object[16];

		private int[] counts = new int[16];

		private int depth;

		private boolean empty;

		private int leaves;

		boolean take(Object step) {
			if (step instanceof String name) {
				this.names[this.depth - 1] = name;
				this.empty = false;
				return false;
			}
			if (step == Step.END) {
				this.depth--;
				boolean leaf = this.empty && this.depth > 0;
				this.empty = false;
				this.leaves += leaf ? 1 : 0;
				return leaf;
			}
			if (this.depth > 0 && this.names[this.depth - 1] == Step.LIST) {
				this.counts[this.depth - 1]++;
			}
			this.empty = step == Step.OBJECT || step == Step.LIST;
			if (this.empty) {
				enter(step);
				return false;
			}
			this.leaves++;
			return true;
		}

		private void enter(Object step) {
			if (this.depth == this.names.length) {
				this.names = Arrays.copyOf(this.names, this.depth * 2);
				this.counts = Arrays.copyOf(this.counts, this.depth * 2);
			}
			this.names[this.depth] = step;
			this.counts[this.depth++] = -1;
		}

		String pointer() {
			StringBuilder pointer = new StringBuilder();
			for (int i = 0; i < this.depth; i++) {
				Object name = this.names[i];
				JsonPointerPath.append(pointer, (name == Step.LIST) ? String.valueOf(this.counts[i]) : (String) name);
			}
			return pointer.toString();
		}

		long pointerHash() {
			long hash = StateHash.ROOT;
			for (int i = 0; i < this.depth; i++) {
				Object name = this.names[i];
				hash = (name == Step.LIST) ? StateHash.element(hash, this.counts[i])
						: StateHash.member(hash, (String) name);
			}
			return hash;
		}

	}

}
