package io.sharedconfig.publish;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.FileEffects;
import io.sharedconfig.file.MasterLock;
import io.sharedconfig.file.SharedDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The durable copy of a configuration: {@code <name>.history.jsonl}, the commit log, and
 * {@code <name>.json}, the newest document for people to read, and to edit while the
 * master is down. Locked, so that two masters of two shared directories cannot share it.
 * <p>
 * Not thread-safe; used by the thread that publishes.
 */
final class Backup implements AutoCloseable {

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private final String name;

	private final Path documentPath;

	private final MasterLock lock;

	private final HistoryFile history;

	private final HistoryFile.Warnings warnings;

	private final FileEffects effects;

	private @Nullable Document edited;

	private final Trouble copying;

	private final Trouble shortening;

	private long shortenAgainNanos;

	private Backup(String name, Path documentPath, MasterLock lock, HistoryFile history, HistoryFile.Warnings warnings,
			FileEffects effects) {
		this.name = name;
		this.documentPath = documentPath;
		this.lock = lock;
		this.history = history;
		this.warnings = warnings;
		this.copying = new Trouble(warnings);
		this.shortening = new Trouble(warnings);
		this.effects = effects;
	}

	/**
	 * Open the backup, made if it is not there, and mend what a crash left behind.
	 */
	static Backup open(Path directory, String name, DocumentCodec codec, HistoryFile.Warnings warnings,
			FileEffects effects) {
		SharedDirectory.prepare(directory, "shared-config.publisher.backup.directory", effects);
		MasterLock lock = MasterLock.acquire(directory, name, effects);
		try {
			DurableFiles.removeTemporaries(directory, name, effects);
			HistoryFile history = HistoryFile.open(directory, name, codec, warnings, effects);
			try {
				Backup backup = new Backup(name, directory.resolve(name + ".json"), lock, history, warnings, effects);
				backup.compareDocument(codec);
				return backup;
			}
			catch (RuntimeException | Error ex) {
				history.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			lock.close();
			throw new StorageException("open the backup", directory, ex);
		}
		catch (RuntimeException | Error ex) {
			lock.close();
			throw ex;
		}
	}

	/*
	 * The document is the last one committed: clean. It is the one before, or missing:
	 * the master died before it was replaced. It is anything else: a person edited it.
	 */
	private void compareDocument(DocumentCodec codec) {
		HistoryEntry last = this.history.last();
		Document found = readDocument(codec);
		if (found == null) {
			if (last != null) {
				replaceDocument(last.document());
			}
			return;
		}
		String hash = HistoryEntry.sha256(found);
		if (last != null && hash.equals(HistoryEntry.sha256(last.document()))) {
			return;
		}
		HistoryEntry before = this.history.beforeLast();
		if (last != null && before != null && hash.equals(HistoryEntry.sha256(before.document()))) {
			replaceDocument(last.document());
			return;
		}
		this.edited = found;
	}

	private @Nullable Document readDocument(DocumentCodec codec) {
		if (!Files.exists(this.documentPath)) {
			return null;
		}
		try {
			return codec.encode(Files.readString(this.documentPath, StandardCharsets.UTF_8));
		}
		catch (InvalidDocumentException ex) {
			setAside(Objects.requireNonNullElse(ex.getMessage(), ""));
		}
		catch (CharacterCodingException ex) {
			setAside("it is not UTF-8");
		}
		catch (IOException ex) {
			throw new StorageException("read the backup", this.documentPath, ex);
		}
		return null;
	}

	/**
	 * Keep what a person edited beside the document, which is put back.
	 * @param problem why it cannot be used
	 */
	void refuseEdit(String problem) {
		setAside(problem);
		HistoryEntry last = this.history.last();
		if (last != null) {
			replaceDocument(last.document());
		}
	}

	private void setAside(String problem) {
		Path aside = this.documentPath.resolveSibling(this.name + ".json.invalid");
		try {
			this.effects.rename(this.documentPath, aside);
		}
		catch (IOException ex) {
			throw new StorageException("set aside", this.documentPath, ex);
		}
		this.warnings.warn("the document in the backup was edited and cannot be used, it is kept as '%s': %s"
			.formatted(aside, problem));
	}

	/**
	 * Return the newest committed version.
	 * @return its entry, {@code null} if there is none
	 */
	@Nullable HistoryEntry last() {
		return this.history.last();
	}

	/**
	 * Return the document as a person left it.
	 * @return the document, {@code null} if nobody edited it since the last version
	 */
	@Nullable Document edited() {
		return this.edited;
	}

	/**
	 * Make a version durable. When this returns the version is committed, even if its
	 * readable copy could not be replaced.
	 * @throws StorageException if it is not committed, or the outcome is unknown
	 */
	void commit(DocumentSnapshot version) {
		this.history.append(HistoryEntry.of(version));
		replaceDocument(version.content());
	}

	/**
	 * Drop what is too old. If that fails it is tried again after a later version, but
	 * most of the time is never spent on trying.
	 */
	void forget(HistoryLimits limits) {
		long begin = System.nanoTime();
		if (this.shortening.isTold() && begin - this.shortenAgainNanos < 0) {
			return;
		}
		try {
			this.history.compact(limits);
			this.shortening.over();
		}
		catch (IOException ex) {
			long now = System.nanoTime();
			this.shortenAgainNanos = now + Math.min(LONGEST_PAUSE.toNanos(), 10 * (now - begin));
			this.shortening.warn("the history is longer than it should be and could not be shortened: " + ex);
		}
	}

	/*
	 * A copy that is older than the version before the last would be taken for what a
	 * person wrote, at the next start. There is always room to remove it, and then there
	 * may be room for the new one.
	 */
	private void replaceDocument(Document document) {
		byte[] content = ReadableJson.of(document);
		try {
			try {
				replaceDocument(content);
			}
			catch (IOException ex) {
				this.effects.delete(this.documentPath);
				replaceDocument(content);
			}
			this.copying.over();
		}
		catch (IOException ex) {
			this.copying.warn("'%s' could not be replaced and is %s: %s".formatted(this.documentPath,
					Files.exists(this.documentPath) ? "older than the history" : "missing", ex));
		}
	}

	private void replaceDocument(byte[] content) throws IOException {
		DurableFiles.replace(this.documentPath, new ByteArrayInputStream(content), this.name, this.effects);
	}

	HistoryFile history() {
		return this.history;
	}

	@Override
	public void close() {
		try {
			this.history.close();
		}
		finally {
			this.lock.close();
		}
	}

}
