package io.sharedconfig.codec;

import java.util.List;
import java.util.Objects;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;

/**
 * The document that a reader has, as it goes from version to version: by whole payloads,
 * and by patches to the one before.
 * <p>
 * Not thread-safe; one per reader. {@link #divergences()} may be called by any thread.
 *
 * @since 1.0.0
 */
public final class DocumentLine {

	private final DocumentCodec codec;

	private @Nullable Document last;

	/*
	 * Made when a patch comes that does more than to replace single values: the tree of a
	 * document costs more than its properties.
	 */
	private @Nullable WorkingDocument working;

	private volatile long divergences;

	/**
	 * Create a line that has no document yet.
	 * @param codec decodes whole payloads
	 */
	public DocumentLine(DocumentCodec codec) {
		this.codec = codec;
	}

	/**
	 * Go on to another version. If that fails the line has no document any more, and the
	 * next one must be given as a whole.
	 * @param payload the document to begin with, {@code null} for the last one
	 * @param patches the changes to it, in order: JSON Patches in UTF-8
	 * @param stateHash the hash that the result must have, 0 if it is not given
	 * @return the document, {@code null} if the changes do not lead there
	 * @throws InvalidDocumentException if what is given as a whole is no document
	 */
	public @Nullable Document next(byte @Nullable [] payload, List<byte[]> patches, long stateHash) {
		Document before = this.last;
		this.last = null;
		if (payload == null && before == null) {
			return null;
		}
		Document base = before;
		if (payload != null) {
			base = this.codec.decode(payload, before, stateHash != 0);
			this.working = null;
		}
		Document next = patched(Objects.requireNonNull(base), patches, stateHash);
		if (next == null || (stateHash != 0 && stateHash != next.stateHash())) {
			this.working = null;
			this.divergences = this.divergences + 1;
			return null;
		}
		this.last = next;
		return next;
	}

	private @Nullable Document patched(Document base, List<byte[]> patches, long stateHash) {
		if (patches.isEmpty()) {
			return base;
		}
		try {
			Document replaced = (stateHash != 0 && !isWorkingOn(base)) ? Replacements.apply(patches, base) : null;
			// whatever is wrong with it, the tree has the last word
			if (replaced != null && replaced.stateHash() == stateHash) {
				this.working = null;
				return replaced;
			}
			Document next = base;
			for (byte[] patch : patches) {
				next = working(next).apply(patch);
			}
			return next;
		}
		catch (InvalidDocumentException | IllegalStateException | IllegalArgumentException ex) {
			return null;
		}
	}

	private boolean isWorkingOn(Document document) {
		WorkingDocument known = this.working;
		return known != null && known.document() == document && known.isUsable();
	}

	private WorkingDocument working(Document document) {
		WorkingDocument known = this.working;
		if (known == null || !isWorkingOn(document)) {
			known = new WorkingDocument(document, this.codec);
			this.working = known;
		}
		return known;
	}

	/**
	 * Return how often changes did not lead to the document that the master has.
	 * @return the number, 0 if all is as it should be
	 */
	public long divergences() {
		return this.divergences;
	}

}
