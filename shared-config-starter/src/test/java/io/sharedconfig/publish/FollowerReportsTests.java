package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.codec.FollowerReport;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FollowerReports}.
 */
class FollowerReportsTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String HANGS = "something in their directory does not answer";

	@TempDir
	Path temp;

	private final List<String> warnings = new CopyOnWriteArrayList<>();

	@Test
	@EnabledOnOs(OS.LINUX)
	void readWhenAPipeTakesThePlaceOfAFileGoesOnWithoutTheThreadThatHangs() throws Exception {
		Path shared = this.temp.resolve("shared");
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(shared, "orders").withoutBackup().open();
				SharedConfigFollower follower = SharedConfigs.follower(shared, "orders").application("good").open()) {
			publisher.publish("{\"a\":1}");
			await().atMost(LONG)
				.until(() -> publisher.followers().stream().anyMatch((one) -> one.appliedVersion() == 1));
			FollowerReports reports = new FollowerReports(Recovered.options(shared, null).store(), StoreHost.CURRENT,
					this.warnings::add, Duration.ofMillis(200));
			try (Swapper swapper = Swapper.of(status(shared), this.temp)) {
				readUntil(reports, HANGS);
				swapper.stop();
				assertThat(reports.leftBehind()).isPositive();
				await().atMost(LONG).until(() -> applications(reports), List.of("good")::equals);
				swapper.start();
				readUntil(reports, "nothing there is read any more until it does");
				assertThat(reports.leftBehind()).isEqualTo(FollowerReports.MOST_LEFT_BEHIND);
				swapper.stop();
				assertThat(publisher.publish("{\"a\":2}").version()).isEqualTo(2);
				assertThat(follower.awaitVersion(2, LONG)).isTrue();
				List<FollowerReport> last = reports.read();
				assertThat(reports.read()).isSameAs(last);
				try (FileChannel writer = swapper.writer()) {
					assertThat(writer.isOpen()).isTrue();
					await().atMost(LONG).until(() -> reports.leftBehind() == 0);
				}
				await().atMost(LONG).until(() -> reports.read().get(0).appliedVersion() == 2);
			}
			finally {
				reports.close();
			}
			assertThat(this.warnings).doesNotHaveDuplicates();
		}
	}

	private void readUntil(FollowerReports reports, String warning) {
		await().atMost(LONG).pollInterval(Duration.ofMillis(1)).until(() -> {
			for (int i = 0; i < 100 && !isWarned(warning); i++) {
				assertThat(reports.read()).hasSizeLessThan(2);
			}
			return isWarned(warning);
		});
	}

	private boolean isWarned(String warning) {
		return this.warnings.stream().anyMatch((one) -> one.contains(warning));
	}

	private static List<String> applications(FollowerReports reports) {
		return reports.read().stream().map(FollowerReport::application).toList();
	}

	private static Path status(Path shared) throws IOException {
		try (Stream<Path> files = Files.list(shared.resolve("orders.followers"))) {
			return files.filter((file) -> file.toString().endsWith(".json")).findFirst().orElseThrow();
		}
	}

	/**
	 * Puts a pipe in the place of a file, and the file back, as fast as it can.
	 */
	private static final class Swapper implements AutoCloseable {

		private final Path status;

		private final Path file;

		private final Path pipe;

		private volatile boolean running;

		private Thread thread = new Thread();

		private Swapper(Path status, Path aside) {
			this.status = status;
			this.file = aside.resolve("file");
			this.pipe = aside.resolve("pipe");
		}

		static Swapper of(Path status, Path aside) throws IOException, InterruptedException {
			Swapper swapper = new Swapper(status, aside);
			assertThat(new ProcessBuilder("mkfifo", swapper.pipe.toString()).start().waitFor()).isZero();
			swapper.start();
			return swapper;
		}

		void start() {
			this.running = true;
			this.thread = new Thread(() -> {
				try {
					while (this.running) {
						move(this.status, this.file);
						move(this.pipe, this.status);
						move(this.status, this.pipe);
						move(this.file, this.status);
					}
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			this.thread.start();
		}

		private static void move(Path from, Path to) throws IOException {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		}

		void stop() throws InterruptedException {
			this.running = false;
			this.thread.join();
		}

		/**
		 * Return who writes into the pipe, for whoever waits for that.
		 */
		FileChannel writer() throws IOException {
			return FileChannel.open(this.pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
		}

		@Override
		public void close() throws IOException, InterruptedException {
			stop();
			writer().close();
		}

	}

}
