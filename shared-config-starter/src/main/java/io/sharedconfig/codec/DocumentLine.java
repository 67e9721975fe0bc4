package io.sharedconfig.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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
		Document base = (payload != null) ? null : this.last;
		this.last = null;
		if (payload != null) {
			base = this.codec.decode(payload);
		}
		if (base == null) {
			return null;
		}
		Document next = patched(base, patches);
		if (next == null || (stateHash != 0 && stateHash != next.stateHash())) {
			this.divergences = this.divergences + 1;
			return null;
		}
		this.last = next;
		return next;
	}

	private @Nullable Document patched(Document base, List<byte[]> patches) {
		if (patches.isEmpty()) {
			return base;
		}
		try {
			ObjectNode tree = base.tree();
			for (byte[] patch : patches) {
				tree = JsonPatch.of(this.codec.list(new String(patch, StandardCharsets.UTF_8))).applyTo(tree);
			}
			return this.codec.encode(tree);
		}
		catch (InvalidDocumentException ex) {
			return null;
		}
	}

	/**
	 * Return how often changes did not lead to the document that the master has.
	 * @return the number, 0 if all is as it should be
	 */
	public long divergences() {
		return this.divergences;
	}

}
