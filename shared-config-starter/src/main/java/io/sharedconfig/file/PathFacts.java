package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What stands at a path at one moment, links not followed.
 * <p>
 * Immutable.
 *
 * @param type what it is: {@code file}, {@code directory}, {@code link} or {@code other}
 * @param key what tells it from any other file as long as it exists or is in use
 * @param lengthBytes its length in bytes
 * @param uid the owner's uid, or the name where there is none
 * @param owner the owner's name
 * @param permissions its permissions, empty where there are none
 */
record PathFacts(String type, Object key, long lengthBytes, String uid, String owner,
		Set<PosixFilePermission> permissions) {

	static final String FILE = "file";

	static final String DIRECTORY = "directory";

	private static final int PERMISSION_BITS = 07777;

	/**
	 * Return what stands at a path.
	 * @param path the path
	 * @return the facts, {@code null} if there is nothing
	 * @throws IOException if it cannot be known
	 */
	static @Nullable PathFacts of(Path path) throws IOException {
		try {
			return read(path);
		}
		catch (NoSuchFileException ex) {
			requireNotBelowAFile(path);
			return null;
		}
	}

	/**
	 * Newer JDKs say of a path below a file that it does not exist, as if it could come
	 * to exist; older ones that something on the way is not a directory.
	 */
	private static void requireNotBelowAFile(Path path) throws FileSystemException {
		Path ancestor = path.toAbsolutePath().getParent();
		while (ancestor != null && !Files.exists(ancestor)) {
			ancestor = ancestor.getParent();
		}
		if (ancestor != null && !Files.isDirectory(ancestor)) {
			throw new FileSystemException(ancestor.toString(), null, "Not a directory");
		}
	}

	/**
	 * Return what tells the file at a path from any other.
	 * @param path the path
	 * @return the key, {@code null} if there is nothing
	 * @throws IOException if it cannot be known
	 */
	static @Nullable Object keyOf(Path path) throws IOException {
		BasicFileAttributes basic = basicOf(path);
		return (basic != null) ? key(basic) : null;
	}

	/**
	 * Return whether something stands at a path that is not the file it was: another one,
	 * or the same one with another length.
	 * @param path the path
	 * @param key what tells the file from any other
	 * @param lengthBytes its length in bytes
	 * @return {@code false} if it is the file, or nothing is there
	 * @throws IOException if it cannot be known
	 */
	static boolean isAnother(Path path, Object key, long lengthBytes) throws IOException {
		BasicFileAttributes basic = basicOf(path);
		return basic != null && (!key(basic).equals(key) || basic.size() != lengthBytes);
	}

	/**
	 * Return whether a path has other permission bits.
	 * @param path the path
	 * @param mode all of them, also those that have no name in Java
	 * @return {@code false} if it has these, or there are none on this system
	 * @throws IOException if it cannot be known
	 */
	static boolean hasAnotherMode(Path path, int mode) throws IOException {
		return hasUnixView(path)
				&& ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & PERMISSION_BITS) != mode;
	}

	/*
	 * Nothing else than the basic attributes: to know the owner's name may take the
	 * system a question over the network, and this is asked once a second.
	 */
	private static @Nullable BasicFileAttributes basicOf(Path path) throws IOException {
		try {
			return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	static Object key(BasicFileAttributes basic) {
		return Objects.requireNonNullElse(basic.fileKey(), "no key");
	}

	private static PathFacts read(Path path) throws IOException {
		if (hasUnixView(path)) {
			Map<String, Object> unix = Files.readAttributes(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
			PosixFileAttributes posix = Files.readAttributes(path, PosixFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return of(posix, String.valueOf(unix.get("uid")), posix.owner().getName(), posix.permissions());
		}
		BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
		return of(basic, owner, owner, Set.of());
	}

	private static PathFacts of(BasicFileAttributes basic, String uid, String owner,
			Set<PosixFilePermission> permissions) {
		return new PathFacts(type(basic), key(basic), basic.size(), uid, owner, permissions);
	}

	private static boolean hasUnixView(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("unix");
	}

	static boolean hasPermissions(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private static String type(BasicFileAttributes attributes) {
		if (attributes.isSymbolicLink()) {
			return "link";
		}
		if (attributes.isDirectory()) {
			return DIRECTORY;
		}
		return attributes.isRegularFile() ? FILE : "other";
	}

	/**
	 * Return whether a user owns what stands there.
	 * @param user the uid, or the name
	 * @return {@code false} if somebody else does
	 */
	boolean isOwnedBy(String user) {
		return this.uid.equals(user) || this.owner.equals(user);
	}

	boolean isFile() {
		return FILE.equals(this.type);
	}

	boolean isDirectory() {
		return DIRECTORY.equals(this.type);
	}

}
