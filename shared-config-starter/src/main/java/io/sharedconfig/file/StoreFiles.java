package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * The names of the files of one configuration, and how they are changed.
 * <p>
 * Immutable.
 *
 * @param directory the directory
 * @param name the configuration, a valid name
 * @param effects how files are changed
 */
record StoreFiles(Path directory, String name, FileEffects effects) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'")
		.withZone(ZoneOffset.UTC);

	StoreFiles(Path directory, String name) {
		this(directory, name, FileEffects.UNWATCHED);
	}

	Path data() {
		return this.directory.resolve(this.name + ".scfg");
	}

	Path lock() {
		return this.directory.resolve(this.name + ".lock");
	}

	/**
	 * Return a name for a file that is being made. The tilde cannot be in the name of a
	 * configuration.
	 * @return the path of a file that does not exist
	 */
	Path temporary() {
		return this.directory.resolve(this.name + "~" + UUID.randomUUID() + ".tmp");
	}

	/**
	 * Return a name for a data file that cannot be used.
	 * @param time the time
	 * @return the path
	 */
	Path corrupt(Instant time) {
		return this.directory.resolve(this.name + ".scfg.corrupt-" + TIME.format(time));
	}

	/**
	 * Remove what an earlier master did not finish. Only for the holder of the lock.
	 * @throws IOException if the directory cannot be read or a file not be removed
	 */
	void deleteLeftovers() throws IOException {
		try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(this.directory, this.name + "~*.tmp")) {
			for (Path leftover : leftovers) {
				this.effects.delete(leftover);
			}
		}
	}

}
