package io.sharedconfig.file.model;

import java.util.Arrays;

/**
 * What a step accesses.
 */
enum Word {

	PUBLISHED(128), RECLAIM(256), NOTIFY(384), WRITER_EPOCH(640),

	/** Bytes of a record, wherever it is. */
	RECORD(-1),

	/** Nothing, or everything. */
	NONE(-1);

	private final int offset;

	Word(int offset) {
		this.offset = offset;
	}

	static Word at(int offset) {
		return Arrays.stream(values()).filter((word) -> word.offset == offset && offset >= 0).findAny().orElse(RECORD);
	}

}
