package io.sharedconfig.publish;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.FileEffects;
import org.jspecify.annotations.Nullable;

/**
 * The newest document of a backup for people to read, and to edit while the master is
 * down: {@code <name>.json}, and beside it, in {@code <name>.json.version}, the note
 * which version that is.
 * <p>
 * Thread-safe: one thread says what to write, it and another one write it.
 */
final class DocumentFile {

	/*
	 * It may be behind the history, by the versions that were published as patches since
	 * it was written last. The note is written after the document. So at any moment the
	 * document is what the note says or one of the versions from mayHold() on, which the
	 * history keeps until the note says so, too. Anything else a person has written.
	 */

	/**
	 * The document is written a tenth of the time at most, however large it is.
	 */
	private static final int REST = 9;

	private final String name;

	private final Path path;

	private final Path notePath;

	private final HistoryFile.Warnings warnings;

	private final Trouble writing;

	private final Trouble noting;

	private final FileEffects effects;

	private final AtomicReference<@Nullable Content> wanted = new AtomicReference<>();

	private volatile long mayHold;

	private @Nullable DocumentNote unwritten;

	private boolean edited;

	private boolean closed;

	private long restUntilNanos = System.nanoTime();

	DocumentFile(Path directory, String name, HistoryFile.Warnings warnings, FileEffects effects) {
		this.name = name;
		this.path = directory.resolve(name + ".json");
		this.notePath = directory.resolve(name + ".json.version");
		this.warnings = warnings;
		this.writing = new Trouble(warnings);
		this.noting = new Trouble(warnings);
		this.effects = effects;
	}

	/**
	 * Read the document. What is none is set aside.
	 * @return the document, {@code null} if there is none
	 */
	@Nullable Found read(DocumentCodec codec) {
		if (!Files.exists(this.path)) {
			return null;
		}
		try {
			byte[] bytes = Files.readAllBytes(this.path);
			return new Found(bytes, codec.encode(text(bytes)));
		}
		catch (InvalidDocumentException ex) {
			setAside(Objects.requireNonNullElse(ex.getMessage(), ""));
		}
		catch (CharacterCodingException ex) {
			setAside("it is not UTF-8");
		}
		catch (IOException ex) {
			throw new StorageException("read the backup", this.path, ex);
		}
		return null;
	}

	private static String text(byte[] bytes) throws CharacterCodingException {
		return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
	}

	/**
	 * Return which version the master wrote last.
	 * @return the note, {@code null} if there is none
	 */
	@Nullable DocumentNote note() {
		return DocumentNote.read(this.notePath);
	}

	/**
	 * Write nothing until it is known what becomes of what a person has written.
	 */
	synchronized void keepEdit() {
		this.edited = true;
	}

	/**
	 * Write over what a person has written.
	 */
	synchronized void releaseEdit() {
		this.edited = false;
	}

	/**
	 * Keep what a person has written beside the document.
	 * @param problem why it cannot be used
	 */
	void setAside(String problem) {
		Path aside = this.path.resolveSibling(this.name + ".json.invalid");
		try {
			this.effects.rename(this.path, aside);
		}
		catch (IOException ex) {
			throw new StorageException("set aside", this.path, ex);
		}
		this.warnings.warn("the document in the backup was edited and cannot be used, it is kept as '%s': %s"
			.formatted(aside, problem));
	}

	/**
	 * Say that what is wanted is there.
	 * @param version the version it is
	 */
	synchronized void isThere(long version, byte[] bytes) {
		this.wanted.set(null);
		DocumentNote note = DocumentNote.of(version, bytes);
		if (!note.equals(note())) {
			this.mayHold = version;
			this.unwritten = note;
			writeNote();
		}
	}

	/**
	 * Say what is to be there soon. Never waits.
	 */
	void put(long version, Document document) {
		this.wanted.set(new Content(version, document));
	}

	/**
	 * Return the oldest version that may be there without a note of it.
	 * @return the version, 0 if there is a note of what is there
	 */
	long mayHold() {
		return this.mayHold;
	}

	/**
	 * Write what should be there and the note. To be called once a second; documents so
	 * large that this takes long are not written each time.
	 */
	synchronized void look() {
		long begin = System.nanoTime();
		if (begin - this.restUntilNanos >= 0) {
			write();
			long end = System.nanoTime();
			this.restUntilNanos = end + (end - begin) * REST;
		}
		writeNote();
	}

	/**
	 * Write what should be there, if it is not. A failure is a warning: it is tried
	 * again.
	 */
	synchronized void write() {
		long heldBefore = this.mayHold;
		Content content = (this.edited || this.closed) ? null : next();
		if (content == null) {
			return;
		}
		byte[] bytes = ReadableJson.of(content.document());
		try {
			put(this.path, bytes);
		}
		catch (IOException ex) {
			boolean there = Files.exists(this.path);
			this.mayHold = there ? heldBefore : 0;
			this.unwritten = there ? this.unwritten : null;
			warnOnce(this.writing, "'%s' could not be replaced and is %s: %s".formatted(this.path,
					there ? "older than the history" : "missing", ex));
			return;
		}
		this.unwritten = null;
		try {
			DurableFiles.syncDirectoryOf(this.path, this.effects);
		}
		catch (IOException ex) {
			warnOnce(this.writing, "'%s' could not be replaced for good: %s".formatted(this.path, ex));
			return;
		}
		this.mayHold = content.version();
		this.unwritten = DocumentNote.of(content.version(), bytes);
		this.wanted.compareAndSet(content, null);
		this.writing.over();
	}

	/*
	 * There is always room to remove a file, and then there may be room for the new one.
	 */
	private void put(Path file, byte[] bytes) throws IOException {
		try {
			DurableFiles.put(file, new ByteArrayInputStream(bytes), this.name, this.effects);
		}
		catch (IOException ex) {
			this.effects.delete(file);
			DurableFiles.put(file, new ByteArrayInputStream(bytes), this.name, this.effects);
		}
	}

	/*
	 * Who appends says what is wanted and then asks what may be there: so what is wanted
	 * now is not dropped from the history from now on.
	 */
	private @Nullable Content next() {
		Content content = this.wanted.get();
		if (content != null && this.mayHold == 0) {
			this.mayHold = content.version();
		}
		return this.wanted.get();
	}

	private void writeNote() {
		DocumentNote note = this.unwritten;
		if (note == null || this.closed) {
			return;
		}
		try {
			put(this.notePath, note.toBytes());
			DurableFiles.syncDirectoryOf(this.notePath, this.effects);
			this.unwritten = null;
			this.mayHold = 0;
			this.noting.over();
		}
		catch (IOException ex) {
			warnOnce(this.noting, "'%s' could not be replaced: %s".formatted(this.notePath, ex));
		}
	}

	/*
	 * What the operating system says may name a temporary file, another one each time.
	 */
	private static void warnOnce(Trouble trouble, String problem) {
		if (!trouble.isTold()) {
			trouble.warn(problem);
		}
	}

	/**
	 * Write what is not written yet, and nothing more.
	 */
	synchronized void close() {
		write();
		writeNote();
		this.closed = true;
	}

	private record Content(long version, Document document) {

	}

	/**
	 * What was there.
	 */
	record Found(byte[] bytes, Document document) {

	}

}
