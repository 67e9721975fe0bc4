package io.sharedconfig.file;

import org.jspecify.annotations.Nullable;

/**
 * The master's side of one shared file.
 *
 * @since 1.0.0
 */
public final class SharedFileStore implements AutoCloseable {

	public static SharedFileStore open(StoreOptions options) {
		throw new UnsupportedOperationException();
	}

	public @Nullable StoredVersion last() {
		throw new UnsupportedOperationException();
	}

	public @Nullable String damage() {
		throw new UnsupportedOperationException();
	}

	public void begin(@Nullable StoredVersion first) {
		throw new UnsupportedOperationException();
	}

	public void append(StoredVersion version, CommitStep commit) {
		throw new UnsupportedOperationException();
	}

	public void beat() {
		throw new UnsupportedOperationException();
	}

	public void check() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
