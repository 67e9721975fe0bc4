package io.sharedconfig.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.plain.SharedConfigs;
import org.jspecify.annotations.Nullable;

/**
 * The other process of {@link PublishToVisible} without Spring.
 */
public final class Watcher {

	private final ByHand byHand;

	private final Path file;

	private volatile @Nullable Map<String, Object> properties;

	private @Nullable Object lastFile;

	private Watcher(Path directory) throws IOException {
		this.byHand = new ByHand(directory);
		this.file = this.byHand.file();
	}

	/**
	 * Watch until the input ends.
	 * @param args the way, the directory, the poll interval, and whether to hear the
	 * doorbell
	 * @throws IOException if it cannot be watched
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[1]);
		Duration pollInterval = Duration.parse(args[2]);
		Lookout.run(List.of(switch (args[0]) {
			case "watched" -> watched(directory);
			case "polled" -> polled(directory, pollInterval);
			default -> followed(directory, pollInterval, Boolean.parseBoolean(args[3]));
		}));
		System.exit(0);
	}

	private static Supplier<@Nullable String> followed(Path directory, Duration pollInterval, boolean doorbell) {
		SharedConfigFollower follower = SharedConfigs.follower(directory, Scene.NAME)
			.pollInterval(pollInterval)
			.doorbell(doorbell)
			.open();
		return () -> {
			ConfigSnapshot current = follower.current();
			return (current != null) ? current.property(PublishToVisible.KEY) : null;
		};
	}

	/**
	 * Look at the file by time.
	 */
	static Supplier<@Nullable String> polled(Path directory, Duration interval) throws IOException {
		Watcher watcher = new Watcher(directory);
		Executors.newSingleThreadScheduledExecutor()
			.scheduleWithFixedDelay(watcher::poll, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
		return watcher::value;
	}

	private void poll() {
		try {
			Object now = Files.readAttributes(this.file, BasicFileAttributes.class).fileKey() + "/"
					+ Files.getLastModifiedTime(this.file);
			if (!now.equals(this.lastFile)) {
				this.lastFile = now;
				this.properties = this.byHand.read();
			}
		}
		catch (IOException ex) {
			System.err.println(ex);
		}
	}

	/**
	 * Let the system say when there is a file of that name.
	 */
	static Supplier<@Nullable String> watched(Path directory) throws IOException {
		Watcher watcher = new Watcher(directory);
		WatchService service = FileSystems.getDefault().newWatchService();
		directory.register(service, StandardWatchEventKinds.ENTRY_CREATE);
		Thread thread = new Thread(() -> watcher.watch(service), "watch");
		thread.setDaemon(true);
		thread.start();
		return watcher::value;
	}

	private void watch(WatchService service) {
		try {
			this.properties = this.byHand.read();
			while (true) {
				WatchKey key = service.take();
				boolean renamed = key.pollEvents()
					.stream()
					.anyMatch((event) -> this.file.getFileName().equals(event.context()));
				if (renamed) {
					this.properties = this.byHand.read();
				}
				key.reset();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private @Nullable String value() {
		Map<String, Object> current = this.properties;
		return (current != null) ? (String) current.get(PublishToVisible.KEY) : null;
	}

}
