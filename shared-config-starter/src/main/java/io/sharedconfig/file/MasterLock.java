package io.sharedconfig.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.jspecify.annotations.Nullable;

/**
 * What makes one process, and one store within it, the master of a configuration. The
 * operating system gives the lock back when the process dies.
 * <p>
 * Not thread-safe; one per store.
 *
 * @since 1.0.0
 */
public final class MasterLock implements AutoCloseable {

	/*
	 * A lock of the operating system belongs to a process and an inode. So:
	 *
	 * - a second store in this process must not even open the file, for closing it would
	 * drop the lock of the first one: the registry refuses it before. The registry is in
	 * the system properties because there may be several class loaders.
	 *
	 * - whoever locks a file that was unlinked meanwhile locks nothing: the path must
	 * lead to the same file before opening it and after locking it.
	 *
	 * - an interrupt closes the channel that a thread waits for: a thread of its own
	 * opens it.
	 */

	private static final String REGISTRY_PREFIX = MasterLock.class.getName() + ":";

	private static final int MAX_ATTEMPTS = 100;

	private final Path path;

	private final FileEffects effects;

	private final String registryKey;

	private final String registryValue = UUID.randomUUID().toString();

	private @Nullable Held held;

	private MasterLock(StoreFiles files, String registryKey) {
		this.path = files.lock();
		this.effects = files.effects();
		this.registryKey = registryKey;
	}

	/**
	 * Keep every other master of a configuration out of a directory.
	 * @param directory the directory, which exists
	 * @param name the configuration
	 * @param effects how files are changed
	 * @return the lock, to be closed by the caller
	 * @throws MasterAlreadyRunningException if another process, or another part of this
	 * one, holds it
	 * @throws UntrustedFileException if somebody else could lock the file
	 * @throws StorageException if the lock file cannot be made or locked
	 */
	public static MasterLock acquire(Path directory, String name, FileEffects effects) {
		StoreFiles files = new StoreFiles(directory, name, effects);
		try {
			return acquire(files, true);
		}
		catch (RefusedException ex) {
			throw new MasterAlreadyRunningException(name, files.lock(),
					ex.isByThisProcess() ? ProcessHandle.current().pid() : 0);
		}
		catch (IOException ex) {
			throw new StorageException("lock", files.lock(), ex);
		}
	}

	/**
	 * Return whether the lock file is there, without opening it.
	 * @param directory the directory
	 * @param name the configuration
	 * @return {@code false} if there was no master yet, or somebody removed the file
	 */
	public static boolean exists(Path directory, String name) {
		return Files.exists(new StoreFiles(directory, name).lock(), LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Try to become the master.
	 * @param files the configuration's files, in a directory that exists
	 * @param makesFile whether to make the lock file if it is not there
	 * @return the lock
	 * @throws RefusedException if there is another master, or no lock file
	 * @throws IOException if it cannot be known
	 */
	static MasterLock acquire(StoreFiles files, boolean makesFile) throws IOException, RefusedException {
		Path real = files.directory().toRealPath().resolve(files.lock().getFileName());
		MasterLock lock = new MasterLock(files, REGISTRY_PREFIX + real);
		if (System.getProperties().putIfAbsent(lock.registryKey, lock.registryValue) != null) {
			throw new RefusedException(true);
		}
		try {
			if (!lock.lock(makesFile)) {
				throw new RefusedException(false);
			}
			return lock;
		}
		catch (IOException | RuntimeException | Error | RefusedException ex) {
			lock.close();
			throw ex;
		}
	}

	/**
	 * Return whether the lock still keeps others out: whether the path leads to the
	 * locked file.
	 * @return {@code false} if somebody removed or replaced it
	 * @throws IOException if it cannot be known
	 */
	boolean isEffective() throws IOException {
		Held current = this.held;
		return current != null && current.channel.isOpen() && current.key.equals(PathFacts.keyOf(this.path));
	}

	/**
	 * Lock the file that is now at the path, or a new one.
	 * @return {@code false} if another master has locked it
	 * @throws IOException if it cannot be known
	 */
	boolean lock() throws IOException {
		return lock(true);
	}

	private boolean lock(boolean makesFile) throws IOException {
		letGo();
		this.held = Uninterrupted.<@Nullable Held>callOnOwnThread("shared-config-lock", () -> tryLock(makesFile));
		return this.held != null;
	}

	private @Nullable Held tryLock(boolean makesFile) throws IOException {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			PathFacts before = PathFacts.of(this.path);
			if (before == null && !makesFile) {
				return null;
			}
			if (before == null) {
				createLockFile();
				continue;
			}
			if (!before.isFile()) {
				throw new StorageException("lock", this.path,
						"type expected=%s found=%s. Remove it".formatted(PathFacts.FILE, before.type()), null, false);
			}
			new FileTrust(Set.of(), SharedDirectory.currentOwner()).requireLock(this.path, before);
			FileChannel channel = open();
			if (channel == null) {
				continue;
			}
			if (!lock(channel)) {
				return null;
			}
			if (before.key().equals(PathFacts.keyOf(this.path))) {
				return new Held(channel, before.key());
			}
			channel.close();
		}
		throw new StorageException("lock", this.path, "it is removed again and again", null, false);
	}

	private void createLockFile() throws IOException {
		try {
			this.effects.createPrivately(this.path);
		}
		catch (FileAlreadyExistsException ex) {
			// somebody was faster: it is a lock file either way
		}
	}

	private @Nullable FileChannel open() throws IOException {
		try {
			return FileChannel.open(this.path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private static boolean lock(FileChannel channel) throws IOException {
		boolean locked = false;
		try {
			locked = channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// locked by this process, by something else than a store
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
		return locked;
	}

	private void letGo() throws IOException {
		Held current = this.held;
		this.held = null;
		if (current != null) {
			current.channel.close();
		}
	}

	/**
	 * Give the lock back. The file stays.
	 */
	@Override
	public void close() {
		try {
			letGo();
		}
		catch (IOException ex) {
			throw new StorageException("unlock", this.path, ex);
		}
		finally {
			System.getProperties().remove(this.registryKey, this.registryValue);
		}
	}

	/**
	 * A lock that is held.
	 *
	 * @param channel the channel that holds it as long as it is open
	 * @param key what tells the locked file from others
	 */
	private record Held(FileChannel channel, Object key) {

	}

	/**
	 * Another store is the master.
	 */
	static final class RefusedException extends Exception {

		private final boolean byThisProcess;

		private RefusedException(boolean byThisProcess) {
			super(null, null, false, false);
			this.byThisProcess = byThisProcess;
		}

		boolean isByThisProcess() {
			return this.byThisProcess;
		}

	}

}
