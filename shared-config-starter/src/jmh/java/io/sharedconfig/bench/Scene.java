package io.sharedconfig.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.FollowerBuilder;
import io.sharedconfig.plain.SharedConfigs;

import org.springframework.util.FileSystemUtils;

/**
 * A directory in memory, if there is such, with a master in it that keeps no backup: that
 * would measure the disk.
 */
final class Scene implements AutoCloseable {

	static final String NAME = "orders";

	private static final int INITIAL_SIZE = 1 << 20;

	private static final int MAX_SIZE = 128 << 20;

	private final Path directory;

	private final SharedConfigPublisher publisher;

	private Scene(Path directory) {
		this.directory = directory;
		this.publisher = SharedConfigs.publisher(directory, NAME)
			.withoutBackup()
			.size(INITIAL_SIZE, MAX_SIZE)
			.open();
	}

	/**
	 * Become the master and publish a document.
	 */
	static Scene publish(Object document) {
		Scene scene = new Scene(temporaryDirectory());
		scene.publisher.publish(document);
		return scene;
	}

	static Path temporaryDirectory() {
		Path memory = Path.of("/dev/shm");
		try {
			return Files.isDirectory(memory) ? Files.createTempDirectory(memory, "shared-config-bench")
					: Files.createTempDirectory("shared-config-bench");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path directory() {
		return this.directory;
	}

	SharedConfigPublisher publisher() {
		return this.publisher;
	}

	/**
	 * Return a follower of this process that polls when it is told to.
	 */
	FollowerBuilder follower() {
		return SharedConfigs.follower(this.directory, NAME).pollInterval(Duration.ofHours(1)).doorbell(false).report(false);
	}

	/**
	 * Return the arguments of a Spring application that follows.
	 */
	String[] arguments(String... more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off",
				"--shared-config.directory=" + this.directory, "--spring.config.import=shared-config:" + NAME));
		arguments.addAll(List.of(more));
		return arguments.toArray(String[]::new);
	}

	@Override
	public void close() {
		this.publisher.close();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
