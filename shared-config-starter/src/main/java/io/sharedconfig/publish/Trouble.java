package io.sharedconfig.publish;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong for a while, and told once.
 * <p>
 * Thread-safe.
 */
final class Trouble {

	private final HistoryFile.Warnings warnings;

	private @Nullable String told;

	Trouble(HistoryFile.Warnings warnings) {
		this.warnings = warnings;
	}

	synchronized void warn(String problem) {
		if (!problem.equals(this.told)) {
			this.told = problem;
			this.warnings.warn(problem);
		}
	}

	synchronized void over() {
		this.told = null;
	}

	synchronized boolean isTold() {
		return this.told != null;
	}

}
