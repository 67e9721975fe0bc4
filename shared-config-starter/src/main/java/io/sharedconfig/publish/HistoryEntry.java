package io.sharedconfig.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version as a line of the history.
 * <p>
 * Immutable.
 *
 * @param revision what is said about it
 * @param document the document
 */
record HistoryEntry(ConfigRevision revision, Document document) {

	/*
	 * The document is the last field of a line: it is copied as it is, and whoever wants
	 * to know about a version only stops reading before it.
	 */

	private static final int MAX_NAMES_LENGTH = 16 * 1024;

	private static final JsonFactory JSON = new JsonFactory();

	static HistoryEntry of(DocumentSnapshot snapshot) {
		RecordMeta meta = snapshot.meta();
		List<String> names = Stream.of(meta.added(), meta.changed(), meta.removed()).flatMap(List::stream).toList();
		return new HistoryEntry(new ConfigRevision(snapshot.version(), snapshot.publishedAt(), snapshot.author(),
				snapshot.comment(), names.size(), withinLimit(names)), snapshot.content());
	}

	private static List<String> withinLimit(List<String> names) {
		int length = 0;
		for (int i = 0; i < names.size(); i++) {
			length += names.get(i).length();
			if (length > MAX_NAMES_LENGTH) {
				return names.subList(0, i);
			}
		}
		return names;
	}

	long version() {
		return this.revision.version();
	}

	/**
	 * Return the line, its line feed included.
	 */
	byte[] toLine() {
		ByteArrayOutputStream line = new ByteArrayOutputStream(this.document.payload().length + 256);
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line, JsonEncoding.UTF8)) {
			json.writeStartObject();
			json.writeNumberProperty("version", this.revision.version());
			json.writeNumberProperty("publishedAt", this.revision.publishedAt().toEpochMilli());
			if (this.revision.author() != null) {
				json.writeStringProperty("author", this.revision.author());
			}
			if (this.revision.comment() != null) {
				json.writeStringProperty("comment", this.revision.comment());
			}
			json.writeNumberProperty("changes", this.revision.changes());
			json.writeArrayPropertyStart("changed");
			this.revision.changed().forEach(json::writeString);
			json.writeEndArray();
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
		ConfigRevision revision = revisionOf(new ByteArrayInputStream(line));
		// not as a document: it is one level deeper than the document in it may be
		ObjectNode fields = codec.object(new String(line, StandardCharsets.UTF_8));
		JsonNode content = fields.get("document");
		if (revision == null || content == null) {
			throw new InvalidDocumentException("a line of the history lacks its version, time or document");
		}
		Document document = codec.encode(content);
		if (!sha256(document).equals(fields.path("sha256").asString(""))) {
			throw new InvalidDocumentException("a line of the history has another SHA-256 than its document");
		}
		return new HistoryEntry(revision, document);
	}

	/**
	 * Return what a line says about its version. Reads no further than to the document.
	 * @return the revision, {@code null} if the line is damaged
	 */
	static @Nullable ConfigRevision revisionOf(InputStream line) {
		long version = 0;
		long publishedAtMs = -1;
		String author = null;
		String comment = null;
		int changes = 0;
		List<String> changed = new ArrayList<>();
		try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
			json.nextToken();
			while (json.nextToken() == JsonToken.PROPERTY_NAME && !"document".equals(json.currentName())) {
				String field = json.currentName();
				JsonToken token = json.nextToken();
				switch (field) {
					case "version" -> version = json.getLongValue();
					case "publishedAt" -> publishedAtMs = json.getLongValue();
					case "author" -> author = text(json, token);
					case "comment" -> comment = text(json, token);
					case "changes" -> changes = json.getIntValue();
					case "changed" -> {
						while (token == JsonToken.START_ARRAY && json.nextToken() == JsonToken.VALUE_STRING) {
							changed.add(json.getString());
						}
					}
					default -> json.skipChildren();
				}
			}
		}
		catch (JacksonException ex) {
			return null;
		}
		return (version > 0 && publishedAtMs >= 0)
				? new ConfigRevision(version, Instant.ofEpochMilli(publishedAtMs), author, comment, changes, changed)
				: null;
	}

	private static @Nullable String text(JsonParser json, JsonToken token) {
		return (token == JsonToken.VALUE_STRING) ? json.getString() : null;
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
		return "HistoryEntry[version=%d]".formatted(version());
	}

}
