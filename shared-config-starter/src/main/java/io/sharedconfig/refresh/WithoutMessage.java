package io.sharedconfig.refresh;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a failure in the log: its type, its stack and its causes, but no messages,
 * which may hold a configuration value (those of the binder and of converters do).
 */
final class WithoutMessage extends RuntimeException {

	private static final int MOST_CAUSES = 16;

	WithoutMessage(Throwable failure) {
		this(failure, MOST_CAUSES);
	}

	private WithoutMessage(Throwable failure, int mostCauses) {
		super(failure.getClass().getName(), cause(failure, mostCauses), false, true);
		setStackTrace(failure.getStackTrace());
	}

	private static @Nullable Throwable cause(Throwable failure, int mostCauses) {
		Throwable cause = failure.getCause();
		return (cause != null && mostCauses > 0) ? new WithoutMessage(cause, mostCauses - 1) : null;
	}

	@Override
	public String toString() {
		return "(message left out) " + getMessage();
	}

}
