package io.sharedconfig.publish;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigRevision;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a line of the history says before its document or patch.
 * <p>
 * Immutable.
 *
 * @param revision what is said about the version
 * @param sha256 the digest of the document, {@code null} if there is none
 * @param stateHash the hash of the document's state, {@code null} if there is none
 * @param isPatch whether the line holds a patch and not the document
 * @param contentStart where in the line the document or patch begins
 */
record HistoryHead(ConfigRevision revision, @Nullable String sha256, @Nullable String stateHash, boolean isPatch,
		int contentStart) {

	private static final JsonFactory JSON = new JsonFactory();

	/**
	 * Read what a line says, no further than to its document or patch.
	 * @return the head, {@code null} if the line is damaged
	 */
	static @Nullable HistoryHead of(InputStream line) {
		long version = 0;
		long publishedAtMs = -1;
		String author = null;
		String comment = null;
		int changes = 0;
		List<String> changed = new ArrayList<>();
		String sha256 = null;
		String stateHash = null;
		try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
			json.nextToken();
			while (json.nextToken() == JsonToken.PROPERTY_NAME) {
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
					case "sha256" -> sha256 = text(json, token);
					case "stateHash" -> stateHash = text(json, token);
					case "document", "patch" -> {
						return (version > 0 && publishedAtMs >= 0) ? new HistoryHead(
								new ConfigRevision(version, Instant.ofEpochMilli(publishedAtMs), author, comment,
										changes, changed),
								sha256, stateHash, field.equals("patch"),
								Math.toIntExact(json.currentTokenLocation().getByteOffset())) : null;
					}
					default -> json.skipChildren();
				}
			}
		}
		catch (JacksonException ex) {
			return null;
		}
		return null;
	}

	private static @Nullable String text(JsonParser json, JsonToken token) {
		return (token == JsonToken.VALUE_STRING) ? json.getString() : null;
	}

	long version() {
		return this.revision.version();
	}

	/**
	 * Return whether this is the version of a document.
	 * @param documentSha256 the digest of the document
	 * @param documentStateHash the hash of its state
	 */
	boolean isOf(String documentSha256, String documentStateHash) {
		return (this.stateHash != null) ? this.stateHash.equals(documentStateHash) : documentSha256.equals(this.sha256);
	}

}
