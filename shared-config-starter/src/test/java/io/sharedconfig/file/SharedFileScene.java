package io.sharedconfig.file;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The directory of a test about one shared file, and a reader that has not looked yet.
 */
abstract class SharedFileScene {

	@TempDir
	Path temp;

	Path directory;

	Path data;

	SharedFileReader reader;

	@BeforeEach
	void createReader() {
		this.directory = this.temp.resolve("shared");
		this.data = StoreFixture.data(this.directory);
		this.reader = StoreFixture.reader(this.directory);
	}

}
