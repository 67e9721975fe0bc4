package io.sharedconfig.codec;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as another one and the patches that make it: kept until somebody asks for
 * its bytes.
 * <p>
 * Immutable, as long as nobody changes the patches.
 *
 * @param base the document whose bytes are known
 * @param earlier what was patched before, {@code null} for nothing
 * @param patch the last patch, in UTF-8
 */
record PatchedDocument(Document base, @Nullable PatchedDocument earlier, byte[] patch) {

	/**
	 * Return how a document is made that a patch makes of another one.
	 */
	static PatchedDocument of(Document before, byte[] patch) {
		PatchedDocument earlier = before.patched();
		return (earlier != null) ? new PatchedDocument(earlier.base, earlier, patch)
				: new PatchedDocument(before, null, patch);
	}

	/**
	 * Make the bytes.
	 */
	byte[] payload() {
		Deque<byte[]> patches = new ArrayDeque<>();
		for (PatchedDocument step = this; step != null; step = step.earlier) {
			patches.push(step.patch);
		}
		ObjectNode tree = this.base.tree();
		for (byte[] patch : patches) {
			tree = JsonPatch.of(patch).applyTo(tree);
		}
		return NodeText.payload(tree, this.base.lengthBytes());
	}

	@Override
	public String toString() {
		return "PatchedDocument[..]";
	}

}
