package io.sharedconfig.codec;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Where a walk through a document is: as a property name, as a JSON pointer, and as the
 * pointer's hash. A step costs what the step is long, not what the path is long.
 * <p>
 * Not thread-safe; one per walk.
 */
final class DocumentPath {

	private final StringBuilder property = new StringBuilder();

	private Level[] levels = new Level[16];

	private int depth;

	private long pointerHash = StateHash.ROOT;

	/**
	 * Go into the object at this position.
	 */
	void enterObject() {
		enter(new Level(false, this.property.length(), this.pointerHash));
	}

	/**
	 * Go into the list at this position.
	 */
	void enterList() {
		enter(new Level(true, this.property.length(), this.pointerHash));
	}

	private void enter(Level level) {
		if (this.depth == this.levels.length) {
			this.levels = Arrays.copyOf(this.levels, this.depth * 2);
		}
		this.levels[this.depth++] = level;
	}

	/**
	 * Go to a member of the object around this position.
	 * @return whether it is the first
	 */
	boolean member(String name) {
		Level level = this.levels[this.depth - 1];
		level.name = name;
		this.property.setLength(level.propertyLength);
		PropertyNames.append(this.property, name);
		this.pointerHash = StateHash.member(level.pointerHash, name);
		return level.count++ == 0;
	}

	/**
	 * Return whether a list is around this position, so that a value is preceded by
	 * {@link #element()} and not by {@link #member(String)}.
	 */
	boolean inList() {
		return this.depth > 0 && this.levels[this.depth - 1].list;
	}

	/**
	 * Go to an element of the list around this position.
	 */
	void element(int index) {
		this.levels[this.depth - 1].count = index;
		element();
	}

	/**
	 * Go to the next element of the list around this position.
	 * @return whether it is the first
	 */
	boolean element() {
		Level level = this.levels[this.depth - 1];
		this.property.setLength(level.propertyLength);
		this.property.append('[').append(level.count).append(']');
		this.pointerHash = StateHash.element(level.pointerHash, level.count);
		return level.count++ == 0;
	}

	/**
	 * Go back to the object or list around this position.
	 * @return whether it is empty
	 */
	boolean leave() {
		Level level = this.levels[--this.depth];
		this.property.setLength(level.propertyLength);
		this.pointerHash = level.pointerHash;
		return level.count == 0;
	}

	int depth() {
		return this.depth;
	}

	String property() {
		return this.property.toString();
	}

	long pointerHash() {
		return this.pointerHash;
	}

	String pointer() {
		StringBuilder pointer = new StringBuilder();
		for (int i = 0; i < this.depth; i++) {
			Level level = this.levels[i];
			if (level.count > 0) {
				String step = (level.name != null) ? level.name : String.valueOf(level.count - 1);
				pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
			}
		}
		return pointer.toString();
	}

	private static final class Level {

		private final boolean list;

		private final int propertyLength;

		private final long pointerHash;

		private int count;

		private @Nullable String name;

		Level(boolean list, int propertyLength, long pointerHash) {
			this.list = list;
			this.propertyLength = propertyLength;
			this.pointerHash = pointerHash;
		}

	}

}
