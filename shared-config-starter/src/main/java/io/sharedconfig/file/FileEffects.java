package io.sharedconfig.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.sharedconfig.file.EffectWatch.Effect;

/**
 * Whatever a master changes in the file system, and in no other place: so a test can stop
 * it after each single change. (What it stores into a mapping goes through
 * {@code MappedRegion}.)
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class FileEffects {

	/**
	 * The effects of a master that nobody watches.
	 */
	public static final FileEffects UNWATCHED = new FileEffects(EffectWatch.NONE);

	private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

	private final EffectWatch watch;

	FileEffects(EffectWatch watch) {
		this.watch = watch;
	}

	EffectWatch watch() {
		return this.watch;
	}

	/**
	 * Create an empty file that only this user can read. Never follows a link.
	 * @param path the file, which must not be there
	 * @throws IOException if it is there or cannot be made
	 */
	public void createPrivately(Path path) throws IOException {
		Files.createFile(path, attributes(path, "rw-------"));
		done(Effect.CREATE_FILE, path);
	}

	void createDirectoryPrivately(Path directory) throws IOException {
		Files.createDirectory(directory, attributes(directory, "rwx------"));
		done(Effect.CREATE_DIRECTORY, directory);
	}

	/**
	 * Create the directories that lead to a directory: nobody else may write to them,
	 * whatever the umask is, for who can may also put another directory in its place.
	 */
	void createDirectories(Path directory) throws IOException {
		Files.createDirectories(directory, attributes(directory, "rwxr-xr-x"));
		done(Effect.CREATE_DIRECTORY, directory);
	}

	private static FileAttribute<?>[] attributes(Path path, String permissions) {
		return PathFacts.hasPermissions(path)
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: NO_ATTRIBUTES;
	}

	void setGroup(Path path, GroupPrincipal group) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		if (!group.equals(view.readAttributes().group())) {
			view.setGroup(group);
			done(Effect.SET_GROUP, path);
		}
	}

	void setPermissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
		Files.setPosixFilePermissions(path, permissions);
		done(Effect.SET_PERMISSIONS, path);
	}

	void setMode(Path path, int mode) throws IOException {
		Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
		done(Effect.SET_PERMISSIONS, path);
	}

	void link(Path link, Path existing) throws IOException {
		Files.createLink(link, existing);
		done(Effect.LINK, link);
	}

	/**
	 * Give a file another name, in place of what has it: at no moment is there nothing.
	 * @param from the file
	 * @param to the name, in the same directory
	 * @throws IOException if it cannot be done; nothing has changed
	 */
	public void rename(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		done(Effect.RENAME, to);
	}

	/**
	 * Delete a file or an empty directory, if it is there.
	 * @param path the file
	 * @throws IOException if it cannot be done
	 */
	public void delete(Path path) throws IOException {
		if (Files.deleteIfExists(path)) {
			done(Effect.DELETE, path);
		}
	}

	/**
	 * Write at the place where an open file stands.
	 * @param file the file
	 * @param path its name
	 * @param bytes holds what to write
	 * @param lengthBytes how many of the bytes, from the first one
	 * @throws IOException if there is no room; a part may be written
	 */
	public void write(RandomAccessFile file, Path path, byte[] bytes, int lengthBytes) throws IOException {
		file.write(bytes, 0, lengthBytes);
		this.watch.after(Effect.WRITE, path, file.getFilePointer() - lengthBytes, lengthBytes);
	}

	/**
	 * Cut or extend an open file.
	 * @param file the file
	 * @param path its name
	 * @param lengthBytes its new length in bytes
	 * @throws IOException if it cannot be done
	 */
	public void setLength(RandomAccessFile file, Path path, long lengthBytes) throws IOException {
		file.setLength(lengthBytes);
		done(Effect.SET_LENGTH, path);
	}

	/**
	 * Wait until an open file is on the disk.
	 * @param file the file
	 * @param path its name
	 * @throws IOException if the disk failed
	 */
	public void sync(RandomAccessFile file, Path path) throws IOException {
		file.getFD().sync();
		done(Effect.SYNC, path);
	}

	/**
	 * Wait until the names in a directory are on the disk, where that can be done.
	 * @param directory the directory
	 * @throws IOException if the disk failed
	 */
	public void syncDirectory(Path directory) throws IOException {
		if (!HostSystem.CURRENT.canSyncDirectories()) {
			return;
		}
		Uninterrupted.call(() -> {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
				return directory;
			}
		});
		done(Effect.SYNC_DIRECTORY, directory);
	}

	/**
	 * Write the first byte of a file, which is this one already: who watches its
	 * directory hears that. No other byte is written and no position is moved, so there
	 * is nothing to stop a master after.
	 */
	void writeAgain(FileChannel channel, byte first) throws IOException {
		channel.write(ByteBuffer.wrap(new byte[] { first }), 0);
	}

	private void done(Effect effect, Path path) {
		this.watch.after(effect, path, 0, 0);
	}

}
