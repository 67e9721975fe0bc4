package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the master wrote down of the readable document: which version it put there last.
 * With it, a document that is merely behind can be told from one that a person edited.
 * <p>
 * Immutable.
 *
 * @param version the version
 * @param sha256 the digest of the file, byte by byte
 */
record DocumentNote(long version, String sha256) {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final int MAX_LENGTH_BYTES = 4096;

	static DocumentNote of(long version, byte[] document) {
		return new DocumentNote(version, HistoryFormat.sha256(document));
	}

	/**
	 * Read a note.
	 * @return the note, {@code null} if there is none that can be read
	 */
	static @Nullable DocumentNote read(Path path) {
		try {
			if (!Files.isRegularFile(path) || Files.size(path) > MAX_LENGTH_BYTES) {
				return null;
			}
			JsonNode note = MAPPER.readTree(Files.readAllBytes(path));
			long version = note.path("version").asLong(0);
			return (version > 0) ? new DocumentNote(version, note.path("sha256").asString("")) : null;
		}
		catch (IOException | JacksonException ex) {
			return null;
		}
	}

	byte[] toBytes() {
		return "{\"version\":%d,\"sha256\":\"%s\"}\n".formatted(this.version, this.sha256)
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return whether a file is as the master left it.
	 */
	boolean isOf(byte[] document) {
		return this.sha256.equals(HistoryFormat.sha256(document));
	}

}
