package io.sharedconfig.file;

import java.nio.file.Path;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A follower's side of one shared file.
 *
 * @since 1.0.0
 */
public final class SharedFileReader implements AutoCloseable {

	public SharedFileReader(Path directory, String name, Set<String> trustedOwners) {
		throw new UnsupportedOperationException();
	}

	public Path file() {
		throw new UnsupportedOperationException();
	}

	public boolean hasNews() {
		throw new UnsupportedOperationException();
	}

	public @Nullable StoredVersion read() {
		throw new UnsupportedOperationException();
	}

	public void lookAtPath() {
		throw new UnsupportedOperationException();
	}

	public @Nullable MasterSign sign() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
