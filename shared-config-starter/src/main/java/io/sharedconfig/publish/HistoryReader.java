package io.sharedconfig.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

import io.sharedconfig.ConfigName;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.StorageException;
import io.sharedconfig.VersionNotKeptException;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history file of a configuration, with the master running or dead. It takes no
 * lock and holds no file: lines are only appended, and when the file is rewritten the old
 * one is read to its end. Damaged lines are passed over.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class HistoryReader implements KeptVersions {

	private final String name;

	private final Path path;

	private final DocumentCodec codec = new DocumentCodec();

	private final int maxVersions;

	private final LongSupplier newest;

	HistoryReader(Path directory, String name, int maxVersions, LongSupplier newest) {
		this.name = name;
		this.path = HistoryFile.path(directory, name);
		this.maxVersions = maxVersions;
		this.newest = newest;
	}

	/**
	 * Read all that is there.
	 * @param directory the directory of the backup
	 * @param name the configuration
	 * @return the reader, which has not looked at any file yet
	 * @throws io.sharedconfig.InvalidNameException if the name cannot be one
	 */
	public static HistoryReader of(Path directory, String name) {
		return new HistoryReader(directory, ConfigName.requireValid(name), Integer.MAX_VALUE, () -> Long.MAX_VALUE);
	}

	@Override
	public List<ConfigRevision> revisions() {
		try (HistoryLines lines = open()) {
			return (lines != null) ? kept(lines).stream().map(Kept::revision).toList() : List.of();
		}
		catch (IOException ex) {
			throw new StorageException("read the history", this.path, ex);
		}
	}

	@Override
	public DocumentSnapshot revision(long version) {
		try (HistoryLines lines = open()) {
			List<Kept> kept = (lines != null) ? kept(lines) : List.of();
			for (Kept line : kept) {
				if (lines != null && line.revision.version() == version) {
					return Versions.of(this.name, HistoryEntry.ofLine(lines.read(line.start, line.end), this.codec));
				}
			}
			throw new VersionNotKeptException(this.name, version, kept.stream().map(Kept::revision).toList());
		}
		catch (InvalidDocumentException ex) {
			throw new StorageException("read version %d in the history".formatted(version), this.path,
					"the line is damaged: " + ex.problem(), null, false);
		}
		catch (IOException ex) {
			throw new StorageException("read the history", this.path, ex);
		}
	}

	private @Nullable HistoryLines open() throws IOException {
		try {
			return new HistoryLines(this.path);
		}
		catch (FileNotFoundException ex) {
			if (Files.exists(this.path)) {
				throw ex; // it may not be read
			}
			return null;
		}
	}

	private List<Kept> kept(HistoryLines lines) throws IOException {
		List<Kept> kept = new ArrayList<>();
		while (true) {
			ConfigRevision revision = HistoryEntry.revisionOf(lines.next());
			if (!lines.finish()) {
				break;
			}
			if (revision != null && revision.version() <= this.newest.getAsLong()) {
				kept.add(new Kept(revision, lines.lineStart(), lines.position()));
			}
		}
		Collections.reverse(kept);
		return kept.subList(0, Math.min(this.maxVersions, kept.size()));
	}

	/**
	 * Where a version is kept.
	 */
	private record Kept(ConfigRevision revision, long start, long end) {

	}

}
