package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Set;

import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.jspecify.annotations.Nullable;

/**
 * The directory of all shared files of one user or group of users.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SharedDirectory {

	private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

	private SharedDirectory() {
	}

	/**
	 * Return the directory that is used when none is configured: one per user, on Linux
	 * in shared memory.
	 * @return the directory, which need not exist
	 */
	public static Path defaultPath() {
		return HostSystem.CURRENT.defaultDirectory();
	}

	/**
	 * Return the user that this process runs as, for messages.
	 * @return the uid, for example {@code 1000}; the user's name where there is no uid
	 */
	public static String currentOwner() {
		return HostSystem.CURRENT.currentOwner();
	}

	/**
	 * Make sure that a directory for this user alone is there and can be trusted.
	 * @param directory the directory
	 * @param property the property that names it, for messages
	 * @param effects how files are changed
	 * @throws UntrustedFileException if somebody else could change what is in it
	 * @throws StorageException if it can be neither created nor looked at
	 */
	public static void prepare(Path directory, String property, FileEffects effects) {
		prepare(directory, property, PosixFilePermissions.fromString("rw-------"), null, effects);
	}

	/**
	 * Make sure that the directory of a master is there and can be trusted.
	 * @param options how the master keeps its file
	 * @param effects how files are changed
	 * @throws UntrustedFileException if somebody else could change what is in it
	 * @throws StorageException if it can be neither created nor looked at
	 */
	static void prepare(StoreOptions options, FileEffects effects) {
		prepare(options.directory(), "shared-config.directory", options.permissions(), options.group(), effects);
	}

	private static void prepare(Path directory, String property, Set<PosixFilePermission> ofFiles,
			@Nullable String group, FileEffects effects) {
		try {
			PathFacts facts = PathFacts.of(directory);
			if (facts == null) {
				create(directory, effects);
				facts = PathFacts.of(directory);
			}
			if (facts == null) {
				throw new StorageException("create the directory", directory, "it was removed at once", null, false);
			}
			new FileTrust(Set.of(), currentOwner()).requireDirectory(directory, facts, property);
			if (isNew(directory, facts)) {
				giveAccess(directory, ofFiles, group, effects);
			}
		}
		catch (IOException ex) {
			throw new StorageException("create the directory", directory,
					"%s. Set '%s' to a directory that uid=%s can write to".formatted(ex, property, currentOwner()), ex,
					false);
		}
	}

	private static void create(Path directory, FileEffects effects) throws IOException {
		Path parent = directory.toAbsolutePath().getParent();
		if (parent != null) {
			effects.createDirectories(parent);
		}
		try {
			effects.createDirectoryPrivately(directory);
		}
		catch (FileAlreadyExistsException ex) {
			// another master was faster
		}
	}

	/**
	 * Return whether others still have to be let in: the directory was made just now, or
	 * by a master that died before it could do it.
	 */
	private static boolean isNew(Path directory, PathFacts facts) throws IOException {
		if (!facts.permissions().equals(PRIVATE) || !facts.isOwnedBy(currentOwner())) {
			return false;
		}
		try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
			return !content.iterator().hasNext();
		}
	}

	private static void giveAccess(Path directory, Set<PosixFilePermission> ofFiles, @Nullable String group,
			FileEffects effects) throws IOException {
		// the group first: nobody of another group is let in for a moment
		setGroup(directory, group, effects);
		effects.setPermissions(directory, permissionsFor(ofFiles));
	}

	/**
	 * Return the permissions of a directory with files of the given permissions: who may
	 * read them may enter.
	 * @param ofFiles the permissions of the files
	 * @return the permissions of the directory
	 */
	static Set<PosixFilePermission> permissionsFor(Set<PosixFilePermission> ofFiles) {
		Set<PosixFilePermission> result = EnumSet.copyOf(PRIVATE);
		if (ofFiles.contains(PosixFilePermission.GROUP_READ)) {
			result.addAll(PosixFilePermissions.fromString("---r-x---"));
		}
		if (ofFiles.contains(PosixFilePermission.OTHERS_READ)) {
			result.addAll(PosixFilePermissions.fromString("------r-x"));
		}
		return result;
	}

	static void setGroup(Path path, @Nullable String group, FileEffects effects) throws IOException {
		if (group != null) {
			effects.setGroup(path, lookUp(path, group));
		}
	}

	private static GroupPrincipal lookUp(Path path, String group) throws IOException {
		try {
			return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw new StorageException("set the group of", path,
					"'shared-config.publisher.group' expected=a group of this host found=%s".formatted(group), ex,
					false);
		}
	}

}
