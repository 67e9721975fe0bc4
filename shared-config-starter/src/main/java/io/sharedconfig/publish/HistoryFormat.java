package io.sharedconfig.publish;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.JsonPatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How a version is written as a line of the history: a JSON object whose last field is
 * the document or the patch that made it of the version before. So that field is copied
 * as it is, and whoever wants to know about a version only stops reading before it.
 * <p>
 * Thread-safe.
 */
final class HistoryFormat {

	private static final JsonFactory JSON = new JsonFactory();

	private HistoryFormat() {
	}

	/**
	 * Return the line of a version with its whole document, its line feed included.
	 * @param stateHash the hash of the document's state, {@code null} if it is not known
	 */
	static byte[] documentLine(ConfigRevision revision, @Nullable String stateHash, Document document) {
		byte[] payload = document.payload();
		return line(head(revision, stateHash, sha256(payload)), "document", payload);
	}

	/**
	 * Return the line of a version with the patch that made it, its line feed included.
	 * @param stateHash the hash of the state that the patch leads to
	 * @param patch a JSON Patch in UTF-8
	 */
	static byte[] patchLine(ConfigRevision revision, String stateHash, byte[] patch) {
		byte[] oneLine = patch.clone();
		for (int i = 0; i < oneLine.length; i++) {
			// white space: within a text JSON has it escaped
			if (oneLine[i] == '\n' || oneLine[i] == '\r') {
				oneLine[i] = ' ';
			}
		}
		return line(head(revision, stateHash, null), "patch", oneLine);
	}

	private static byte[] head(ConfigRevision revision, @Nullable String stateHash, @Nullable String sha256) {
		ByteArrayOutputStream head = new ByteArrayOutputStream(256);
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), head, JsonEncoding.UTF8)) {
			json.writeStartObject();
			json.writeNumberProperty("version", revision.version());
			json.writeNumberProperty("publishedAt", revision.publishedAt().toEpochMilli());
			write(json, "author", revision.author());
			write(json, "comment", revision.comment());
			json.writeNumberProperty("changes", revision.changes());
			json.writeArrayPropertyStart("changed");
			revision.changed().forEach(json::writeString);
			json.writeEndArray();
			write(json, "stateHash", stateHash);
			write(json, "sha256", sha256);
			json.writeEndObject();
		}
		return head.toByteArray();
	}

	private static void write(JsonGenerator json, String name, @Nullable String text) {
		if (text != null) {
			json.writeStringProperty(name, text);
		}
	}

	private static byte[] line(byte[] head, String contentName, byte[] content) {
		byte[] name = (",\"" + contentName + "\":").getBytes(StandardCharsets.UTF_8);
		int nameStart = head.length - 1;
		int contentStart = nameStart + name.length;
		byte[] line = Arrays.copyOf(head, contentStart + content.length + 2);
		System.arraycopy(name, 0, line, nameStart, name.length);
		System.arraycopy(content, 0, line, contentStart, content.length);
		line[line.length - 2] = '}';
		line[line.length - 1] = '\n';
		return line;
	}

	/**
	 * Return the document of a line.
	 * @throws InvalidDocumentException if the line is damaged
	 */
	static Document document(byte[] line, HistoryHead head, DocumentCodec codec) {
		Document document = codec.decode(content(line, head));
		if (!sha256(document.payload()).equals(head.sha256())) {
			throw new InvalidDocumentException("a line of the history has another SHA-256 than its document");
		}
		return document;
	}

	/**
	 * Return the patch of a line.
	 * @throws InvalidDocumentException if the line is damaged
	 */
	static JsonPatch patch(byte[] line, HistoryHead head) {
		return JsonPatch.of(content(line, head));
	}

	private static byte[] content(byte[] line, HistoryHead head) {
		int end = line.length - 1;
		while (end > head.contentStart() && line[end] != '}') {
			if (line[end] > ' ') {
				throw new InvalidDocumentException("a line of the history does not end as a JSON object");
			}
			end--;
		}
		return Arrays.copyOfRange(line, head.contentStart(), end);
	}

	static String stateHash(Document document) {
		return HexFormat.of().toHexDigits(document.stateHash());
	}

	static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
