package io.sharedconfig.codec;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checked document: its bytes, its properties, and its tree.
 *
 * @since 1.0.0
 */
public final class Document {

	public byte[] payload() {
		throw new UnsupportedOperationException();
	}

	public String json() {
		throw new UnsupportedOperationException();
	}

	public ObjectNode tree() {
		throw new UnsupportedOperationException();
	}

	public Map<String, Object> properties() {
		throw new UnsupportedOperationException();
	}

	public @Nullable String pointer(String property) {
		throw new UnsupportedOperationException();
	}

	public long stateHash() {
		throw new UnsupportedOperationException();
	}

	public boolean sameAs(Document other) {
		throw new UnsupportedOperationException();
	}

}
