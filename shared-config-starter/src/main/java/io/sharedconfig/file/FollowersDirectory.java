package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import io.sharedconfig.StorageException;

/**
 * The directory in which followers leave their status files. The master makes it, and
 * lets the group in where the group may read the data file.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class FollowersDirectory {

	/*
	 * Files get the group of the directory, so that the master can read them, and nobody
	 * but their owner and the master can remove or replace them.
	 */
	private static final int MODE_FOR_GROUP = 03770;

	private FollowersDirectory() {
	}

	static Path of(Path directory, String name) {
		return directory.resolve(name + ".followers");
	}

	/**
	 * Make sure that the directory of a configuration is there and that followers can
	 * write to it. To be called by the holder of the master's lock only.
	 * @param options how the master keeps its file
	 * @param effects how files are changed
	 * @throws StorageException if it can be neither created nor used; followers then do
	 * not report, and nothing else is lost
	 */
	public static void prepare(StoreOptions options, FileEffects effects) {
		Path path = of(options.directory(), options.name());
		try {
			PathFacts facts = PathFacts.of(path);
			if (facts == null) {
				create(path, effects);
			}
			else if (!facts.isDirectory() || !facts.uid().equals(SharedDirectory.currentOwner())) {
				throw new StorageException("use for the reports of followers", path,
						"expected=a directory of uid %s found=a %s of uid %s. Remove it"
							.formatted(SharedDirectory.currentOwner(), facts.type(), facts.uid()),
						null, false);
			}
			if (options.permissions().contains(PosixFilePermission.GROUP_READ)
					&& PathFacts.hasAnotherMode(path, MODE_FOR_GROUP)) {
				// the group first: nobody of another group is let in for a moment
				SharedDirectory.setGroup(path, options.group(), effects);
				effects.setMode(path, MODE_FOR_GROUP);
			}
		}
		catch (IOException ex) {
			throw new StorageException("create the directory", path, ex);
		}
	}

	/**
	 * Return whether there is such a directory.
	 * @param options how the master keeps its file
	 * @return {@code false} if nothing is there, or something else
	 */
	public static boolean isThere(StoreOptions options) {
		return Files.isDirectory(of(options.directory(), options.name()), LinkOption.NOFOLLOW_LINKS);
	}

	private static void create(Path path, FileEffects effects) throws IOException {
		try {
			effects.createDirectoryPrivately(path);
		}
		catch (FileAlreadyExistsException ex) {
			// somebody was faster, and only this user may be
		}
	}

	/**
	 * Return the permissions of a status file: the group reads what it may put there.
	 */
	static Set<PosixFilePermission> permissionsOfFiles(PathFacts directory) {
		return (directory.permissions().contains(PosixFilePermission.GROUP_WRITE))
				? Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
						PosixFilePermission.GROUP_READ)
				: Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
	}

}
