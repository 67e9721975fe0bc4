package io.sharedconfig.publish;

import java.util.HashSet;
import java.util.Set;

/**
 * Something that is wrong for a while, and told once, in each of its forms.
 * <p>
 * Thread-safe.
 */
final class Trouble {

	private final HistoryFile.Warnings warnings;

	private final Set<String> told = new HashSet<>();

	Trouble(HistoryFile.Warnings warnings) {
		this.warnings = warnings;
	}

	synchronized void warn(String problem) {
		if (this.told.add(problem)) {
			this.warnings.warn(problem);
		}
	}

	synchronized void over() {
		this.told.clear();
	}

	synchronized boolean isTold() {
		return !this.told.isEmpty();
	}

}
