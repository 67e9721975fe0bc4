package io.sharedconfig.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What must be there after a crash.
 *
 * @param visible the lowest version that a follower may see
 * @param committed the lowest version that the next master may go on with
 * @param highest the highest version that may be there, the one in flight
 * @param seen the highest version that any follower has seen
 * @param fileMayBeUnusable whether the shared file was lost or damaged before
 * @param initial the first document
 * @param warnings parts of the warnings that the next master may give
 * @param keptInBackup what must be kept of a damaged history
 */
record Expected(long visible, long committed, long highest, long seen, boolean fileMayBeUnusable,
		@Nullable Supplier<?> initial, List<String> warnings, List<String> keptInBackup) {

	static Expected nothing() {
		return new Expected(0, 0, 0, 0, false, null, List.of(), List.of());
	}

	Expected withVersions(long visible, long committed, long highest) {
		return new Expected(visible, committed, highest, this.seen, this.fileMayBeUnusable, this.initial, this.warnings,
				this.keptInBackup);
	}

	Expected withSeen(long seen) {
		return new Expected(this.visible, this.committed, this.highest, seen, this.fileMayBeUnusable, this.initial,
				this.warnings, this.keptInBackup);
	}

	Expected withUnusableFile(String warning) {
		return new Expected(this.visible, this.committed, this.highest, this.seen, true, this.initial, List.of(warning),
				this.keptInBackup);
	}

	Expected withInitial(Supplier<?> initial) {
		return new Expected(this.visible, this.committed, this.highest, this.seen, this.fileMayBeUnusable, initial,
				this.warnings, this.keptInBackup);
	}

	Expected withWarning(String warning) {
		List<String> more = new ArrayList<>(this.warnings);
		more.add(warning);
		return new Expected(this.visible, this.committed, this.highest, this.seen, this.fileMayBeUnusable, this.initial,
				more, this.keptInBackup);
	}

	Expected withKept(String part) {
		return new Expected(this.visible, this.committed, this.highest, this.seen, this.fileMayBeUnusable, this.initial,
				this.warnings, List.of(part));
	}

	boolean isExpectedWarning(String warning) {
		return this.warnings.stream().anyMatch(warning::contains);
	}

}
