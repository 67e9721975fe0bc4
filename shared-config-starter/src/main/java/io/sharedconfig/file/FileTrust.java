package io.sharedconfig.file;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.TreeSet;

import io.sharedconfig.UntrustedFileException;

/**
 * Decides whose files are believed: those that nobody could have written but this user,
 * root, or a user who was named.
 * <p>
 * Immutable.
 */
final class FileTrust {

	private static final String ROOT = "0";

	private static final String SHARED_DIRECTORY = "shared-config.directory";

	private static final String FILE_ACTION = "Remove it, or set 'shared-config.directory' to another directory";

	private static final String LOCK_ACTION = "Remove it";

	private final Set<String> owners;

	/**
	 * Create the rule.
	 * @param trustedOwners names or uids of users that are trusted besides this one and
	 * root
	 * @param currentOwner the uid or name of this user
	 */
	FileTrust(Set<String> trustedOwners, String currentOwner) {
		Set<String> all = new TreeSet<>(trustedOwners);
		all.add(ROOT);
		all.add(currentOwner);
		this.owners = all;
	}

	/**
	 * Check a directory of shared files.
	 * @param directory the directory
	 * @param facts what stands there
	 * @throws UntrustedFileException if somebody else could change what is in it
	 */
	void requireDirectory(Path directory, PathFacts facts) {
		requireDirectory(directory, facts, SHARED_DIRECTORY);
	}

	/**
	 * Check a directory.
	 * @param directory the directory
	 * @param facts what stands there
	 * @param property the property that names it, for messages
	 * @throws UntrustedFileException if somebody else could change what is in it
	 */
	void requireDirectory(Path directory, PathFacts facts, String property) {
		String action = "Set '%s' to a directory of your own".formatted(property) + (SHARED_DIRECTORY.equals(property)
				? ", the same for all processes, or name its owner in " + "'shared-config.follower.trusted-owners'"
				: "");
		if (!facts.isDirectory()) {
			throw new UntrustedFileException(directory, "type", PathFacts.DIRECTORY, facts.type(), action);
		}
		requireOwner(directory, facts, action);
		requireNotWritable(directory, facts, PosixFilePermission.GROUP_WRITE, "group", action);
		requireNotWritable(directory, facts, PosixFilePermission.OTHERS_WRITE, "others", action);
	}

	/**
	 * Check a shared file.
	 * @param file the file
	 * @param facts what stands there
	 * @throws UntrustedFileException if somebody else could have written it
	 */
	void requireFile(Path file, PathFacts facts) {
		if (!facts.isFile()) {
			throw new UntrustedFileException(file, "type", PathFacts.FILE, facts.type(), FILE_ACTION);
		}
		requireOwner(file, facts, FILE_ACTION);
		requireNotWritable(file, facts, PosixFilePermission.OTHERS_WRITE, "others", FILE_ACTION);
	}

	/**
	 * Check a lock file: who can write to it can keep every master out.
	 * @param file the file
	 * @param facts what stands there, a file
	 * @throws UntrustedFileException if somebody else could lock it
	 */
	void requireLock(Path file, PathFacts facts) {
		requireOwner(file, facts, LOCK_ACTION);
		requireNotWritable(file, facts, PosixFilePermission.GROUP_WRITE, "group", LOCK_ACTION);
		requireNotWritable(file, facts, PosixFilePermission.OTHERS_WRITE, "others", LOCK_ACTION);
	}

	private void requireOwner(Path path, PathFacts facts, String action) {
		if (this.owners.stream().noneMatch(facts::isOwnedBy)) {
			throw new UntrustedFileException(path, "owner", String.join(" or ", this.owners), facts.uid(), action);
		}
	}

	private static void requireNotWritable(Path path, PathFacts facts, PosixFilePermission permission, String who,
			String action) {
		if (facts.permissions().contains(permission)) {
			throw new UntrustedFileException(path, "writableBy", "owner", who, action);
		}
	}

}
