package io.sharedconfig.file;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A version to be written: as a whole document, or as what it changes in the version
 * before it, whichever the store finds better.
 * <p>
 * Immutable as long as nobody writes to the arrays; they are not copied.
 *
 * @param version the version, 1 or more
 * @param publishedAtMs when it is published, epoch milliseconds
 * @param stateHash the hash of the document, 0 when not given
 * @param meta the meta data as UTF-8 JSON, empty when there is none
 * @param documentLengthBytes the length of the document in bytes
 * @param document gives the document's bytes, asked for when they are needed only
 * @param patch what is changed in the version before, as a JSON Patch of {@code add},
 * {@code replace} and {@code remove}, {@code null} when that is not known
 * @since 1.0.0
 */
public record NewVersion(long version, long publishedAtMs, long stateHash, byte[] meta, int documentLengthBytes,
		Supplier<byte[]> document, byte @Nullable [] patch) {

	/**
	 * Create a version.
	 */
	public NewVersion {
		Objects.requireNonNull(meta, "'meta' must not be null");
		Objects.requireNonNull(document, "'document' must not be null");
	}

	/**
	 * Return a version that is a whole document.
	 * @param stored the version
	 * @return the same, to be written
	 */
	public static NewVersion of(StoredVersion stored) {
		return new NewVersion(stored.version(), stored.publishedAtMs(), stored.stateHash(), stored.meta(),
				stored.payload().length, stored::payload, null);
	}

	NewVersion withoutPatch() {
		return (this.patch == null) ? this : new NewVersion(this.version, this.publishedAtMs, this.stateHash, this.meta,
				this.documentLengthBytes, this.document, null);
	}

	@Override
	public String toString() {
		return "NewVersion[version=%d, documentLengthBytes=%d]".formatted(this.version, this.documentLengthBytes);
	}

}
