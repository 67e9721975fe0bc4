package io.sharedconfig.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.FileEffects;
import org.jspecify.annotations.Nullable;

/**
 * The history of a configuration: one line a version, appended and synced. It is the
 * commit log: a version whose line is synced is committed.
 * <p>
 * Not thread-safe; used by the thread that publishes. Plain {@code java.io}, because an
 * interrupt closes a channel but not a {@link RandomAccessFile}.
 */
final class HistoryFile implements AutoCloseable {

	private static final int BLOCK_BYTES = 64 * 1024;

	/**
	 * How many patches may follow a whole document.
	 */
	static final int MAX_PATCHES = 255;

	private static final long MIN_PATCH_BYTES = 64 * 1024;

	private final String name;

	private final Path path;

	private final DocumentCodec codec;

	private final FileEffects effects;

	private RandomAccessFile file;

	private long length;

	private long lines;

	private long lastVersion;

	/*
	 * Of the whole document that was appended last, and of the patches since.
	 */

	private long documentVersion;

	private long documentLineBytes;

	private int patches;

	private long patchBytes;

	private boolean nothingToDrop;

	private boolean nameMayBeLost;

	private @Nullable HistoryEntry last;

	private HistoryFile(String name, Path path, DocumentCodec codec, RandomAccessFile file, FileEffects effects) {
		this.name = name;
		this.path = path;
		this.codec = codec;
		this.file = file;
		this.effects = effects;
	}

	static Path path(Path directory, String name) {
		return directory.resolve(name + ".history.jsonl");
	}

	/**
	 * Open the history, cut what a crash left unfinished at its end, and make its newest
	 * version.
	 */
	static HistoryFile open(Path directory, String name, DocumentCodec codec, Warnings warnings, FileEffects effects) {
		Path path = path(directory, name);
		try {
			boolean made = DurableFiles.createUnlessThere(path, effects);
			RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
			try {
				HistoryFile history = new HistoryFile(name, path, codec, file, effects);
				history.nameMayBeLost = made;
				history.readAll(warnings);
				return history;
			}
			catch (IOException | RuntimeException | Error ex) {
				file.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new StorageException("open the history", path, ex);
		}
	}

	private void readAll(Warnings warnings) throws IOException {
		try (HistoryLines all = new HistoryLines(this.path)) {
			List<HistoryLine> found = HistoryLine.all(all);
			long end = (found.isEmpty()) ? 0 : found.get(found.size() - 1).end();
			if (end < this.file.length()) {
				warnings.warn("the unfinished last line of '%s' was cut: lengthBytes=%d".formatted(this.path,
						this.file.length() - end));
				this.effects.setLength(this.file, this.path, end);
			}
			HistoryReplay.Made newest = new HistoryReplay(all, found, this.codec).newest();
			int usable = (newest != null) ? newest.index() + 1 : 0;
			if (usable < found.size()) {
				long start = found.get(usable).start();
				keepDamaged(warnings, found.size() - usable);
				this.effects.setLength(this.file, this.path, start);
			}
			found.subList(0, usable).forEach(this::count);
			this.last = (newest != null) ? newest.entry() : null;
			this.lastVersion = (newest != null) ? newest.entry().version() : 0;
		}
	}

	private void count(HistoryLine line) {
		count((line.head() != null) ? line.head().version() : 0, line.isWhole(), line.lengthBytes());
	}

	private void count(long version, boolean whole, long lineBytes) {
		this.lines++;
		this.length += lineBytes;
		this.patches = (whole) ? 0 : this.patches + 1;
		this.patchBytes = (whole) ? 0 : this.patchBytes + lineBytes;
		if (whole) {
			this.documentVersion = version;
			this.documentLineBytes = lineBytes;
			this.nothingToDrop = false;
		}
	}

	private void keepDamaged(Warnings warnings, int count) throws IOException {
		Path kept = this.path.resolveSibling(this.path.getFileName() + ".damaged");
		boolean first = !Files.exists(kept);
		if (first) {
			try (InputStream content = Files.newInputStream(this.path)) {
				DurableFiles.replace(kept, content, this.name, this.effects);
			}
		}
		warnings.warn("a damaged line at the end of '%s' was cut%s, the file before that is kept as '%s'".formatted(
				this.path,
				(count > 1) ? ", and with it %d more that build on it or are damaged".formatted(count - 1) : "", kept));
	}

	/**
	 * Return the newest version that was there when the history was opened, until another
	 * one is appended.
	 * @return the version, {@code null} if there was none
	 */
	@Nullable HistoryEntry last() {
		return this.last;
	}

	/**
	 * Return the version that was kept last as a whole document.
	 * @return the version, 0 if there is none
	 */
	long lastDocument() {
		return this.documentVersion;
	}

	/**
	 * Return whether the newest version is kept as a whole document.
	 */
	boolean endsWhole() {
		return this.patches == 0;
	}

	/**
	 * Return whether a document is a version that it may be if nobody wrote down which
	 * one it is: any of those that are kept, or where each version was written at once,
	 * because there are no patches, one of the last two.
	 */
	boolean mayBeUnnoted(Document document) throws IOException {
		try (HistoryLines file = new HistoryLines(this.path)) {
			List<HistoryLine> all = HistoryLine.all(file);
			boolean patches = all.stream().anyMatch((line) -> line.head() != null && line.head().stateHash() != null);
			return isAnyOf(all.subList((patches) ? 0 : Math.max(0, all.size() - 2), all.size()), document, 0);
		}
	}

	/**
	 * Return whether a document is a version that is kept.
	 * @param since the oldest version it may be
	 */
	boolean holds(Document document, long since) throws IOException {
		try (HistoryLines file = new HistoryLines(this.path)) {
			return isAnyOf(HistoryLine.all(file), document, since);
		}
	}

	private static boolean isAnyOf(List<HistoryLine> lines, Document document, long since) {
		String sha256 = HistoryFormat.sha256(document.payload());
		String stateHash = HistoryFormat.stateHash(document);
		return lines.stream()
			.map(HistoryLine::head)
			.anyMatch((head) -> head != null && head.version() >= since && head.isOf(sha256, stateHash));
	}

	/**
	 * Append a version. When this returns the version is committed.
	 * @param version the version, whose document is not asked for if its patch will do
	 * @param patch the JSON Patch that made it of the version before, {@code null} if it
	 * is not known
	 * @throws StorageException if it could not be appended; then it is not in the file,
	 * unless the exception says that the outcome is unknown
	 */
	void append(DocumentSnapshot version, byte @Nullable [] patch) {
		boolean whole = !takesPatch(version, patch);
		byte[] line = line(version, patch, whole);
		requireName();
		try {
			this.file.seek(this.length);
			this.effects.write(this.file, this.path, line, line.length);
			this.effects.sync(this.file, this.path);
		}
		catch (IOException ex) {
			undo(ex);
		}
		count(version.version(), whole, line.length);
		this.lastVersion = version.version();
		this.last = null;
	}

	/**
	 * Return whether of a version the patch is kept, and not the document.
	 */
	boolean takesPatch(DocumentSnapshot version, byte @Nullable [] patch) {
		if (patch == null || patch.length >= version.content().lengthBytes()) {
			return false;
		}
		return this.lastVersion == version.version() - 1 && this.documentLineBytes > 0 && this.patches < MAX_PATCHES
				&& this.patchBytes + patch.length <= Math.max(this.documentLineBytes, MIN_PATCH_BYTES);
	}

	private static byte[] line(DocumentSnapshot version, byte @Nullable [] patch, boolean whole) {
		ConfigRevision revision = HistoryEntry.revision(version);
		if (patch == null) {
			return HistoryFormat.documentLine(revision, null, version.content());
		}
		String stateHash = HistoryFormat.stateHash(version.content());
		return (whole) ? HistoryFormat.documentLine(revision, stateHash, version.content())
				: HistoryFormat.patchLine(revision, stateHash, patch);
	}

	private void undo(IOException cause) {
		try {
			this.effects.setLength(this.file, this.path, this.length);
			this.effects.sync(this.file, this.path);
		}
		catch (IOException ex) {
			cause.addSuppressed(ex);
			throw new StorageException("append to the history", this.path,
					"the line could neither be completed nor taken back; the version may be there after a restart. "
							+ "Check the disk and restart the master: " + cause,
					cause, true);
		}
		throw new StorageException("append to the history", this.path, cause);
	}

	/**
	 * Drop the oldest lines if there are too many, but never the last two. What is kept
	 * begins with a whole document. At no moment is there a history without the version
	 * that was appended last.
	 * @param limits how much to keep
	 * @param needed the oldest version that must be kept all the same, 0 for none
	 * @throws IOException if it could not be done; the history is as it was, or done
	 */
	void compact(HistoryLimits limits, long needed) throws IOException {
		boolean tooLong = this.length > limits.maxSizeBytes() && !this.nothingToDrop;
		if (tooLong || this.lines > limits.maxLines()) {
			HistoryCut cut = HistoryCut.find(this.path, this.length, limits, needed, this.codec);
			if (cut != null) {
				dropBefore(cut);
			}
			this.nothingToDrop = cut == null && needed == 0 && !endsWhole();
		}
	}

	/*
	 * The copy is open before it gets the name and stays so: if it were opened afterwards
	 * and that failed, lines would be appended to a file without a name.
	 */
	private void dropBefore(HistoryCut cut) throws IOException {
		Path temporary = DurableFiles.temporaryBeside(this.path, this.name);
		RandomAccessFile copy = null;
		try {
			this.effects.createPrivately(temporary);
			copy = new RandomAccessFile(temporary.toFile(), "rw");
			this.effects.write(copy, temporary, cut.first(), cut.first().length);
			copyFrom(cut.next(), copy, temporary);
			this.effects.sync(copy, temporary);
			this.effects.rename(temporary, this.path);
		}
		catch (IOException ex) {
			if (copy != null) {
				copy.close();
			}
			this.effects.delete(temporary);
			throw ex;
		}
		RandomAccessFile replaced = this.file;
		this.file = copy;
		this.length += cut.first().length - cut.next();
		this.lines -= cut.dropped();
		this.nameMayBeLost = true;
		replaced.close();
		requireNameOnDisk();
	}

	private void copyFrom(long start, RandomAccessFile copy, Path temporary) throws IOException {
		byte[] block = new byte[BLOCK_BYTES];
		this.file.seek(start);
		for (long left = this.length - start; left > 0;) {
			int count = (int) Math.min(left, block.length);
			this.file.readFully(block, 0, count);
			this.effects.write(copy, temporary, block, count);
			left -= count;
		}
	}

	/*
	 * Until the directory is on the disk a power cut can bring back the file before, and
	 * with it lose what was appended since.
	 */
	private void requireName() {
		try {
			requireNameOnDisk();
		}
		catch (IOException ex) {
			throw new StorageException("append to the history", this.path, ex);
		}
	}

	private void requireNameOnDisk() throws IOException {
		if (this.nameMayBeLost) {
			this.effects.syncDirectory(Objects.requireNonNull(this.path.toAbsolutePath().getParent()));
			this.nameMayBeLost = false;
		}
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new StorageException("close the history", this.path, ex);
		}
	}

	/**
	 * Told of what was mended.
	 */
	@FunctionalInterface
	interface Warnings {

		void warn(String problem);

	}

}
