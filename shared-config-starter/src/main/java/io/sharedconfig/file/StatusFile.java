package io.sharedconfig.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A follower's status file: what it says of itself, and beside that a file that is locked
 * as long as the follower lives, however it ends.
 * <p>
 * Not thread-safe; one per follower, used by one thread that nobody interrupts: an
 * interrupt would close the channel and with it give back the lock.
 *
 * @since 1.0.0
 */
public final class StatusFile implements AutoCloseable {

	/*
	 * A lock belongs to an inode. So the lock file is locked before it gets its name, and
	 * never replaced, while the status is replaced as a whole each time, and never
	 * locked.
	 */

	private final Path directory;

	private final String id;

	private final Path lock;

	private final Path status;

	private final FileEffects effects = FileEffects.UNWATCHED;

	private @Nullable Held held;

	/**
	 * Create the files of a follower. Nothing is there before the first
	 * {@link #replace(byte[])}.
	 * @param directory the directory of the shared files
	 * @param name the configuration
	 * @param id a random UUID
	 */
	public StatusFile(Path directory, String name, String id) {
		this.directory = FollowersDirectory.of(directory, name);
		this.id = id;
		this.lock = this.directory.resolve(id + StatusFiles.LOCK);
		this.status = this.directory.resolve(id + StatusFiles.STATUS);
	}

	/**
	 * Return what the system calls this process.
	 * @return the process
	 */
	public static OwnProcess process() {
		long pid = ProcessHandle.current().pid();
		return new OwnProcess(pid, HostSystem.CURRENT.startTicks(pid));
	}

	/**
	 * Put a status in place of the one before.
	 * @param content the status
	 * @throws IOException if it cannot be done; there may be the one before, or none
	 */
	public void replace(byte[] content) throws IOException {
		PathFacts facts = PathFacts.of(this.directory);
		if (facts == null || !facts.isDirectory()) {
			throw new NotDirectoryException(this.directory.toString());
		}
		Set<PosixFilePermission> permissions = FollowersDirectory.permissionsOfFiles(facts);
		if (!isLocked()) {
			lock(permissions);
		}
		Path temporary = this.directory.resolve(this.id + "~" + StatusFiles.STATUS + StatusFiles.TEMPORARY);
		this.effects.delete(temporary);
		try (FileChannel channel = create(temporary, permissions)) {
			ByteBuffer buffer = ByteBuffer.wrap(content);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
		}
		this.effects.rename(temporary, this.status);
	}

	/**
	 * Return whether the files are still where they were put: the directory may have been
	 * removed and made again.
	 * @return {@code false} if nothing was put there, or it is gone
	 * @throws IOException if it cannot be known
	 */
	public boolean isInPlace() throws IOException {
		return isLocked() && PathFacts.keyOf(this.status) != null;
	}

	private boolean isLocked() throws IOException {
		Held current = this.held;
		return current != null && current.channel.isOpen() && current.key.equals(PathFacts.keyOf(this.lock));
	}

	private void lock(Set<PosixFilePermission> permissions) throws IOException {
		unlock();
		Path temporary = this.directory.resolve(this.id + "~" + StatusFiles.LOCK + StatusFiles.TEMPORARY);
		this.effects.delete(temporary);
		FileChannel channel = create(temporary, permissions);
		Object key = PathFacts.keyOf(temporary);
		try {
			if (key == null) {
				throw new IOException("The lock file was removed while it was made");
			}
			// before anybody can find it
			OwnLocks.add(key);
			this.held = new Held(channel, key);
			if (channel.tryLock() == null) {
				throw new IOException("The lock file was locked by another process");
			}
			this.effects.rename(temporary, this.lock);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			unlock();
			throw ex;
		}
	}

	private FileChannel create(Path path, Set<PosixFilePermission> permissions) throws IOException {
		this.effects.createPrivately(path);
		FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
		try {
			if (PathFacts.hasPermissions(path)) {
				this.effects.setPermissions(path, permissions);
			}
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private void unlock() throws IOException {
		Held current = this.held;
		this.held = null;
		if (current != null) {
			try {
				current.channel.close();
			}
			finally {
				OwnLocks.remove(current.key);
			}
		}
	}

	/**
	 * Remove both files and give back the lock. The next {@link #replace(byte[])} makes
	 * them again.
	 * @throws IOException if a file cannot be removed; the lock is given back
	 */
	@Override
	public void close() throws IOException {
		if (this.held == null) {
			return;
		}
		try {
			this.effects.delete(this.status);
			this.effects.delete(this.lock);
		}
		finally {
			unlock();
		}
	}

	/**
	 * What the system calls a process.
	 *
	 * @param pid the process id, in its own namespace
	 * @param startTicks when it was started, in the system's own unit
	 */
	public record OwnProcess(long pid, long startTicks) {

	}

	/**
	 * A lock that is held.
	 *
	 * @param channel the channel that holds it as long as it is open
	 * @param key what tells the locked file from others
	 */
	private record Held(FileChannel channel, Object key) {

	}

}
