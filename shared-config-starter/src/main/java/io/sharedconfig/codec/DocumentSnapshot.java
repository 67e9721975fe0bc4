package io.sharedconfig.codec;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version of a configuration, made of a document and what is said about it.
 * <p>
 * Immutable. Two snapshots are equal only if they are the same object.
 *
 * @since 1.0.0
 */
public final class DocumentSnapshot implements RelatedSnapshot {

	private final String name;

	private final long version;

	private final Instant publishedAt;

	private final byte[] encodedMeta;

	/*
	 * Hardly anybody asks for it, and whoever waits for a version does not wait for it to
	 * be read.
	 */
	private volatile @Nullable RecordMeta meta;

	private final Document content;

	/**
	 * Create a snapshot.
	 * @param name the configuration
	 * @param version the number the master gave to it
	 * @param publishedAtMs when, in milliseconds since 1970 by the master's clock
	 * @param meta what is said about it
	 * @param content the document
	 */
	public DocumentSnapshot(String name, long version, long publishedAtMs, RecordMeta meta, Document content) {
		this(name, version, publishedAtMs, new byte[0], content);
		this.meta = Objects.requireNonNull(meta, "'meta' must not be null");
	}

	/**
	 * Create a snapshot.
	 * @param name the configuration
	 * @param version the number the master gave to it
	 * @param publishedAtMs when, in milliseconds since 1970 by the master's clock
	 * @param encodedMeta what is said about it, as {@link RecordMeta#encode()} wrote it;
	 * it is not copied
	 * @param content the document
	 */
	public DocumentSnapshot(String name, long version, long publishedAtMs, byte[] encodedMeta, Document content) {
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.version = version;
		this.publishedAt = Instant.ofEpochMilli(publishedAtMs);
		this.encodedMeta = Objects.requireNonNull(encodedMeta, "'encodedMeta' must not be null");
		this.content = Objects.requireNonNull(content, "'content' must not be null");
	}

	/**
	 * Return the document itself.
	 * @return the document
	 */
	public Document content() {
		return this.content;
	}

	/**
	 * Return what is said about this version.
	 * @return what is stored beside the document
	 */
	public RecordMeta meta() {
		RecordMeta known = this.meta;
		if (known == null) {
			known = RecordMeta.decode(this.encodedMeta);
			this.meta = known;
		}
		return known;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public long version() {
		return this.version;
	}

	@Override
	public Instant publishedAt() {
		return this.publishedAt;
	}

	@Override
	public @Nullable String author() {
		return meta().author();
	}

	@Override
	public @Nullable String comment() {
		return meta().comment();
	}

	@Override
	public String json() {
		return this.content.json();
	}

	@Override
	public JsonNode document() {
		return TreeReader.of(this.content);
	}

	@Override
	public Map<String, Object> properties() {
		return this.content.properties();
	}

	@Override
	public @Nullable String property(String key) {
		Object value = this.content.table().get(key);
		return (value != null) ? value.toString() : null;
	}

	@Override
	public String[] names() {
		return this.content.names();
	}

	@Override
	public ConfigDiff diff(@Nullable ConfigSnapshot before) {
		return (before instanceof DocumentSnapshot document)
				? this.content.diff(this.name, document.version, this.version, document.content)
				: ConfigDiff.between(before, this);
	}

	@Override
	public @Nullable String pointer(String key) {
		return this.content.pointer(key);
	}

	@Override
	public int sizeBytes() {
		return this.content.lengthBytes();
	}

	@Override
	public String toString() {
		return "ConfigSnapshot[name=%s, version=%d]".formatted(this.name, this.version);
	}

}
