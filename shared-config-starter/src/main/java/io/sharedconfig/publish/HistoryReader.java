package io.sharedconfig.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * one is read to its end. Damaged lines are passed over; versions that build on them are
 * listed and cannot be read.
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
		try (HistoryLines file = open()) {
			return (file != null) ? revisions(HistoryLine.all(file)) : List.of();
		}
		catch (IOException ex) {
			throw new StorageException("read the history", this.path, ex);
		}
	}

	@Override
	public DocumentSnapshot revision(long version) {
		try (HistoryLines file = open()) {
			List<HistoryLine> lines = (file != null) ? HistoryLine.all(file) : List.of();
			List<ConfigRevision> kept = revisions(lines);
			if (file == null || kept.stream().noneMatch((revision) -> revision.version() == version)) {
				throw new VersionNotKeptException(this.name, version, kept);
			}
			return Versions.of(this.name, new HistoryReplay(file, lines, this.codec).entry(indexOf(version, lines)));
		}
		catch (InvalidDocumentException ex) {
			throw new StorageException("read version %d in the history".formatted(version), this.path,
					"a line is damaged: " + ex.problem(), null, false);
		}
		catch (IOException ex) {
			throw new StorageException("read the history", this.path, ex);
		}
	}

	private static int indexOf(long version, List<HistoryLine> lines) {
		int index = lines.size() - 1;
		for (HistoryHead head = lines.get(index).head(); head == null || head.version() != version;) {
			head = lines.get(--index).head();
		}
		return index;
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

	private List<ConfigRevision> revisions(List<HistoryLine> lines) {
		List<ConfigRevision> kept = new ArrayList<>();
		for (int i = lines.size() - 1; i >= 0 && kept.size() < this.maxVersions; i--) {
			HistoryHead head = lines.get(i).head();
			if (head != null && head.version() <= this.newest.getAsLong()) {
				kept.add(head.revision());
			}
		}
		return kept;
	}

}
