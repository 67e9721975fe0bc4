package io.sharedconfig.file;

import java.util.Objects;

/**
 * One version as it stands in the shared file, on the heap: what it changes in the
 * version before it.
 * <p>
 * Immutable as long as nobody writes to the arrays; they are not copied.
 *
 * @param version the version, one more than the one that it changes
 * @param publishedAtMs when it was published, epoch milliseconds by the master's clock
 * @param stateHash the hash of the resulting document, 0 when not given
 * @param meta the meta data as UTF-8 JSON, empty when there is none
 * @param patch a JSON Patch (RFC 6902) of {@code add}, {@code replace} and {@code remove}
 * @since 1.0.0
 */
public record StoredDelta(long version, long publishedAtMs, long stateHash, byte[] meta,
		byte[] patch) implements StoredRecord {

	/**
	 * Create a version.
	 */
	public StoredDelta {
		Objects.requireNonNull(meta, "'meta' must not be null");
		Objects.requireNonNull(patch, "'patch' must not be null");
	}

	@Override
	public String toString() {
		return "StoredDelta[version=%d, patchLengthBytes=%d]".formatted(this.version, this.patch.length);
	}

}
