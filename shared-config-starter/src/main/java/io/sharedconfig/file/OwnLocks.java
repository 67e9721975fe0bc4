package io.sharedconfig.file;

/**
 * The status files that this process has locked, whichever class loader did it. A lock of
 * the operating system is lost when its process opens and closes the locked file again,
 * so a file that is noted here is never opened to see whether it is locked.
 * <p>
 * Thread-safe.
 */
final class OwnLocks {

	private static final String REGISTRY_PREFIX = OwnLocks.class.getName() + ":";

	private OwnLocks() {
	}

	/**
	 * Note a file before it is locked.
	 * @param key what tells it from any other file
	 */
	static void add(Object key) {
		System.getProperties().put(REGISTRY_PREFIX + key, "locked");
	}

	static void remove(Object key) {
		System.getProperties().remove(REGISTRY_PREFIX + key);
	}

	static boolean contains(Object key) {
		return System.getProperties().containsKey(REGISTRY_PREFIX + key);
	}

}
