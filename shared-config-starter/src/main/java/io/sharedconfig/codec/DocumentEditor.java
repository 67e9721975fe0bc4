package io.sharedconfig.codec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Edits a document's tree by property name.
 *
 * @since 1.0.0
 */
public final class DocumentEditor {

	public DocumentEditor(ObjectNode root) {
		throw new UnsupportedOperationException();
	}

	public void set(String key, JsonNode value) {
		throw new UnsupportedOperationException();
	}

	public void remove(String key) {
		throw new UnsupportedOperationException();
	}

	public void merge(JsonNode mergePatch) {
		throw new UnsupportedOperationException();
	}

	public ObjectNode root() {
		throw new UnsupportedOperationException();
	}

}
