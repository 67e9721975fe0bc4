package io.sharedconfig.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.file.DirectoryWatch;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StatusReporter}. A retry is too far off to be waited for.
 */
class StatusReporterTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration NEVER = Duration.ofHours(1);

	@TempDir
	Path temp;

	private final List<String> failed = new CopyOnWriteArrayList<>();

	@Test
	void followerThatWaitedForAMasterIsReportedAsSoonAsThereIsOne() {
		try (FollowerHub hub = hub()) {
			Follower follower = hub.follow("orders");
			hub.start();
			assertThat(follower.status().version()).isZero();
			try (SharedConfigPublisher publisher = master()) {
				await().atMost(LONG).until(() -> publisher.followers().size() == 1);
			}
		}
	}

	@Test
	void reportIsNotTriedWhileThereIsNoMaster() throws IOException {
		Path shared = Files.createDirectories(shared());
		try (FollowerHub hub = hub()) {
			hub.follow("absent");
			hub.follow("orders");
			hub.start();
			try (SharedConfigPublisher publisher = master()) {
				publisher.publish("{\"a\":1}");
				await().atMost(LONG)
					.until(() -> publisher.followers().stream().anyMatch((one) -> one.appliedVersion() == 1));
				Files.createDirectory(shared.resolve("absent.followers"));
				publisher.publish("{\"a\":2}");
				await().atMost(LONG)
					.until(() -> publisher.followers().stream().anyMatch((one) -> one.appliedVersion() == 2));
			}
		}
		assertThat(this.failed).isEmpty();
		assertThat(shared.resolve("absent.followers")).isEmptyDirectory();
	}

	@Test
	void changeIsReportedWhileAReportThatFailedWaitsForItsRetry() throws IOException {
		Path block = shared().resolve("orders.followers");
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub()) {
			replaceDirectoryByFile(block);
			hub.follow("orders");
			publisher.publish("{\"a\":1}");
			hub.start();
			await().atMost(LONG).until(() -> this.failed.equals(List.of("orders")));
			Files.delete(block);
			Files.createDirectory(block);
			publisher.publish("{\"a\":2}");
			await().atMost(LONG)
				.until(() -> publisher.followers().stream().anyMatch((one) -> one.appliedVersion() == 2));
		}
	}

	private static void replaceDirectoryByFile(Path directory) throws IOException {
		Files.delete(directory);
		Files.createFile(directory);
	}

	private Path shared() {
		return this.temp.resolve("shared");
	}

	private FollowerHub hub() {
		FollowOptions options = new FollowOptions(shared(), Duration.ofMillis(20), Duration.ofSeconds(5), Set.of(),
				true);
		FollowerHub hub = new FollowerHub(options, new FollowEvents() {

			@Override
			public void reportFailed(Follower follower, Throwable problem) {
				StatusReporterTests.this.failed.add(follower.name());
			}

		}, DirectoryWatch::open, NEVER);
		hub.reportAs("test");
		return hub;
	}

	private SharedConfigPublisher master() {
		return SharedConfigs.publisher(shared(), "orders").withoutBackup().open();
	}

}
