package io.sharedconfig.file;

import java.util.Objects;

/**
 * One version as it stands in the shared file, on the heap: the whole document.
 * <p>
 * Immutable as long as nobody writes to the arrays; they are not copied.
 *
 * @param version the version, 1 or more
 * @param publishedAtMs when it was published, epoch milliseconds by the master's clock
 * @param stateHash the hash of the resulting document, 0 when not given
 * @param meta the meta data as UTF-8 JSON, empty when there is none
 * @param payload the document's bytes
 * @since 1.0.0
 */
public record StoredVersion(long version, long publishedAtMs, long stateHash, byte[] meta,
		byte[] payload) implements StoredRecord {

	/**
	 * Create a version.
	 */
	public StoredVersion {
		Objects.requireNonNull(meta, "'meta' must not be null");
		Objects.requireNonNull(payload, "'payload' must not be null");
	}

	@Override
	public String toString() {
		return "StoredVersion[version=%d, payloadLengthBytes=%d]".formatted(this.version, this.payload.length);
	}

}
