package io.sharedconfig.codec;

import java.util.Arrays;
import java.util.List;

import io.sharedconfig.codec.DocumentShape.Step;
import org.jspecify.annotations.Nullable;

/**
 * Follows the walk through a document along the shape of the one before it. As long as
 * both take the same steps, no name has to be checked, joined or looked up: it was for
 * the document before.
 * <p>
 * Not thread-safe; one per walk.
 */
final class ShapeMatch {

	private final DocumentShape shape;

	private final Object[] steps;

	private final PropertyTable old;

	private @Nullable Object[][] pages;

	private final boolean[] own;

	/*
	 * Whether the texts that name members are replaced by those that are given: who
	 * writes the document again gives the same objects the next time, mostly, and nothing
	 * has to be compared. Done each time, for somebody who makes them anew, it would make
	 * old objects hold young ones.
	 */
	private final boolean takesNames;

	private int at;

	private int depth;

	private int slot;

	private final int[] changed;

	private int changes;

	private ShapeMatch(Document before, DocumentShape shape, boolean takesNames) {
		this.shape = shape;
		this.takesNames = takesNames;
		this.steps = shape.steps();
		this.old = before.table();
		this.pages = this.old.pages();
		this.own = new boolean[this.pages.length];
		this.changed = new int[shape.properties()];
	}

	/**
	 * Begin a walk.
	 * @return the match, {@code null} if the shape of the document before is not known
	 */
	static @Nullable ShapeMatch of(@Nullable Document before) {
		return of(before, false);
	}

	/**
	 * Begin a walk of somebody who writes.
	 * @return the match, {@code null} if the shape of the document before is not known
	 */
	static @Nullable ShapeMatch forWriting(@Nullable Document before) {
		return of(before, true);
	}

	private static @Nullable ShapeMatch of(@Nullable Document before, boolean writes) {
		DocumentShape shape = (before != null) ? before.shape() : null;
		return (before != null && shape != null) ? new ShapeMatch(before, shape, writes && !shape.isWritten()) : null;
	}

	/**
	 * Take the step to a member.
	 * @return whether it is the one that the document before took
	 */
	boolean name(String name) {
		if (this.at == this.steps.length) {
			return false;
		}
		Object expected = this.steps[this.at++];
		return expected == name || name.equals(expected);
	}

	/**
	 * Take the step to a member and write its name.
	 * @return whether it is the one that the document before took
	 */
	boolean write(String name, JsonBytes payload) {
		if (!name(name)) {
			return false;
		}
		if (this.takesNames) {
			this.steps[this.at - 1] = name;
		}
		this.shape.written().write(this.at - 1, payload);
		return true;
	}

	/**
	 * Take the step into an object or list.
	 */
	boolean enter(Step step) {
		this.depth++;
		return take(step);
	}

	/**
	 * Take the step out of an object or list.
	 */
	boolean leave() {
		this.depth--;
		Object last = (this.at > 0) ? this.steps[this.at - 1] : Step.END;
		boolean empty = (last == Step.OBJECT || last == Step.LIST) && this.depth > 0;
		return take(Step.END) && (!empty || put(""));
	}

	/**
	 * Take the step to a value.
	 */
	boolean leaf(Step step, Object value) {
		return take(step) && put(value);
	}

	private boolean take(Step step) {
		return this.at < this.steps.length && this.steps[this.at++] == step;
	}

	private boolean put(Object value) {
		int at = this.slot++;
		int page = at >> PropertyTable.PAGE_BITS;
		int place = at & PropertyTable.PAGE_MASK;
		if (!value.equals(this.pages[page][place])) {
			own(page)[place] = value;
			this.changed[this.changes++] = at;
		}
		return true;
	}

	private @Nullable Object[] own(int page) {
		if (!this.own[page]) {
			if (this.pages == this.old.pages()) {
				this.pages = this.pages.clone();
			}
			this.pages[page] = this.pages[page].clone();
			this.own[page] = true;
		}
		return this.pages[page];
	}

	/**
	 * Return whether the walk is at its end, as it was for the document before.
	 */
	boolean isComplete() {
		return this.at == this.steps.length && this.depth == 0;
	}

	/**
	 * Return how many properties have another value so far.
	 */
	int changes() {
		return this.changes;
	}

	/**
	 * Return which properties have another value.
	 */
	int[] changed() {
		return Arrays.copyOf(this.changed, this.changes);
	}

	/**
	 * Return the names of these properties.
	 */
	KnownChanges known() {
		String[] names = this.shape.index().names();
		String[] other = new String[this.changes];
		for (int i = 0; i < this.changes; i++) {
			other[i] = names[this.changed[i]];
		}
		return new KnownChanges(this.old.identity(), List.of(), List.of(), Arrays.asList(other));
	}

	PropertyTable table() {
		return (this.changes == 0) ? this.old : new PropertyTable(this.old.keys(), this.pages);
	}

	DocumentShape shape() {
		return this.shape;
	}

}
