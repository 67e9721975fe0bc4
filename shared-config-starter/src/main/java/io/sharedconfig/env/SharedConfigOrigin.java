package io.sharedconfig.env;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Where a property comes from: which file, which version, which place in the document.
 * <p>
 * Immutable.
 *
 * @param file the shared file
 * @param version the version of the document
 * @param pointer the JSON pointer into the document, {@code null} if it is not known
 * @since 1.0.0
 */
public record SharedConfigOrigin(Path file, long version, @Nullable String pointer) implements Origin {

	@Override
	public String toString() {
		String place = "shared config file [%s] version %d".formatted(this.file, this.version);
		return (this.pointer != null) ? place + " - " + this.pointer : place;
	}

}
