package io.sharedconfig.file;

import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.jspecify.annotations.Nullable;

/**
 * The master's side of one shared file: keeps others from being the master, writes
 * versions, and makes a new file when the one it has is too small, lost or unusable.
 * <p>
 * Not thread-safe, except that {@link #beat()} and {@link #ring()} may each be called by
 * a thread of its own. Holds the master's lock from {@link #open} to {@link #close()};
 * the files stay.
 * <p>
 * An interrupt neither ends nor harms anything here; the caller stays interrupted.
 *
 * @since 1.0.0
 */
public final class SharedFileStore implements AutoCloseable {

	private final StoreOptions options;

	private final StoreFiles files;

	private final HostSystem system;

	private final FileTrust trust;

	private final MasterLock lock;

	private final DataFile data;

	private @Nullable FoundFile found;

	private @Nullable String damage;

	private @Nullable StoredRun last;

	private @Nullable NewVersion newest;

	private long lastVersion;

	private volatile @Nullable String endedBecause;

	private SharedFileStore(StoreOptions options, StoreFiles files, HostSystem system, MasterLock lock, DataFile data) {
		this.options = options;
		this.files = files;
		this.system = system;
		this.trust = new FileTrust(Set.of(), system.currentOwner());
		this.lock = lock;
		this.data = data;
	}

	/**
	 * Become the master, and look at the file of the master before without writing to it.
	 * @param options how to keep the file
	 * @return the store; call {@link #begin} next
	 * @throws InvalidNameException if the name cannot be that of a configuration
	 * @throws MasterAlreadyRunningException if there is another master
	 * @throws UntrustedFileException if somebody else could change what is in the
	 * directory
	 * @throws StorageException if the directory or a file cannot be created or read
	 */
	public static SharedFileStore open(StoreOptions options) {
		return open(options, StoreHost.CURRENT);
	}

	static SharedFileStore open(StoreOptions options, HostSystem system, Clock clock) {
		return open(options, new StoreHost(system, clock, FileEffects.UNWATCHED));
	}

	/**
	 * Become the master on a host, as {@link #open(StoreOptions)} does on the current
	 * one.
	 * @param options how to keep the file
	 * @param host what the master runs on
	 * @return the store; call {@link #begin} next
	 */
	public static SharedFileStore open(StoreOptions options, StoreHost host) {
		return open(options, host, true);
	}

	/**
	 * Become the master on a host, perhaps only in the place of another one.
	 * @param options how to keep the file
	 * @param host what the master runs on
	 * @param makesLock whether to make the lock file if it is not there; if not, that is
	 * refused as if there was another master
	 * @return the store; call {@link #begin} next
	 */
	public static SharedFileStore open(StoreOptions options, StoreHost host, boolean makesLock) {
		HostSystem system = host.system();
		StoreFiles files = new StoreFiles(options.directory(), options.name(), host.effects());
		SharedDirectory.prepare(options, host.effects());
		SharedFileStore store = new SharedFileStore(options, files, system, lock(files, system, makesLock),
				new DataFile(files, options, system, host.clock()));
		try {
			files.deleteLeftovers();
			store.look();
			return store;
		}
		catch (IOException ex) {
			store.close();
			throw new StorageException("read", files.data(), ex);
		}
		catch (RuntimeException | Error ex) {
			store.close();
			throw ex;
		}
	}

	private static MasterLock lock(StoreFiles files, HostSystem system, boolean makesLock) {
		try {
			return MasterLock.acquire(files, makesLock);
		}
		catch (MasterLock.RefusedException ex) {
			long pid = ex.isByThisProcess() ? ProcessHandle.current().pid()
					: HeaderBytes.masterPid(files.data(), system);
			throw new MasterAlreadyRunningException(files.name(), files.lock(), pid);
		}
		catch (IOException ex) {
			throw new StorageException("lock", files.lock(), ex);
		}
	}

	private void look() throws IOException {
		FoundFile result = FoundFile.look(this.files, this.trust);
		this.found = result;
		this.damage = result.damage();
		this.last = result.last();
		this.lastVersion = (this.last != null) ? this.last.version() : 0;
	}

	/**
	 * Return what the master before has published last, if its file can be used.
	 * @return what leads to the last complete version, with a whole document;
	 * {@code null} if there is none, and once the store was begun
	 */
	public @Nullable StoredRun last() {
		return this.last;
	}

	/**
	 * Return the number of the version that was published last, by this master or the one
	 * before.
	 * @return the version, 0 if there is none
	 */
	public long lastVersion() {
		return this.lastVersion;
	}

	/**
	 * Do not use the file that was found: what is in it makes no document. To be called
	 * before {@link #begin}, if at all; the number of its version is not used again.
	 * @param problem what is wrong, without any configuration value
	 */
	public void refuse(String problem) {
		this.found = new FoundFile(null, null, problem);
		this.damage = problem;
		this.last = null;
	}

	/**
	 * Return why the file that was found cannot be used. {@link #begin} keeps it under
	 * another name and makes a new one.
	 * @return what is wrong, without any configuration value, {@code null} if nothing is
	 */
	public @Nullable String damage() {
		return this.damage;
	}

	/**
	 * Make the file ready for followers. To be called once, before anything is appended.
	 * @param newest the newest version, which is durable already: that of {@link #last()}
	 * as a whole, or one to publish at once if it is newer. {@code null} if there is
	 * none, or if {@link #last()} is a whole document and nothing is newer
	 * @throws ConfigTooLargeException if the version is larger than the file may become
	 * @throws StorageException if the file cannot be written; what was there is still
	 * there
	 */
	public void begin(@Nullable NewVersion newest) {
		FoundFile existing = this.found;
		if (existing == null) {
			throw new IllegalStateException("The store was begun before");
		}
		NewVersion target = newer(existing.last(), newest);
		boolean published = existing.last() != null && target != null && target.version() == existing.last().version();
		if (target != null && !published) {
			requireNotTooLarge(target);
		}
		if (existing.usable() == null) {
			this.data.replace(target, nothingToCommit(), null, existing.damage() != null);
		}
		else {
			beginBehind(existing, existing.usable(), target, published);
		}
		this.found = null;
		this.last = null;
		begun(target);
	}

	private static @Nullable NewVersion newer(@Nullable StoredRun known, @Nullable NewVersion newest) {
		if (known == null || (newest != null && newest.version() >= known.version())) {
			return newest;
		}
		if (known.snapshot() == null || !known.deltas().isEmpty()) {
			throw new IllegalArgumentException("'newest' must be version %d at least".formatted(known.version()));
		}
		return NewVersion.of(known.snapshot());
	}

	private void beginBehind(FoundFile found, ExistingFile existing, @Nullable NewVersion target, boolean published) {
		SharedFileWriter before = openForWriting(existing, found.last());
		boolean fits = target == null || target.documentLengthBytes() <= existing.header().maxPayload();
		if (before == null || !fits || !WriterIdentity.isFinished(existing.region(), this.system)) {
			this.data.replace(target, nothingToCommit(), before, false);
			return;
		}
		try {
			this.data.adopt(before);
		}
		catch (IOException ex) {
			throw new StorageException("take over", this.files.data(), ex);
		}
		if (target != null && !published) {
			append(before, target.withoutPatch(), nothingToCommit());
		}
	}

	private void begun(@Nullable NewVersion target) {
		this.newest = target;
		this.lastVersion = Math.max(this.lastVersion, (target != null) ? target.version() : 0);
	}

	private @Nullable SharedFileWriter openForWriting(ExistingFile existing, @Nullable StoredRun last) {
		try {
			return SharedFileWriter.open(this.files, existing, last);
		}
		catch (IOException ex) {
			return null; // only readable: another one takes its place
		}
	}

	/**
	 * Publish a version.
	 * @param version the version, the one after {@link #lastVersion()}
	 * @param commit what must have succeeded before followers see it
	 * @throws ConfigTooLargeException if it is larger than the file may become; nothing
	 * has changed
	 * @throws NotMasterException if another process has become the master; nothing has
	 * changed
	 * @throws StorageException if the file cannot be written; nothing has changed, unless
	 * the exception says that the outcome is unknown
	 * @throws RuntimeException what the commit step throws; followers do not see the
	 * version
	 */
	public void append(NewVersion version, CommitStep commit) {
		SharedFileWriter current = requireWriter();
		requireNext(version);
		requireNotTooLarge(version);
		append(current, isChangeToNewest(version) ? version : version.withoutPatch(),
				new CommitOnce(commit, this.files.data()));
		begun(version);
	}

	/*
	 * Not if the newest number was that of a file which was refused.
	 */
	private boolean isChangeToNewest(NewVersion version) {
		NewVersion before = this.newest;
		return before != null && before.version() + 1 == version.version();
	}

	private void append(SharedFileWriter current, NewVersion version, CommitOnce commit) {
		AtomicBoolean stored = new AtomicBoolean();
		boolean whole = MappingFaults.survive(() -> stored.set(isStored(current, version, commit)));
		if (!whole || !stored.get()) {
			this.data.replace(version, commit, null, false);
		}
	}

	private boolean isStored(SharedFileWriter current, NewVersion version, CommitOnce commit) {
		try {
			if (version.documentLengthBytes() > current.header().maxPayload()) {
				grow(current, version, commit);
			}
			else {
				current.append(version, commit);
			}
			return true;
		}
		catch (LostFileException ex) {
			return false;
		}
		catch (NotMasterException ex) {
			throw ended(ex);
		}
		catch (IOException ex) {
			throw new StorageException("write", this.files.data(), ex);
		}
	}

	private void grow(SharedFileWriter current, NewVersion version, CommitOnce commit) throws LostFileException {
		current.requireWhole();
		current.requireOwn();
		if (!this.system.canReplace(this.files.data())) {
			throw new ConfigTooLargeException(this.files.name(), version.documentLengthBytes(),
					current.header().maxPayload(),
					"The file cannot be replaced by a larger one while it is in use. Mount its directory, not the file, "
							+ "or set 'shared-config.publisher.initial-size' and restart the master and all followers");
		}
		this.data.replace(version, commit, current, false);
	}

	/**
	 * Let followers look for a staged document.
	 * @throws NotMasterException if another process has become the master
	 * @throws StorageException if the file was lost at this moment
	 */
	public void announceStage() {
		SharedFileWriter current = requireWriter();
		boolean whole = MappingFaults.survive(() -> {
			try {
				current.stage();
			}
			catch (LostFileException ex) {
				throw new StorageException("write", this.files.data(), "it was truncated; try again", null, false);
			}
			catch (NotMasterException ex) {
				throw ended(ex);
			}
		});
		if (!whole) {
			throw new StorageException("write", this.files.data(), "it was truncated; try again", null, false);
		}
	}

	private CommitOnce nothingToCommit() {
		return new CommitOnce(CommitStep.NONE, this.files.data());
	}

	/**
	 * Let followers see that the master lives. To be called once a second; never waits.
	 */
	public void beat() {
		if (this.endedBecause == null) {
			try {
				this.data.beat();
			}
			catch (InternalError ex) {
				// truncated at this very moment: check() makes a new file
			}
		}
	}

	/**
	 * Let followers hear that something was published or staged before. To be called by a
	 * thread that may wait: how long it takes depends on how many hear it. Never fails.
	 */
	public void ring() {
		if (this.endedBecause == null) {
			this.data.ring();
		}
	}

	/**
	 * Look whether this process is still the master and its file still in place, and
	 * repair what can be repaired. To be called once a second.
	 * @throws NotMasterException if another process has become the master; this store
	 * publishes nothing any more
	 * @throws StorageException if it could be neither repaired nor found to be lost; the
	 * next call tries again
	 */
	public void check() {
		SharedFileWriter current = requireWriter();
		try {
			if (isGood(current)) {
				return;
			}
		}
		catch (IOException ex) {
			throw new StorageException("look at", this.files.data(), ex);
		}
		catch (NotMasterException ex) {
			throw ended(ex);
		}
		catch (InternalError ex) {
			// truncated at this very moment
		}
		this.data.replace(this.newest, nothingToCommit(), null, false);
	}

	private boolean isGood(SharedFileWriter current) throws IOException {
		boolean wasLocked = this.lock.isEffective();
		if (!wasLocked) {
			lockAgain();
		}
		boolean whole = isWholeAndOwn(current);
		boolean inPlace = this.data.isInPlace();
		if (!wasLocked && !inPlace) {
			requireNoOtherMasterWrote();
		}
		return whole && inPlace;
	}

	private static boolean isWholeAndOwn(SharedFileWriter current) {
		try {
			current.requireWhole();
			current.requireOwn();
			return true;
		}
		catch (LostFileException ex) {
			return false;
		}
	}

	private void lockAgain() throws IOException {
		SharedDirectory.prepare(this.options, this.files.effects());
		if (!this.lock.lock()) {
			throw new NotMasterException(this.files.name(),
					"its lock file '%s' was removed, and another process has locked the new one"
						.formatted(this.files.lock()));
		}
	}

	private void requireNoOtherMasterWrote() throws IOException {
		if (FoundFile.look(this.files, this.trust).usable() != null) {
			throw new NotMasterException(this.files.name(),
					"its lock file '%s' was removed, and another process was the master meanwhile"
						.formatted(this.files.lock()));
		}
	}

	private SharedFileWriter requireWriter() {
		String reason = this.endedBecause;
		if (reason != null) {
			throw new NotMasterException(this.files.name(), reason);
		}
		SharedFileWriter current = this.data.writer();
		if (current == null) {
			throw new IllegalStateException("The store was not begun");
		}
		return current;
	}

	private NotMasterException ended(NotMasterException ex) {
		if (this.endedBecause == null) {
			this.endedBecause = "another process has become the master. Restart this one";
		}
		return ex;
	}

	private void requireNext(NewVersion version) {
		long expected = (this.lastVersion > 0) ? this.lastVersion + 1 : version.version();
		if (version.version() != expected || expected < 1) {
			throw new IllegalArgumentException(
					"'version' must be the next one: expected=%d found=%d".formatted(expected, version.version()));
		}
		if (version.meta().length > SharedFileLayout.MAX_META) {
			throw new IllegalArgumentException("'meta' must have at most %d bytes: %d"
				.formatted(SharedFileLayout.MAX_META, version.meta().length));
		}
	}

	private void requireNotTooLarge(NewVersion version) {
		requireFits(version.documentLengthBytes());
	}

	/**
	 * Check whether a document could be published, as far as its length decides.
	 * @param lengthBytes the length of its payload, in bytes
	 * @throws ConfigTooLargeException if it is larger than the file may become
	 */
	public void requireFits(int lengthBytes) {
		if (lengthBytes > maxLengthBytes()) {
			throw tooLarge(lengthBytes, "");
		}
	}

	/**
	 * Return how long a document may be.
	 * @return the length of the longest payload, in bytes
	 */
	public int maxLengthBytes() {
		return this.options.maxPayloadBytes();
	}

	/**
	 * Say that a document is too long.
	 * @param lengthBytes how long it is, at least
	 * @return what to throw
	 */
	public ConfigTooLargeException tooLong(long lengthBytes) {
		return tooLarge(lengthBytes, "It is longer than that: it was not made to its end. ");
	}

	private ConfigTooLargeException tooLarge(long lengthBytes, String remark) {
		return new ConfigTooLargeException(this.files.name(), lengthBytes, maxLengthBytes(),
				remark + "Publish a smaller document, or set 'shared-config.publisher.max-size' (at most %dMB)"
					.formatted(StoreOptions.LIMIT_BYTES / 1024 / 1024));
	}

	/**
	 * Tell followers that nobody writes any more, and let another process become the
	 * master. Closing again does nothing.
	 */
	@Override
	public void close() {
		boolean inOrder = this.endedBecause == null;
		this.endedBecause = "it was closed";
		try (MasterLock released = this.lock) {
			Objects.requireNonNull(released);
			this.data.close(inOrder);
		}
		catch (InternalError | IOException | StorageException ex) {
			// truncated, or let go of already: nothing is left to be done
		}
	}

}
