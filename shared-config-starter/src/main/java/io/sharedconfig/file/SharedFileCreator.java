package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Makes data files: complete under a temporary name, then put in place by one rename, so
 * that nobody ever opens half a file.
 * <p>
 * Not thread-safe; one per store.
 */
final class SharedFileCreator {

	private final StoreFiles files;

	private final StoreOptions options;

	SharedFileCreator(StoreFiles files, StoreOptions options) {
		this.files = files;
		this.options = options;
	}

	/**
	 * Make a file under a temporary name.
	 * @param header what to begin it with
	 * @param first the version it holds, {@code null} for none
	 * @param takeover how its writer takes it over
	 * @return the file
	 * @throws IOException if there is no room for it; nothing is left of it
	 */
	NewFile create(FileHeader header, @Nullable NewVersion first, Takeover takeover) throws IOException {
		Path path = this.files.temporary();
		this.files.effects().createPrivately(path); // a creation never follows a link
		SharedFileWriter writer = null;
		try {
			writer = SharedFileWriter.create(this.files, path, header);
			takeover.accept(writer);
			if (first != null) {
				writer.append(first, new CommitOnce(CommitStep.NONE, path));
			}
			applyAccess(path);
			writer.complete();
			return new NewFile(path, writer);
		}
		catch (LostFileException ex) {
			discard(path, writer);
			throw new IOException(ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			discard(path, writer);
			throw ex;
		}
	}

	/**
	 * Give a file the configured group and permissions.
	 * @param path the file
	 * @throws IOException if it cannot be done
	 */
	void applyAccess(Path path) throws IOException {
		if (PathFacts.hasPermissions(path)) {
			// the group first: nobody of another group is let in for a moment. And not as
			// an
			// attribute of the creation: the umask applies to that
			SharedDirectory.setGroup(path, this.options.group(), this.files.effects());
			this.files.effects().setPermissions(path, this.options.permissions());
		}
	}

	/**
	 * Put a file in place of whatever is there.
	 * @param file the file
	 * @param keep whether to keep what is there under another name
	 * @param now the time
	 * @throws IOException if it cannot be done; what was there is still there
	 */
	void install(NewFile file, boolean keep, Instant now) throws IOException {
		PathFacts facts = PathFacts.of(this.files.data());
		if (facts != null && (keep || facts.isDirectory())) {
			keepAside(now); // a directory in any case: a file cannot be renamed over it
		}
		this.files.effects().rename(file.path(), this.files.data());
	}

	private void keepAside(Instant now) throws IOException {
		Path data = this.files.data();
		Path kept = this.files.corrupt(now);
		try {
			this.files.effects().link(kept, data); // a link to it: its name is never
													// absent
		}
		catch (FileAlreadyExistsException ex) {
			throw ex;
		}
		catch (IOException | UnsupportedOperationException ex) {
			this.files.effects().rename(data, kept);
		}
	}

	/**
	 * Remove a file that will not be put in place.
	 * @param file the file
	 */
	void discard(NewFile file) {
		discard(file.path(), file.writer());
	}

	private void discard(Path path, @Nullable SharedFileWriter writer) {
		try {
			this.files.effects().delete(path);
			if (writer != null) {
				writer.discard();
			}
		}
		catch (IOException ex) {
			// a leftover that the next holder of the lock removes
		}
	}

	/**
	 * How the writer of a new file takes it over.
	 */
	@FunctionalInterface
	interface Takeover {

		void accept(SharedFileWriter writer);

	}

	/**
	 * A complete file under a temporary name.
	 *
	 * @param path where it is
	 * @param writer its writer
	 */
	record NewFile(Path path, SharedFileWriter writer) {

	}

}
