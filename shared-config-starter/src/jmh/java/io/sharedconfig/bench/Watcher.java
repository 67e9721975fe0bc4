package io.sharedconfig.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.plain.SharedConfigs;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other process of {@link PublishToVisible}: prints each version it sees and when.
 */
public final class Watcher {

	static final String NAME = "bench";

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private @Nullable Object lastFile;

	private Watcher() {
	}

	/**
	 * Watch until this process is ended.
	 * @param args the way, the directory and the poll interval
	 * @throws Exception if it cannot be watched
	 */
	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[1]);
		Duration pollInterval = Duration.parse(args[2]);
		if (args[0].equals("shared config")) {
			new Watcher().watchSharedConfig(directory, pollInterval);
		}
		else {
			new Watcher().watchFile(directory.resolve(NAME), pollInterval);
		}
		Thread.currentThread().join();
	}

	private void watchSharedConfig(Path directory, Duration pollInterval) {
		SharedConfigFollower follower = SharedConfigs.follower(directory, NAME).pollInterval(pollInterval).open();
		follower.onChange((diff) -> print(diff.toVersion()));
		ConfigSnapshot current = follower.current();
		if (current != null) {
			print(current.version());
		}
	}

	private void watchFile(Path file, Duration pollInterval) {
		Executors.newSingleThreadScheduledExecutor()
			.scheduleWithFixedDelay(() -> poll(file), 0, pollInterval.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void poll(Path file) {
		try {
			Object fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey() + "/"
					+ Files.getLastModifiedTime(file);
			if (!fileKey.equals(this.lastFile)) {
				this.lastFile = fileKey;
				print(MAPPER.readTree(Files.readAllBytes(file)).get("version").asLong());
			}
		}
		catch (IOException ex) {
			System.err.println(ex);
		}
	}

	private static void print(long version) {
		long seenAt = System.nanoTime();
		System.out.println(version + " " + seenAt);
	}

}
