package io.sharedconfig.file.model;

import java.util.Arrays;
import java.util.List;

/**
 * The one table of the protocol: every access to shared memory that publishing and
 * reading a version consist of, in order, and where it is in the code. The model runs it,
 * and {@link StepTests} compares it with the compiled classes: whoever changes one of
 * them has to change the other, and then sees whether the protocol still holds.
 */
enum Step {

	/** Stop if another writer has taken over. */
	W3(Side.MASTER, "requireOwn", Word.WRITER_EPOCH, Access.ACQUIRE_LOAD),

	/** Before an arena is used again: say so. */
	W4(Side.MASTER, "reclaimFor", Word.RECLAIM, Access.OPAQUE_STORE),

	/** Keep that before all stores into the arena. */
	W4_FENCE(Side.MASTER, "reclaimFor", Word.NONE, Access.RELEASE_FENCE),

	/** Write zeros, so that there are blocks. */
	W5(Side.MASTER, "writeZeros", Word.RECORD, Access.PLAIN_STORE),

	/** Copy the meta data. */
	W6_META(Side.MASTER, "append", Word.RECORD, Access.PLAIN_STORE),

	/** Copy the payload: a document, or a change to the record before. */
	W6(Side.MASTER, "append", Word.RECORD, Access.PLAIN_STORE),

	/** Copy the record's header. */
	W6_HEADER(Side.MASTER, "append", Word.RECORD, Access.PLAIN_STORE),

	/** Commit: make the version durable. */
	B(Side.MASTER, "append", Word.NONE, Access.NONE),

	/** Publish. */
	W7(Side.MASTER, "publish", Word.PUBLISHED, Access.RELEASE_STORE),

	/** Count up for those who wait. */
	W8_LOAD(Side.MASTER, "ring", Word.NOTIFY, Access.OPAQUE_LOAD),

	/** Count up for those who wait. */
	W8(Side.MASTER, "ring", Word.NOTIFY, Access.RELEASE_STORE),

	/** Poll. */
	R1(Side.FOLLOWER, "read", Word.PUBLISHED, Access.ACQUIRE_LOAD),

	/** Bound the record's length. */
	R2(Side.FOLLOWER, "extent", Word.RECORD, Access.PLAIN_LOAD),

	/**
	 * Bound the position of the snapshot that the record builds upon: the run to copy.
	 */
	R3(Side.FOLLOWER, "extent", Word.RECORD, Access.PLAIN_LOAD),

	/** Copy the run of records. */
	R4(Side.FOLLOWER, "read", Word.RECORD, Access.PLAIN_LOAD),

	/** Keep all that before the load of RECLAIM. */
	R5(Side.FOLLOWER, "read", Word.NONE, Access.ACQUIRE_FENCE),

	/** Lapped? */
	R6(Side.FOLLOWER, "read", Word.RECLAIM, Access.OPAQUE_LOAD),

	/** Check the copy and take it. */
	R7(Side.FOLLOWER, "take", Word.NONE, Access.NONE);

	private final Side side;

	private final String method;

	private final Word word;

	private final Access access;

	Step(Side side, String method, Word word, Access access) {
		this.side = side;
		this.method = method;
		this.word = word;
		this.access = access;
	}

	static List<Step> of(Side side) {
		return Arrays.stream(values()).filter((step) -> step.side == side).toList();
	}

	Access access() {
		return this.access;
	}

	/**
	 * Return where the step is in the code.
	 */
	CodeAccess code() {
		return new CodeAccess(this.method, this.word, this.access);
	}

	/**
	 * Who does the step, and where its code begins.
	 */
	enum Side {

		MASTER("SharedFileWriter", "append"), FOLLOWER("RecordLog", "read");

		private final String className;

		private final String entry;

		Side(String className, String entry) {
			this.className = className;
			this.entry = entry;
		}

		String className() {
			return this.className;
		}

		String entry() {
			return this.entry;
		}

	}

}
