package io.sharedconfig.codec;

import java.util.function.Consumer;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document that one version after the other is made of by edits. An edit costs what it
 * changes: the tree is changed in place, and properties, hash and length are kept up.
 * <p>
 * Not thread-safe. After a method has thrown, or said that it could not, the working
 * document is of no use any more.
 *
 * @since 1.0.0
 */
public final class WorkingDocument {

	private final DocumentCodec codec;

	private final ObjectNode root;

	private Document document;

	private boolean usable = true;

	/**
	 * Begin with a document. This costs what the document is long.
	 * @param document the document
	 * @param codec reads what edits bring
	 */
	public WorkingDocument(Document document, DocumentCodec codec) {
		this.codec = codec;
		this.document = document.table().isCrowded() ? codec.decode(document.payload()) : document;
		this.root = this.document.tree();
		this.document.stateHash();
	}

	/**
	 * Return the document that was made last.
	 * @return the document
	 */
	public Document document() {
		return this.document;
	}

	/**
	 * Make edits, all of them or, if one throws, none that counts.
	 * @param edits makes them
	 * @return the result
	 * @throws InvalidDocumentException if an edit is not applicable
	 */
	public Result edit(Consumer<DocumentEdits> edits) {
		TrackedEdits tracked = new TrackedEdits(this.root, this.document);
		edits.accept(new DocumentEdits(tracked, this.codec));
		byte[] patch = tracked.patch();
		Document result = tracked.isUnchanged() ? this.document : tracked.toDocument(patch);
		if (result != null) {
			// of a tree that only looks as before, the names may stand in another order
			this.usable = result != this.document || tracked.isUntouched();
			this.document = result;
		}
		return new Result(tracked.root(), result, patch);
	}

	/**
	 * Return whether the next edit can be made on this working document.
	 * @return {@code false} if one has to begin anew
	 */
	public boolean isUsable() {
		return this.usable && !this.document.table().isCrowded();
	}

	/**
	 * Apply a patch that {@link #edit} gave elsewhere, to the same document.
	 * @param patch the patch in UTF-8
	 * @return the document that is made of it
	 * @throws InvalidDocumentException if it is no patch, or does not apply
	 */
	public Document apply(byte[] patch) {
		JsonPatch operations = JsonPatch.of(patch);
		TrackedEdits tracked = new TrackedEdits(this.root, this.document);
		operations.applyTo(tracked);
		Document result = tracked.toDocument(patch);
		if (result == null) {
			throw new InvalidDocumentException("a patch makes no document of the one before");
		}
		this.document = result;
		return result;
	}

	/**
	 * Write the bytes of the {@link #document()} now, at the cost of writing alone.
	 */
	public void settle() {
		if (this.document.patched() != null) {
			this.document.settle(NodeText.payload(this.root, this.document.lengthBytes()));
		}
	}

	/**
	 * What edits made.
	 *
	 * @param root the edited tree
	 * @param document the document, the one before if nothing changed, {@code null} if it
	 * must be encoded anew, because it is none or cannot be told from the edits
	 * @param patch the patch (RFC 6902) that makes it of the one before, in UTF-8
	 */
	public record Result(JsonNode root, @Nullable Document document, byte[] patch) {

		@Override
		public String toString() {
			return "Result[..]";
		}

	}

}
