package io.sharedconfig.env;

import java.nio.file.Path;
import java.util.Objects;

import io.sharedconfig.ConfigSnapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Where a property comes from: which file, which version, which place in the document.
 * Spring Boot asks for the origin of whatever it reads, and hardly ever looks at one: the
 * place is looked up when somebody does.
 * <p>
 * Immutable.
 *
 * @since 1.0.0
 */
public final class SharedConfigOrigin implements Origin {

	private final Path file;

	private final ConfigSnapshot snapshot;

	private final String key;

	SharedConfigOrigin(Path file, ConfigSnapshot snapshot, String key) {
		this.file = file;
		this.snapshot = snapshot;
		this.key = key;
	}

	/**
	 * Return the shared file.
	 * @return its path
	 */
	public Path file() {
		return this.file;
	}

	/**
	 * Return the version of the document.
	 * @return the version
	 */
	public long version() {
		return this.snapshot.version();
	}

	/**
	 * Return the place in the document.
	 * @return a JSON pointer, {@code null} if it is not known
	 */
	public @Nullable String pointer() {
		return this.snapshot.pointer(this.key);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof SharedConfigOrigin other && this.file.equals(other.file) && version() == other.version()
				&& this.key.equals(other.key);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.file, version(), this.key);
	}

	@Override
	public String toString() {
		String place = "shared config file [%s] version %d".formatted(this.file, version());
		String pointer = pointer();
		return (pointer != null) ? place + " - " + pointer : place;
	}

}
