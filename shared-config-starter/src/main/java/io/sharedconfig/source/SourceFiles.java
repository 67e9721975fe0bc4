package io.sharedconfig.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.ResourceUtils;

/**
 * The files and directories that a master is fed with, in the order in which later ones
 * win. Of a directory that is every document in it, by the names of the files; names that
 * start with a dot, and directories below it, are none.
 * <p>
 * Immutable.
 */
final class SourceFiles {

	private final List<Path> sources;

	private SourceFiles(List<Path> sources) {
		this.sources = sources;
	}

	/**
	 * Take sources as they are configured.
	 * @param sources paths, or URLs of files
	 * @return the sources, at which nobody has looked yet
	 * @throws IllegalArgumentException if one of them is neither
	 */
	static SourceFiles of(List<String> sources) {
		return new SourceFiles(sources.stream().map(SourceFiles::path).toList());
	}

	private static Path path(String source) {
		try {
			return (ResourceUtils.isUrl(source) ? ResourceUtils.getFile(source).toPath() : Path.of(source))
				.toAbsolutePath()
				.normalize();
		}
		catch (FileNotFoundException | InvalidPathException ex) {
			throw new IllegalArgumentException(
					"'shared-config.publisher.sources' must be files and directories: " + source, ex);
		}
	}

	/**
	 * Look at what is there now. Reads no file.
	 * @return the files in their order
	 */
	List<SourceFile> look() {
		List<SourceFile> files = new ArrayList<>();
		for (Path source : this.sources) {
			if (Files.isDirectory(source)) {
				files.addAll(lookInto(source));
			}
			else {
				files.add(SourceFile.look(source));
			}
		}
		return files;
	}

	private static List<SourceFile> lookInto(Path directory) {
		try (Stream<Path> entries = Files.list(directory)) {
			List<SourceFile> files = entries.filter(SourceFiles::isMeant).sorted().map(SourceFile::look).toList();
			return (!files.isEmpty()) ? files
					: List.of(SourceFile.unusable(directory, "it has no .json, .yaml, .yml or .properties file"));
		}
		catch (IOException ex) {
			return List.of(SourceFile.unusable(directory, SourceFile.problem(ex)));
		}
	}

	private static boolean isMeant(Path entry) {
		return !entry.getFileName().toString().startsWith(".") && SourceFile.isDocument(entry)
				&& !Files.isDirectory(entry);
	}

	@Override
	public String toString() {
		return this.sources.stream().map(Path::toString).collect(Collectors.joining(", "));
	}

}
