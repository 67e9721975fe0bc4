package io.sharedconfig.file;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a master keeps its shared file.
 * <p>
 * Immutable.
 *
 * @param directory the directory of all shared files
 * @param name the configuration
 * @param initialPayloadBytes the largest document that the first file holds, in bytes
 * @param maxPayloadBytes the largest document that the file may be grown for, in bytes
 * @param permissions the permissions of the data file
 * @param group the group of the data file, {@code null} for the default one
 * @since 1.0.0
 */
public record StoreOptions(Path directory, String name, int initialPayloadBytes, int maxPayloadBytes,
		Set<PosixFilePermission> permissions, @Nullable String group) {

	/**
	 * The largest document that any file can be grown for, in bytes.
	 */
	public static final int LIMIT_BYTES = 128 * 1024 * 1024;

	/**
	 * Create the options.
	 */
	public StoreOptions {
		Objects.requireNonNull(directory, "'directory' must not be null");
		StageFile.requireValid(name);
		permissions = Set.copyOf(permissions);
		if (maxPayloadBytes <= 0 || maxPayloadBytes > LIMIT_BYTES) {
			throw new IllegalArgumentException(
					"'maxPayloadBytes' must be 1 to %d: %d".formatted(LIMIT_BYTES, maxPayloadBytes));
		}
		if (initialPayloadBytes <= 0 || initialPayloadBytes > maxPayloadBytes) {
			throw new IllegalArgumentException(
					"'initialPayloadBytes' must be 1 to %d: %d".formatted(maxPayloadBytes, initialPayloadBytes));
		}
		if (!permissions.containsAll(PosixFilePermissions.fromString("rw-------"))
				|| permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
			throw new IllegalArgumentException("'permissions' must let the owner, and nobody else, write: "
					+ PosixFilePermissions.toString(permissions));
		}
	}

}
