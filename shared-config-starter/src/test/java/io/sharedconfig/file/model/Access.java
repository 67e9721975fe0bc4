package io.sharedconfig.file.model;

/**
 * How memory is accessed.
 */
enum Access {

	PLAIN_LOAD, OPAQUE_LOAD, ACQUIRE_LOAD, ACQUIRE_FENCE, PLAIN_STORE, OPAQUE_STORE, RELEASE_STORE, RELEASE_FENCE,

	/** None: a step of which only the place counts. */
	NONE

}
