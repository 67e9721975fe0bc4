package io.sharedconfig.file.model;

/**
 * How an attempt to read ends.
 */
enum Outcome {

	/** It found a version, whole. */
	TAKEN,

	/** Nothing was new. */
	NO_NEWS,

	/** It was overtaken, and has noticed. */
	LAPPED,

	/** It took something that was never published. */
	TORN,

	/** It took an older version than before. */
	BACKWARDS,

	/** It took a file for corrupt that is not. */
	FALSE_ALARM;

	boolean isBad() {
		return this == TORN || this == BACKWARDS || this == FALSE_ALARM;
	}

}
