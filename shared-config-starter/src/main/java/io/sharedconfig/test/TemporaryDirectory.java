package io.sharedconfig.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.FileSystemUtils;

/**
 * The directories of one test: for shared files, and for a backup should the application
 * keep one.
 *
 * @param root the directory that holds both, deleted with all its content in the end
 */
record TemporaryDirectory(Path root) {

	private static final String PROPERTY_SOURCE = "sharedConfigTestDirectory";

	static TemporaryDirectory create() {
		try {
			return new TemporaryDirectory(Files.createTempDirectory("shared-config-of-test"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path shared() {
		return this.root.resolve("shared");
	}

	/**
	 * Let an application use these directories, whatever it is configured to use.
	 */
	void addTo(MutablePropertySources sources) {
		sources.addFirst(new MapPropertySource(PROPERTY_SOURCE, Map.of("shared-config.directory", shared().toString(),
				"shared-config.publisher.backup.directory", this.root.resolve("backup").toString())));
	}

	void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.root);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
