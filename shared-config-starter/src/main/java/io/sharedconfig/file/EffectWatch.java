package io.sharedconfig.file;

import java.nio.file.Path;

/**
 * Told of every single effect that a master has on its files, right after it: where a
 * test stops the master. The product has none but {@link #NONE}.
 */
@FunctionalInterface
interface EffectWatch {

	EffectWatch NONE = (effect, path, offset, lengthBytes) -> {
	};

	/**
	 * Something was done to a file.
	 * @param effect what
	 * @param path the file, under the name it had when it was opened
	 * @param offset where in the file a store or a write begins, else 0
	 * @param lengthBytes how much was stored or written, else 0
	 */
	void after(Effect effect, Path path, long offset, int lengthBytes);

	/**
	 * What can be done to a file.
	 */
	enum Effect {

		CREATE_DIRECTORY, CREATE_FILE, SET_GROUP, SET_PERMISSIONS, SET_LENGTH, WRITE, STORE, SYNC, SYNC_DIRECTORY, LINK,
		RENAME, DELETE

	}

}
