package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

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
 * Not thread-safe; used by the thread that publishes, except for {@link #look()}.
 */
final class Backup implements AutoCloseable {

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private final MasterLock lock;

	private final HistoryFile history;

	private final DocumentFile document;

	private final Trouble shortening;

	private long shortenAgainNanos;

	private @Nullable Edit edit;

	private Backup(MasterLock lock, HistoryFile history, DocumentFile document, HistoryFile.Warnings warnings) {
		this.lock = lock;
		this.history = history;
		this.document = document;
		this.shortening = new Trouble(warnings);
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
				DocumentFile document = new DocumentFile(directory, name, warnings, effects);
				Backup backup = new Backup(lock, history, document, warnings);
				backup.compareDocument(codec);
				return backup;
			}
			catch (IOException | RuntimeException | Error ex) {
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
	 * The document is the last version: clean. It is missing, as the master left it, or
	 * one of the versions that the master may have put there since: behind. It is
	 * anything else: a person edited it.
	 */
	private void compareDocument(DocumentCodec codec) throws IOException {
		HistoryEntry last = this.history.last();
		if (last != null) {
			this.document.put(last.version(), last.document());
		}
		DocumentFile.Found found = this.document.read(codec);
		if (found == null) {
			this.document.look();
			return;
		}
		DocumentNote note = this.document.note();
		if (last != null && found.document().sameAs(last.document())) {
			this.document.isThere(last.version(), found.bytes());
		}
		else if (last != null && isBehind(found, note, last.version())) {
			this.document.look();
		}
		else {
			this.edit = new Edit(found.document(), madeFrom(note));
			this.document.keepEdit();
		}
	}

	private boolean isBehind(DocumentFile.Found found, @Nullable DocumentNote note, long last) throws IOException {
		if (note == null) {
			return this.history.mayBeUnnoted(found.document());
		}
		return (note.isOf(found.bytes())) ? note.version() < last
				: this.history.holds(found.document(), note.version());
	}

	/*
	 * Masters that took no notes wrote each version at once.
	 */
	private long madeFrom(@Nullable DocumentNote note) {
		if (note != null) {
			return note.version();
		}
		return (this.history.endsWhole()) ? Long.MAX_VALUE : this.history.lastDocument();
	}

	/**
	 * Keep what a person edited beside the document, which is put back.
	 * @param problem why it cannot be used
	 */
	void refuseEdit(String problem) {
		this.document.setAside(problem);
		forgetEdit();
		this.document.look();
	}

	/**
	 * Let the document be replaced: what a person made of it is what is published.
	 */
	void forgetEdit() {
		this.edit = null;
		this.document.releaseEdit();
	}

	/**
	 * Return the newest committed version, as long as nothing was committed since this
	 * was opened.
	 * @return its entry, {@code null} if there is none
	 */
	@Nullable HistoryEntry last() {
		return this.history.last();
	}

	/**
	 * Return the document as a person left it.
	 * @return the document, {@code null} if nobody edited it
	 */
	@Nullable Edit edit() {
		return this.edit;
	}

	/**
	 * Make a version durable, as {@link #commit(DocumentSnapshot, byte[], Runnable)}.
	 */
	void commit(DocumentSnapshot version, byte @Nullable [] patch) {
		commit(version, patch, () -> {
		});
	}

	/**
	 * Make a version durable. When this returns the version is committed, even if its
	 * readable copy could not be replaced. That is done at once, or with the next
	 * {@link #look()} if there is a patch.
	 * @param version the version, whose document is not asked for if there is a patch
	 * that will do
	 * @param patch the JSON Patch that made it of the version before, in UTF-8,
	 * {@code null} if it is not known
	 * @param beforeDocument called before the document is asked for
	 * @throws StorageException if it is not committed, or the outcome is unknown
	 */
	void commit(DocumentSnapshot version, byte @Nullable [] patch, Runnable beforeDocument) {
		if (!this.history.takesPatch(version, patch)) {
			beforeDocument.run();
		}
		this.history.append(version, patch);
		if (this.edit != null && this.edit.document() == version.content()) {
			forgetEdit();
		}
		this.document.put(version.version(), version.content());
		if (patch == null) {
			this.document.write();
		}
	}

	/**
	 * Write what is not written yet. To be called once a second, by any thread.
	 */
	void look() {
		this.document.look();
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
			this.history.compact(limits, this.document.mayHold());
			this.shortening.over();
		}
		catch (IOException ex) {
			long now = System.nanoTime();
			this.shortenAgainNanos = now + Math.min(LONGEST_PAUSE.toNanos(), 10 * (now - begin));
			this.shortening.warn("the history is longer than it should be and could not be shortened: " + ex);
		}
	}

	HistoryFile history() {
		return this.history;
	}

	@Override
	public void close() {
		try {
			this.document.close();
			this.history.close();
		}
		finally {
			this.lock.close();
		}
	}

	/**
	 * What a person made of the document.
	 *
	 * @param document the document
	 * @param madeFrom the version that it was made from, or an older one; if nothing is
	 * known of that the highest number
	 */
	record Edit(Document document, long madeFrom) {

	}

}
