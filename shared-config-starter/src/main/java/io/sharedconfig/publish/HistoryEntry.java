package io.sharedconfig.publish;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version as a line of the history.
 * <p>
 * Immutable.
 *
 * @param version the version
 * @param publishedAtMs when it was published, epoch milliseconds
 * @param author who published it, {@code null} if not said
 * @param comment why, {@code null} if not said
 * @param document the document
 */
record HistoryEntry(long version, long publishedAtMs, @Nullable String author, @Nullable String comment,
		Document document) {

	private static final JsonFactory JSON = new JsonFactory();

	static HistoryEntry of(DocumentSnapshot snapshot) {
		return new HistoryEntry(snapshot.version(), snapshot.publishedAt().toEpochMilli(), snapshot.author(),
				snapshot.comment(), snapshot.content());
	}

	/**
	 * Return the line, its line feed included. The document is the last field, so that it
	 * is copied as it is.
	 */
	byte[] toLine() {
		ByteArrayOutputStream line = new ByteArrayOutputStream(this.document.payload().length + 256);
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line, JsonEncoding.UTF8)) {
			json.writeStartObject();
			json.writeNumberProperty("version", this.version);
			json.writeNumberProperty("publishedAt", this.publishedAtMs);
			if (this.author != null) {
				json.writeStringProperty("author", this.author);
			}
			if (this.comment != null) {
				json.writeStringProperty("comment", this.comment);
			}
			json.writeStringProperty("sha256", sha256(this.document));
			json.writeName("document");
			json.writeRawValue(this.document.json());
			json.writeEndObject();
		}
		line.write('\n');
		return line.toByteArray();
	}

	/**
	 * Return the entry of a line.
	 * @throws InvalidDocumentException if the line is damaged
	 */
	static HistoryEntry ofLine(byte[] line, DocumentCodec codec) {
		// not as a document: it is one level deeper than the document in it may be
		ObjectNode fields = codec.object(new String(line, StandardCharsets.UTF_8));
		JsonNode content = fields.get("document");
		if (content == null || !fields.path("version").isIntegralNumber()
				|| !fields.path("publishedAt").isIntegralNumber()) {
			throw new InvalidDocumentException("a line of the history lacks its version, time or document");
		}
		Document document = codec.encode(content);
		if (!sha256(document).equals(fields.path("sha256").asString(""))) {
			throw new InvalidDocumentException("a line of the history has another SHA-256 than its document");
		}
		return new HistoryEntry(fields.path("version").longValue(), fields.path("publishedAt").longValue(),
				text(fields, "author"), text(fields, "comment"), document);
	}

	private static @Nullable String text(ObjectNode fields, String name) {
		JsonNode value = fields.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	static String sha256(Document document) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document.payload()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "HistoryEntry[version=%d]".formatted(this.version);
	}

}
