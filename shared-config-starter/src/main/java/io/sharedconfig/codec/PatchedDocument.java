package io.sharedconfig.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
	 * Return how a document is made that patches make of another one.
	 * @param patches at least one
	 */
	static PatchedDocument of(Document before, List<byte[]> patches) {
		PatchedDocument made = of(before, patches.get(0));
		for (byte[] patch : patches.subList(1, patches.size())) {
			made = new PatchedDocument(made.base, made, patch);
		}
		return made;
	}

	/**
	 * Make the bytes.
	 */
	byte[] payload() {
		Deque<byte[]> patches = new ArrayDeque<>();
		for (PatchedDocument step = this; step != null; step = step.earlier) {
			patches.push(step.patch);
		}
		JsonNode tree = TreeReader.of(this.base);
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
