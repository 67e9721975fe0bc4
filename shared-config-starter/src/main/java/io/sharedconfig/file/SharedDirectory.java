package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
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
	 * @throws UntrustedFileException if somebody else could change what is in it
	 * @throws StorageException if it can be neither created nor looked at
	 */
	public static void prepare(Path directory, String property) {
		prepare(directory, property, PosixFilePermissions.fromString("rw-------"), null);
	}

	/**
	 * Make sure that the directory of a master is there and can be trusted.
	 * @param options how the master keeps its file
	 * @throws UntrustedFileException if somebody else could change what is in it
	 * @throws StorageException if it can be neither created nor looked at
	 */
	static void prepare(StoreOptions options) {
		prepare(options.directory(), "shared-config.directory", options.permissions(), options.group());
	}

	private static void prepare(Path directory, String property, Set<PosixFilePermission> ofFiles,
			@Nullable String group) {
		try {
			PathFacts facts = PathFacts.of(directory);
			if (facts == null) {
				create(directory, ofFiles, group);
				facts = PathFacts.of(directory);
			}
			if (facts == null) {
				throw new StorageException("create the directory", directory, "it was removed at once", null, false);
			}
			new FileTrust(Set.of(), currentOwner()).requireDirectory(directory, facts, property);
		}
		catch (IOException ex) {
			throw new StorageException("create the directory", directory,
					"%s. Set '%s' to a directory that uid=%s can write to".formatted(ex, property, currentOwner()), ex,
					false);
		}
	}

	private static void create(Path directory, Set<PosixFilePermission> ofFiles, @Nullable String group)
			throws IOException {
		Path parent = directory.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		try {
			createPrivately(directory);
		}
		catch (FileAlreadyExistsException ex) {
			return; // another master was faster, and gives the access
		}
		if (PathFacts.hasPermissions(directory)) {
			giveAccess(directory, ofFiles, group);
		}
	}

	private static void giveAccess(Path directory, Set<PosixFilePermission> ofFiles, @Nullable String group)
			throws IOException {
		try {
			// the group first: nobody of another group is let in for a moment
			setGroup(directory, group);
			Files.setPosixFilePermissions(directory, permissionsFor(ofFiles));
		}
		catch (IOException | RuntimeException ex) {
			Files.deleteIfExists(directory); // the next start has to give the access
			throw ex;
		}
	}

	private static void createPrivately(Path directory) throws IOException {
		if (PathFacts.hasPermissions(directory)) {
			Files.createDirectory(directory,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		else {
			Files.createDirectory(directory);
		}
	}

	/**
	 * Return the permissions of a directory with files of the given permissions: who may
	 * read them may enter.
	 * @param ofFiles the permissions of the files
	 * @return the permissions of the directory
	 */
	static Set<PosixFilePermission> permissionsFor(Set<PosixFilePermission> ofFiles) {
		Set<PosixFilePermission> result = EnumSet.copyOf(PosixFilePermissions.fromString("rwx------"));
		if (ofFiles.contains(PosixFilePermission.GROUP_READ)) {
			result.addAll(PosixFilePermissions.fromString("---r-x---"));
		}
		if (ofFiles.contains(PosixFilePermission.OTHERS_READ)) {
			result.addAll(PosixFilePermissions.fromString("------r-x"));
		}
		return result;
	}

	static void setGroup(Path path, @Nullable String group) throws IOException {
		if (group == null) {
			return;
		}
		GroupPrincipal principal = lookUp(path, group);
		PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		if (!principal.equals(view.readAttributes().group())) {
			view.setGroup(principal);
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
