package io.sharedconfig.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One file that feeds a master, as it was at one look: two looks that are equal saw the
 * same content, as far as one can tell without reading it. A file that was renamed over
 * another one is another file, and so is what a link leads to when the link was changed.
 * <p>
 * Immutable.
 *
 * @param path where it was looked for
 * @param realPath where it is, {@code path} if there is a problem
 * @param key what the file system knows it by, {@code null} if it does not tell
 * @param sizeBytes its length in bytes
 * @param modified when it was written, {@code null} if there is a problem
 * @param problem why it cannot be read, {@code null} if it can
 */
record SourceFile(Path path, Path realPath, @Nullable Object key, long sizeBytes, @Nullable FileTime modified,
		@Nullable String problem) {

	private static final Set<String> EXTENSIONS = Set.of("json", "yaml", "yml", "properties");

	static SourceFile look(Path path) {
		try {
			Path real = path.toRealPath();
			BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
			return new SourceFile(path, real, attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(),
					problem(path, real, attributes));
		}
		catch (IOException ex) {
			return unusable(path, problem(ex));
		}
	}

	static SourceFile unusable(Path path, String problem) {
		return new SourceFile(path, path, null, 0, null, problem);
	}

	private static @Nullable String problem(Path path, Path real, BasicFileAttributes attributes) {
		if (!attributes.isRegularFile()) {
			return "expected a file or a directory";
		}
		if (!isDocument(path)) {
			return "expected a name that ends with .json, .yaml, .yml or .properties";
		}
		if (!Files.isReadable(real)) {
			return "this user may not read it";
		}
		// whoever writes in place cuts the file first, and may find the disk full then
		return (attributes.size() == 0) ? "it is empty. A comment or {} says that this is meant" : null;
	}

	static String problem(IOException failure) {
		if (failure instanceof NoSuchFileException) {
			return "it is not there";
		}
		if (failure instanceof AccessDeniedException) {
			return "this user may not read it";
		}
		String reason = (failure instanceof FileSystemException known) ? known.getReason() : null;
		return "it cannot be looked at: " + ((reason != null) ? reason : failure.getClass().getName());
	}

	static boolean isDocument(Path path) {
		return EXTENSIONS.contains(extension(path));
	}

	private static String extension(Path path) {
		String name = String.valueOf(path.getFileName());
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}

	boolean isJson() {
		return extension(this.path).equals("json");
	}

	boolean isYaml() {
		return extension(this.path).startsWith("y");
	}

}
