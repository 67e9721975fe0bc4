package io.sharedconfig.file;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Consecutive versions that a reader has not taken yet: a whole document and the changes
 * to it, or the changes to the version that was taken last.
 * <p>
 * Immutable as long as nobody writes to the arrays.
 *
 * @param snapshot the whole document that the changes begin with, {@code null} if that is
 * the version that was taken last
 * @param deltas the changes, in order; empty if the whole document is all
 * @since 1.0.0
 */
public record StoredRun(@Nullable StoredVersion snapshot, List<StoredDelta> deltas) {

	/**
	 * Create a run.
	 */
	public StoredRun {
		deltas = List.copyOf(deltas);
		if (snapshot == null && deltas.isEmpty()) {
			throw new IllegalArgumentException("A run must not be empty");
		}
	}

	/**
	 * Return the number of the newest version.
	 * @return the version, 1 or more
	 */
	public long version() {
		return last().version();
	}

	/**
	 * Return what is said about the newest version.
	 * @return the last change, or the whole document if there is none
	 */
	public StoredRecord last() {
		StoredVersion whole = this.snapshot;
		return (whole != null && this.deltas.isEmpty()) ? whole : this.deltas.get(this.deltas.size() - 1);
	}

	/**
	 * Return the changes alone.
	 * @return JSON Patches in UTF-8, in order
	 */
	public List<byte[]> patches() {
		return this.deltas.stream().map(StoredDelta::patch).toList();
	}

}
