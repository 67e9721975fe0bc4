package io.sharedconfig.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes documents of what a program has, and of what a file holds.
 *
 * @since 1.0.0
 */
public final class DocumentCodec {

	public Document encode(Object source) {
		throw new UnsupportedOperationException();
	}

	public Document decode(byte[] payload) {
		throw new UnsupportedOperationException();
	}

	public JsonNode value(@Nullable Object value) {
		throw new UnsupportedOperationException();
	}

}
