package io.sharedconfig.file;

/**
 * Outlives the error of an access to a mapped file that somebody truncated. The virtual
 * machine delivers it some time after the access, at any place, and it was seen to
 * deliver it again while the first one was being handled: one {@code catch} is not
 * enough.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class MappingFaults {

	/*
	 * Two were seen in a row.
	 */
	private static final int FRAMES = 4;

	private MappingFaults() {
	}

	/**
	 * Run work that touches a mapping.
	 * @param work the work, which may be left at any place
	 * @return {@code false} if such an error ended it
	 */
	public static boolean survive(Runnable work) {
		return survive(work, FRAMES);
	}

	private static boolean survive(Runnable work, int frames) {
		try {
			if (frames > 0) {
				return survive(work, frames - 1);
			}
			work.run();
			return true;
		}
		catch (InternalError ex) {
			return false;
		}
	}

}
