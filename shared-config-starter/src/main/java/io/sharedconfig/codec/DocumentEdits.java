package io.sharedconfig.codec;

import java.util.function.UnaryOperator;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The edits that can be made on a document.
 * <p>
 * Not thread-safe. An edit that throws leaves the document neither as it was nor as it
 * should be.
 *
 * @since 1.0.0
 */
public final class DocumentEdits {

	private final TreeEdits edits;

	private final DocumentCodec codec;

	DocumentEdits(TreeEdits edits, DocumentCodec codec) {
		this.edits = edits;
		this.codec = codec;
	}

	/**
	 * Begin with a tree that nobody keeps track of.
	 * @param root the tree, changed in place
	 * @param codec reads what edits bring
	 */
	public DocumentEdits(ObjectNode root, DocumentCodec codec) {
		this(new TreeEdits(root), codec);
	}

	/**
	 * Return the tree as it is now.
	 * @return the tree itself: it must not be changed
	 */
	public JsonNode root() {
		return this.edits.root();
	}

	/**
	 * Set one property, or everything below it.
	 * @param key the property name
	 * @param value the value, copied
	 * @throws InvalidDocumentException as {@link DocumentEditor#set}
	 */
	public void set(String key, JsonNode value) {
		editor().set(key, value);
	}

	/**
	 * Remove one property and everything below it.
	 * @param key the property name
	 * @throws InvalidDocumentException as {@link DocumentEditor#remove}
	 */
	public void remove(String key) {
		editor().remove(key);
	}

	/**
	 * Merge a patch by the rules of JSON Merge Patch (RFC 7396).
	 * @param mergePatch the patch, an object
	 * @throws InvalidDocumentException as {@link DocumentEditor#merge}
	 */
	public void merge(JsonNode mergePatch) {
		editor().merge(mergePatch);
	}

	/**
	 * Apply a JSON Patch (RFC 6902).
	 * @param patch the patch
	 * @throws InvalidDocumentException if an operation does not apply, or the result is
	 * no object
	 */
	public void patch(JsonPatch patch) {
		patch.applyTo(this.edits);
		requireObject();
	}

	/**
	 * Change the document as code says.
	 * @param update is given a copy, and returns it or another document
	 */
	public void update(UnaryOperator<ObjectNode> update) {
		@Nullable ObjectNode result = update.apply(requireObject().deepCopy());
		if (result == null) {
			throw new InvalidDocumentException("expected a JSON object from the update, found null");
		}
		become(this.codec.object(result));
	}

	/**
	 * Make it another document, with as few edits as can be found.
	 * @param tree what it shall be; not to be used any more
	 */
	public void become(ObjectNode tree) {
		TreeDiff.make(requireObject(), tree, this.edits);
	}

	private ObjectNode requireObject() {
		if (this.edits.root() instanceof ObjectNode object) {
			return object;
		}
		throw new InvalidDocumentException("a JSON patch must leave a JSON object: the document must stay one");
	}

	private DocumentEditor editor() {
		return new DocumentEditor(this.edits);
	}

}
