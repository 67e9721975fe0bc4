package io.sharedconfig.file;

import java.nio.file.Path;

import io.sharedconfig.StorageException;

/**
 * A commit step that is done once, however often the file has to be written.
 * <p>
 * Not thread-safe; one per version.
 */
final class CommitOnce implements CommitStep {

	private final CommitStep step;

	private final Path file;

	private boolean done;

	CommitOnce(CommitStep step, Path file) {
		this.step = step;
		this.file = file;
	}

	@Override
	public void commit() {
		if (this.done) {
			return;
		}
		try {
			this.step.commit();
			this.done = this.step != CommitStep.NONE;
		}
		catch (InternalError ex) {
			// the late error of a store into a truncated file: how far the step came is
			// unknown
			throw new StorageException("commit a version to", this.file, ex.toString(), ex, true);
		}
	}

	/**
	 * Return whether the version is durable, so that it comes back after a restart.
	 * @return {@code false} if nothing would come back
	 */
	boolean isDone() {
		return this.done;
	}

}
