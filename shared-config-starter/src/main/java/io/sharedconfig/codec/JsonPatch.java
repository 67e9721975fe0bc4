package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.InvalidDocumentException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Patch (RFC 6902): operations that are made one after the other, all or none.
 * Numbers that it does not touch keep their text, those it brings have the text they were
 * given with; {@code test} compares numbers by value.
 * <p>
 * Immutable, as long as nobody changes the nodes it was made of.
 *
 * @since 1.0.0
 */
public final class JsonPatch {

	/**
	 * The most values that the {@code copy} operations of one patch may copy together: a
	 * few of them could otherwise double a document until the memory is full.
	 */
	private static final int MAX_COPIED = 1 << 22;

	private final List<PatchOperation> operations;

	private JsonPatch(List<PatchOperation> operations) {
		this.operations = operations;
	}

	/**
	 * Read a patch.
	 * @param patch a list of operations
	 * @return the patch
	 * @throws InvalidDocumentException if it is no list, or an operation in it is none
	 */
	public static JsonPatch of(JsonNode patch) {
		if (!(patch instanceof ArrayNode list)) {
			throw new InvalidDocumentException("a JSON patch must be a list of operations");
		}
		List<PatchOperation> operations = new ArrayList<>(list.size());
		for (JsonNode operation : list) {
			operations.add(PatchOperation.of(operations.size() + 1, operation));
		}
		return new JsonPatch(List.copyOf(operations));
	}

	/**
	 * Read a patch.
	 * @param patch a list of operations in UTF-8
	 * @return the patch
	 * @throws InvalidDocumentException if it is not JSON, or no patch
	 */
	public static JsonPatch of(byte[] patch) {
		List<PlainOperation> plain = PatchReader.read(patch);
		if (plain != null) {
			return new JsonPatch(operations(plain));
		}
		JsonNode tree = TreeReader.readUnchecked(patch);
		if (tree != null) {
			return of(tree);
		}
		try (JsonParser parser = JsonText.parser(patch)) {
			return of(new DocumentScan(parser, false, patch.length).list());
		}
	}

	private static List<PatchOperation> operations(List<PlainOperation> plain) {
		List<PatchOperation> operations = new ArrayList<>(plain.size());
		for (PlainOperation operation : plain) {
			SingleValue value = operation.value();
			operations.add(new PatchOperation(operations.size() + 1, operation.kind(), operation.path(), null,
					(value != null) ? value.node() : null));
		}
		return operations;
	}

	/**
	 * Make all operations.
	 * @param root the tree to change in place; if this fails it is neither as it was nor
	 * as it should be
	 * @return the changed tree, which may be another one
	 * @throws InvalidDocumentException if an operation does not apply, or the result is
	 * no object
	 */
	public ObjectNode applyTo(ObjectNode root) {
		if (!(applyTo((JsonNode) root) instanceof ObjectNode result)) {
			throw new InvalidDocumentException("a JSON patch must leave a JSON object: the document must stay one");
		}
		return result;
	}

	JsonNode applyTo(JsonNode root) {
		TreeEdits edits = new TreeEdits(root);
		applyTo(edits);
		return edits.root();
	}

	void applyTo(TreeEdits edits) {
		PatchTarget target = new PatchTarget(edits, MAX_COPIED);
		this.operations.forEach((operation) -> operation.applyTo(target));
	}

	@Override
	public String toString() {
		return "JsonPatch[operations=%d]".formatted(this.operations.size());
	}

}
