package io.sharedconfig.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.jspecify.annotations.Nullable;

import static io.sharedconfig.file.SharedFileLayout.HEARTBEAT_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STAGE_OFFSET;
import static io.sharedconfig.file.SharedFileLayout.STATE_ACTIVE;
import static io.sharedconfig.file.SharedFileLayout.STATE_OFFSET;

/**
 * A follower's side of one shared file: notices that there is a new version, and reads
 * it. Never writes, never waits for a master.
 * <p>
 * Not thread-safe; to be used by one thread at a time. Holds a mapping of the file, and
 * no file descriptor, until {@link #close()}, after which it may be used again.
 * <p>
 * If somebody truncates the file, any method may throw an {@link InternalError}, and the
 * virtual machine may throw it a little later, in the code that follows. The caller
 * catches it around everything it does with this reader, calls {@link #close()}, keeps
 * its last good version and tries again later.
 *
 * @since 1.0.0
 */
public final class SharedFileReader implements AutoCloseable {

	private final Path directory;

	private final Path file;

	private final File location;

	private final FileTrust trust;

	private @Nullable ExistingFile mapped;

	private @Nullable UUID lastFileId;

	private RecordLog.@Nullable Cursor lastCursor;

	private long lastStage;

	private boolean directoryTrusted;

	private boolean absent;

	/**
	 * Create a reader. The file is opened when it is read.
	 * @param directory the directory of the shared files, which need not exist
	 * @param name the configuration
	 * @param trustedOwners names or uids of users whose files are trusted besides this
	 * user's and root's
	 * @throws InvalidNameException if the name cannot be that of a configuration
	 */
	public SharedFileReader(Path directory, String name, Set<String> trustedOwners) {
		this.directory = directory;
		this.file = new StoreFiles(directory, StageFile.requireValid(name)).data();
		this.location = this.file.toFile();
		this.trust = new FileTrust(trustedOwners, SharedDirectory.currentOwner());
	}

	/**
	 * Return the file that is read.
	 * @return the path, whether or not anything is there
	 */
	public Path file() {
		return this.file;
	}

	/**
	 * Return whether {@link #read()} may find something new. While the file is mapped
	 * this is one load from memory.
	 * @return {@code false} if there is nothing to read
	 */
	public boolean hasNews() {
		ExistingFile current = this.mapped;
		return current == null || current.log().hasNews();
	}

	/**
	 * Return whether a glance shows nothing that {@link #hasNews()} or
	 * {@link #isStaged()} would report. Orders nothing, so it goes through less code than
	 * these: for who asks seldom, and has nothing of it compiled.
	 * @return {@code false} if these are to be asked
	 */
	public boolean isUntouched() {
		ExistingFile current = this.mapped;
		return current != null && current.log().isUntouched()
				&& current.region().getLong(STAGE_OFFSET) == this.lastStage;
	}

	/**
	 * Return the heartbeat as a glance shows it.
	 * @return the heartbeat, 0 if no file is mapped
	 * @see #sign()
	 */
	public long heartbeat() {
		ExistingFile current = this.mapped;
		return (current != null) ? current.region().getLong(HEARTBEAT_OFFSET) : 0;
	}

	/**
	 * Return whether {@link #read()}, when it was called last, found nothing at the path.
	 * @return {@code false} if there was something, whatever it was
	 */
	public boolean isAbsent() {
		return this.absent;
	}

	/**
	 * Return whether {@link #read()} would find nothing at the path again, without what
	 * it asks of the directory: to know its owner may take the system a question over the
	 * network. That is asked the first time, so that it is known early, and then when
	 * there is a file.
	 * @return {@code false} if it has to be read to know
	 */
	public boolean isStillAbsent() {
		try {
			return this.directoryTrusted && this.mapped == null && PathFacts.keyOf(this.file) == null;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return whether {@link #isStillAbsent()} is likely to be so: nothing is there that a
	 * path leads to. This is one question to the system, and no object is made of the
	 * answer.
	 * @return {@code false} if that has to be asked
	 */
	public boolean seemsAbsent() {
		return this.directoryTrusted && this.mapped == null && !this.location.exists();
	}

	/**
	 * Return whether a document was staged since the last call, or since the file was
	 * opened: it is in the file of {@link StageFile#nameFor}, unless it has expired. This
	 * is one load from memory, from the line that {@link #hasNews()} has just loaded.
	 * @return {@code false} if none was, or no file is mapped
	 */
	public boolean isStaged() {
		ExistingFile current = this.mapped;
		if (current == null) {
			return false;
		}
		// pairs with the release store of the stage in SharedFileWriter.stage()
		long stage = current.region().getLongAcquire(STAGE_OFFSET);
		boolean staged = stage != this.lastStage;
		this.lastStage = stage;
		return staged;
	}

	/**
	 * Return the versions that lead from the one that was returned last to the newest
	 * one. They begin with a whole document if there was none before, too many were
	 * skipped, or the file is another one: then the version may be lower, too.
	 * @return the versions, {@code null} if there is nothing new, nothing published, no
	 * file, or the master was faster several times in a row
	 * @throws CorruptFileException if the file contradicts itself
	 * @throws IncompatibleFileException if the file is of a format that this release does
	 * not read
	 * @throws UntrustedFileException if somebody else could have written the file, or
	 * could have put it into its directory
	 * @throws StorageException if the file cannot be opened
	 */
	public @Nullable StoredRun read() {
		ExistingFile current = this.mapped;
		if (current != null && current.log().isMoved()) {
			lookAtPath();
			if (this.mapped != null) {
				return null; // nothing has taken its place that could be opened
			}
			current = null;
		}
		if (current == null) {
			current = open();
		}
		return (current != null) ? current.log().read() : null;
	}

	/**
	 * Let the next {@link #read()} begin with a whole document, as if nothing had been
	 * returned from this file: for a reader whose document is not what it should be.
	 */
	public void rewind() {
		this.lastCursor = null;
		ExistingFile current = this.mapped;
		if (current != null) {
			current.log().rewind();
		}
	}

	private @Nullable ExistingFile open() {
		try {
			this.absent = isStillAbsent();
			if (this.absent) {
				return null;
			}
			PathFacts facts = PathFacts.of(this.directory);
			if (facts == null) {
				this.absent = true;
				return null;
			}
			this.trust.requireDirectory(this.directory, facts);
			this.directoryTrusted = true;
			this.absent = PathFacts.keyOf(this.file) == null;
			ExistingFile opened = (!this.absent) ? ExistingFile.open(this.file, this.trust) : null;
			if (opened != null) {
				use(opened);
			}
			return opened;
		}
		catch (IOException ex) {
			throw new StorageException("open", this.file, ex);
		}
	}

	private void use(ExistingFile opened) {
		UUID fileId = opened.header().fileId();
		if (this.lastCursor != null && fileId.equals(this.lastFileId)) {
			opened.log().continueFrom(this.lastCursor);
		}
		this.lastFileId = fileId;
		this.lastStage = 0;
		this.mapped = opened;
	}

	/**
	 * Look whether the file that is mapped is still the one at the path, with the length
	 * and the header it had, and let go of it if not. To be called once in a while.
	 * @throws StorageException if the path cannot be looked at
	 */
	public void lookAtPath() {
		ExistingFile current = this.mapped;
		if (current == null) {
			return;
		}
		try {
			if (PathFacts.isAnother(this.file, current.key(), current.header().fileLengthBytes())
					|| !current.region().startsWith(current.start())) {
				close();
			}
		}
		catch (IOException ex) {
			throw new StorageException("look at", this.file, ex);
		}
	}

	/**
	 * Return what the file says of its master.
	 * @return the sign, {@code null} if no file is mapped
	 */
	public @Nullable MasterSign sign() {
		ExistingFile current = this.mapped;
		if (current == null) {
			return null;
		}
		// pairs with the release stores in SharedFileWriter
		return new MasterSign(current.region().getLongAcquire(HEARTBEAT_OFFSET),
				current.region().getIntAcquire(STATE_OFFSET) == STATE_ACTIVE);
	}

	/**
	 * Let go of the file. What was read from it is remembered, so that reading on returns
	 * newer versions only.
	 */
	@Override
	public void close() {
		ExistingFile current = this.mapped;
		this.mapped = null;
		if (current != null) {
			this.lastCursor = current.log().cursor();
		}
	}

}
