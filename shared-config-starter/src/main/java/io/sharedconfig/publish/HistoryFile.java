package io.sharedconfig.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.DocumentCodec;
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

	private final String name;

	private final Path path;

	private final DocumentCodec codec;

	private final FileEffects effects;

	private RandomAccessFile file;

	private long length;

	private long lines;

	private boolean nameMayBeLost;

	private @Nullable HistoryEntry last;

	private @Nullable HistoryEntry beforeLast;

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
	 * Open the history, cut what a crash left unfinished at its end, and read its last
	 * two lines.
	 */
	static HistoryFile open(Path directory, String name, DocumentCodec codec, Warnings warnings, FileEffects effects) {
		Path path = path(directory, name);
		try {
			DurableFiles.createUnlessThere(path, effects);
			RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
			try {
				HistoryFile history = new HistoryFile(name, path, codec, file, effects);
				history.readEnd(warnings);
				history.countLines();
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

	private void readEnd(Warnings warnings) throws IOException {
		long end = endOfLastLine(this.file.length());
		if (end < this.file.length()) {
			warnings.warn("the unfinished last line of '%s' was cut: lengthBytes=%d".formatted(this.path,
					this.file.length() - end));
			this.effects.setLength(this.file, this.path, end);
		}
		this.length = end;
		while (this.length > 0 && this.last == null) {
			long start = endOfLastLine(this.length - 1);
			try {
				this.last = read(start, this.length);
				this.beforeLast = readBefore(start);
			}
			catch (InvalidDocumentException ex) {
				keepDamaged(warnings);
				this.effects.setLength(this.file, this.path, start);
				this.length = start;
			}
		}
	}

	private void countLines() throws IOException {
		try (HistoryLines all = new HistoryLines(this.path)) {
			for (all.next(); all.finish(); all.next()) {
				this.lines++;
			}
		}
	}

	private void keepDamaged(Warnings warnings) throws IOException {
		Path kept = this.path.resolveSibling(this.path.getFileName() + ".damaged");
		boolean first = !Files.exists(kept);
		if (first) {
			try (InputStream content = Files.newInputStream(this.path)) {
				DurableFiles.replace(kept, content, this.name, this.effects);
			}
		}
		warnings.warn("a damaged line at the end of '%s' was cut, the file before that is kept as '%s'"
			.formatted(this.path, kept));
	}

	private @Nullable HistoryEntry readBefore(long end) throws IOException {
		try {
			return (end > 0) ? read(endOfLastLine(end - 1), end) : null;
		}
		catch (InvalidDocumentException ex) {
			return null;
		}
	}

	private HistoryEntry read(long start, long end) throws IOException {
		byte[] line = new byte[Math.toIntExact(end - start)];
		this.file.seek(start);
		this.file.readFully(line);
		return HistoryEntry.ofLine(line, this.codec);
	}

	/**
	 * Return the position after the last line feed before a position.
	 */
	private long endOfLastLine(long position) throws IOException {
		byte[] block = new byte[BLOCK_BYTES];
		long blockEnd = position;
		while (blockEnd > 0) {
			long blockStart = Math.max(0, blockEnd - BLOCK_BYTES);
			int blockLength = (int) (blockEnd - blockStart);
			this.file.seek(blockStart);
			this.file.readFully(block, 0, blockLength);
			for (int i = blockLength - 1; i >= 0; i--) {
				if (block[i] == '\n') {
					return blockStart + i + 1;
				}
			}
			blockEnd = blockStart;
		}
		return 0;
	}

	@Nullable HistoryEntry last() {
		return this.last;
	}

	@Nullable HistoryEntry beforeLast() {
		return this.beforeLast;
	}

	/**
	 * Append a version. When this returns the version is committed.
	 * @throws StorageException if it could not be appended; then it is not in the file,
	 * unless the exception says that the outcome is unknown
	 */
	void append(HistoryEntry entry) {
		byte[] line = entry.toLine();
		requireName();
		try {
			this.file.seek(this.length);
			this.effects.write(this.file, this.path, line, line.length);
			this.effects.sync(this.file, this.path);
		}
		catch (IOException ex) {
			undo(ex);
		}
		this.length += line.length;
		this.lines++;
		this.beforeLast = this.last;
		this.last = entry;
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
	 * Drop the oldest lines if there are too many, but never the last two. At no moment
	 * is there a history without the version that was appended last.
	 * @param limits how much to keep
	 * @throws IOException if it could not be done; the history is as it was, or done
	 */
	void compact(HistoryLimits limits) throws IOException {
		if (this.lines > limits.maxLines() || this.length > limits.maxSizeBytes()) {
			Cut cut = cut(limits);
			if (cut.lines > 0) {
				dropBefore(cut);
			}
		}
	}

	private Cut cut(HistoryLimits limits) throws IOException {
		long lengthToKeep = (this.length > limits.maxSizeBytes()) ? limits.lengthToKeepBytes() : this.length;
		long start = 0;
		long dropped = 0;
		try (HistoryLines all = new HistoryLines(this.path)) {
			while (this.lines - dropped > 2
					&& (this.lines - dropped > limits.maxVersions() || this.length - start > lengthToKeep)) {
				all.next();
				all.finish();
				start = all.position();
				dropped++;
			}
		}
		return new Cut(start, dropped);
	}

	/*
	 * The copy is open before it gets the name and stays so: if it were opened afterwards
	 * and that failed, lines would be appended to a file without a name.
	 */
	private void dropBefore(Cut cut) throws IOException {
		Path temporary = DurableFiles.temporaryBeside(this.path, this.name);
		RandomAccessFile copy = null;
		try {
			this.effects.createPrivately(temporary);
			copy = new RandomAccessFile(temporary.toFile(), "rw");
			copyFrom(cut.start, copy, temporary);
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
		this.length -= cut.start;
		this.lines -= cut.lines;
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
	 * What is dropped.
	 *
	 * @param start where the first line begins that is kept
	 * @param lines how many lines are dropped
	 */
	private record Cut(long start, long lines) {

	}

	/**
	 * Told of what was mended.
	 */
	@FunctionalInterface
	interface Warnings {

		void warn(String problem);

	}

}
