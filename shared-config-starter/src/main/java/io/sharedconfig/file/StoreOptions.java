package io.sharedconfig.file;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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

}
