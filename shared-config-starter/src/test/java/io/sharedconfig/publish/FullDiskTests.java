package io.sharedconfig.publish;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.StorageException;
import io.sharedconfig.file.SmallFileSystem;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a {@link Backup} on a disk that is full: the shared file is on another one.
 */
class FullDiskTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final int HISTORY_BYTES = 300_000;

	@TempDir
	Path temp;

	private Path shared;

	private int documentBytes = 20_000;

	private final List<String> warnings = new ArrayList<>();

	@BeforeEach
	void paths() {
		this.shared = this.temp.resolve("shared");
	}

	@Test
	void publishWhenThereIsNoRoomToShortenTheHistoryGoesOnAndShortensItLater() throws Exception {
		try (SmallFileSystem small = SmallFileSystem.mount(this.temp, 1)) {
			Path backup = small.path().resolve("backup");
			Path ballast = fillUp(small, 600_000);
			try (SharedConfigPublisher publisher = master(backup)) {
				while (Files.size(history(backup)) <= HISTORY_BYTES) {
					publish(publisher);
				}
				publish(publisher);
				publish(publisher);
				long before = publisher.current().version();
				assertThat(this.warnings).singleElement().asString().contains("could not be shortened");
				assertThat(names(backup)).containsExactly("orders.history.jsonl", "orders.json", "orders.lock");
				assertThat(versions(publisher)).isEqualTo(LongStream.rangeClosed(1, before).boxed().toList());
				Files.delete(ballast);
				await().atMost(LONG).until(() -> {
					publish(publisher);
					return Files.size(history(backup)) <= HISTORY_BYTES;
				});
				assertThat(publisher.revision(before).json()).isEqualTo(document(before));
			}
			assertThat(this.warnings).hasSize(1);
			nothingIsLost(backup);
		}
	}

	@Test
	void publishWhenThereIsNoRoomForAnotherReadableCopyReplacesTheOneThatIsThere() throws Exception {
		try (SmallFileSystem small = SmallFileSystem.mount(this.temp, 1)) {
			Path backup = small.path().resolve("backup");
			this.documentBytes = 60;
			try (SharedConfigPublisher publisher = master(backup)) {
				publish(publisher);
				awaitNote(backup);
				leave(small, 0);
				for (int i = 0; i < 3; i++) {
					publish(publisher);
					assertThat(Files.readString(backup.resolve("orders.json")))
						.contains(text(publisher.current().version()));
				}
			}
			assertThat(this.warnings).isEmpty();
			nothingIsLost(backup);
		}
	}

	@Test
	void publishWhenThereIsNoRoomForAReadableCopyAtAllRemovesTheOldOneAndSaysItOnce() throws Exception {
		try (SmallFileSystem small = SmallFileSystem.mount(this.temp, 1)) {
			Path backup = small.path().resolve("backup");
			try (SharedConfigPublisher publisher = master(backup)) {
				publisher.publish("{\"a\":1}");
				awaitNote(backup);
				leave(small, 0);
				// lines fit into what is left of a block, and two blocks are more than
				// one
				publisher.publish(nested(2));
				publisher.publish(nested(3));
				assertThat(this.warnings).singleElement().asString().contains("could not be replaced and is missing");
				assertThat(names(backup)).containsExactly("orders.history.jsonl", "orders.lock");
			}
			FileSystemUtils.deleteRecursively(this.shared);
			try (SharedConfigPublisher publisher = master(backup)) {
				assertThat(publisher.current().version()).isEqualTo(3);
				assertThat(publisher.current().json()).isEqualTo(nested(3));
				assertThat(publisher.revision(2).json()).isEqualTo(nested(2));
				Files.delete(small.path().resolve("ballast"));
				assertThat(publisher.publish(nested(4)).version()).isEqualTo(4);
				assertThat(backup.resolve("orders.json")).exists();
			}
			assertThat(this.warnings).hasSize(2);
		}
	}

	@Test
	void publishWhenThereIsNoRoomForALineFailsAndNothingHasChanged() throws Exception {
		try (SmallFileSystem small = SmallFileSystem.mount(this.temp, 1)) {
			Path backup = small.path().resolve("backup");
			try (SharedConfigPublisher publisher = master(backup);
					var follower = SharedConfigs.follower(this.shared, "orders").open()) {
				publish(publisher);
				Path ballast = leave(small, this.documentBytes / 2);
				long lengthBytes = Files.size(history(backup));
				for (int i = 0; i < 3; i++) {
					assertThatExceptionOfType(StorageException.class).isThrownBy(() -> publish(publisher))
						.withMessageContainingAll(history(backup).toString(), "No space left on device")
						.satisfies((ex) -> assertThat(ex.outcomeUnknown()).isFalse());
				}
				assertThat(Files.size(history(backup))).isEqualTo(lengthBytes);
				assertThat(publisher.current().version()).isOne();
				assertThat(follower.refresh().version()).isOne();
				assertThat(((ObservedPublisher) publisher).state()).isEqualTo(PublisherState.ACTIVE);
				Files.delete(ballast);
				publish(publisher);
				assertThat(follower.awaitVersion(2, LONG)).isTrue();
			}
			nothingIsLost(backup);
		}
	}

	private static void awaitNote(Path backup) {
		await().atMost(LONG).until(() -> Files.exists(backup.resolve("orders.json.version")));
	}

	private void nothingIsLost(Path backup) throws IOException {
		List<ConfigRevision> before = SharedConfigs.history(backup, "orders").revisions();
		FileSystemUtils.deleteRecursively(this.shared);
		try (SharedConfigPublisher publisher = master(backup)) {
			long newest = before.get(0).version();
			assertThat(publisher.current().version()).isEqualTo(newest);
			assertThat(publisher.current().json()).isEqualTo(document(newest));
			assertThat(publisher.history()).isEqualTo(before);
			for (ConfigRevision revision : before) {
				assertThat(publisher.revision(revision.version()).json()).isEqualTo(document(revision.version()));
			}
		}
	}

	private SharedConfigPublisher master(Path backup) {
		return SharedConfigs.publisher(this.shared, "orders")
			.backup(backup)
			.history(1000, HISTORY_BYTES)
			.events(Recovered.warningsTo(this.warnings))
			.open();
	}

	private void publish(SharedConfigPublisher publisher) {
		long next = (publisher.current() != null) ? publisher.current().version() + 1 : 1;
		assertThat(publisher.publish(document(next)).version()).isEqualTo(next);
	}

	private String document(long version) {
		return "{\"text\":\"%s\"}".formatted(text(version));
	}

	/**
	 * Return a document that is much longer for people than in the history.
	 */
	private static String nested(long version) {
		int depth = 60;
		return "{\"a\":".repeat(depth) + version + "}".repeat(depth);
	}

	private String text(long version) {
		return "%06d".formatted(version).repeat(this.documentBytes / 6);
	}

	private static Path history(Path backup) {
		return backup.resolve("orders.history.jsonl");
	}

	private static List<Long> versions(SharedConfigPublisher publisher) {
		return publisher.history().stream().map(ConfigRevision::version).sorted().toList();
	}

	private static List<String> names(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((path) -> path.getFileName().toString())
				.filter((name) -> !name.equals("orders.json.version"))
				.sorted()
				.toList();
		}
	}

	private static Path fillUp(SmallFileSystem small, int lengthBytes) throws IOException {
		return Files.write(small.path().resolve("ballast"), new byte[lengthBytes]);
	}

	private static Path leave(SmallFileSystem small, int freeBytes) throws IOException {
		Path ballast = small.path().resolve("ballast");
		try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
			byte[] block = new byte[4096];
			while (Files.getFileStore(small.path()).getUsableSpace() > freeBytes) {
				file.write(block);
			}
		}
		return ballast;
	}

}
