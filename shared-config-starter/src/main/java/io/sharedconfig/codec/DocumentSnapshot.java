package io.sharedconfig.codec;

import java.time.Instant;
import java.util.Map;

import io.sharedconfig.ConfigSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of a configuration, made of a document and what is said about it.
 *
 * @since 1.0.0
 */
public final class DocumentSnapshot implements ConfigSnapshot {

	public DocumentSnapshot(String name, long version, long publishedAtMs, RecordMeta meta, Document content) {
		throw new UnsupportedOperationException();
	}

	public Document content() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String name() {
		throw new UnsupportedOperationException();
	}

	@Override
	public long version() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Instant publishedAt() {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable String author() {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable String comment() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String json() {
		throw new UnsupportedOperationException();
	}

	@Override
	public JsonNode document() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Map<String, Object> properties() {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable String pointer(String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int sizeBytes() {
		throw new UnsupportedOperationException();
	}

}
