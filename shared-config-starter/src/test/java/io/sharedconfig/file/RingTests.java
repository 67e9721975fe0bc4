package io.sharedconfig.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.sharedconfig.file.StoreFixture.begun;
import static io.sharedconfig.file.StoreFixture.options;
import static io.sharedconfig.file.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedFileStore#ring()} and what {@link DirectoryWatch} hears of it.
 */
@EnabledOnOs(OS.LINUX)
class RingTests extends SharedFileScene {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final FileTime LONG_AGO = FileTime.fromMillis(0);

	private final Queue<String> heard = new ConcurrentLinkedQueue<>();

	@Test
	void ringChangesNothingInTheFileAndIsHeard() throws Exception {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			byte[] before = Files.readAllBytes(this.data);
			Files.setLastModifiedTime(this.data, LONG_AGO);
			try (DirectoryWatch watch = DirectoryWatch.open(this.directory)) {
				store.ring();
				assertThat(watch.await(this.heard::add)).isTrue();
			}
			assertThat(this.heard).containsOnly("orders.scfg");
			assertThat(Files.readAllBytes(this.data)).isEqualTo(before);
			assertThat(Files.getLastModifiedTime(this.data)).isGreaterThan(LONG_AGO);
		}
	}

	@ParameterizedTest
	@EnumSource
	void ringWhenItsFileIsNotInPlaceTouchesNothing(Stranger stranger) throws Exception {
		try (SharedFileStore store = begun(options(this.directory))) {
			Path other = Files.writeString(this.temp.resolve("other"), "other");
			Files.setLastModifiedTime(other, LONG_AGO);
			Files.delete(this.data);
			stranger.take(this.data, other);
			CompletableFuture<Void> rung = CompletableFuture.runAsync(store::ring);
			await().atMost(LONG).until(rung::isDone);
			assertThat(rung).isCompleted();
			assertThat(Files.getLastModifiedTime(other)).isEqualTo(LONG_AGO);
			if (Files.exists(this.data, LinkOption.NOFOLLOW_LINKS) && stranger != Stranger.LINK) {
				assertThat(Files.getLastModifiedTime(this.data)).isEqualTo(LONG_AGO);
			}
		}
	}

	@Test
	void ringWhenTheFileWasTruncatedDoesNotMakeItLonger() throws IOException {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			StoreFixture.truncate(this.data, 0);
			store.ring();
			assertThat(this.data).isEmptyFile();
		}
	}

	@Test
	void ringWhenInterruptedLosesNoVersion() {
		try (SharedFileStore store = begun(options(this.directory))) {
			store.append(whole(1, 20), CommitStep.NONE);
			Thread.currentThread().interrupt();
			store.ring();
			assertThat(Thread.interrupted()).isTrue();
			store.append(whole(2, 20), CommitStep.NONE);
			store.ring();
			assertThat(StoreFixture.reader(this.directory).read().version()).isEqualTo(2);
		}
	}

	@Test
	void ringBeforeThereIsAFileAndAfterItWasClosedDoesNothing() throws IOException {
		SharedFileStore store = SharedFileStore.open(options(this.directory));
		store.ring();
		assertThat(this.data).doesNotExist();
		store.begin(whole(1, 20));
		store.close();
		Files.setLastModifiedTime(this.data, LONG_AGO);
		store.ring();
		assertThat(Files.getLastModifiedTime(this.data)).isEqualTo(LONG_AGO);
	}

	@Test
	void watchHearsAFileThatIsRenamedIntoTheDirectory() throws Exception {
		Files.createDirectories(this.directory);
		Path file = Files.createFile(this.temp.resolve("orders.scfg"));
		try (DirectoryWatch watch = DirectoryWatch.open(this.directory)) {
			Files.move(file, this.data);
			assertThat(watch.await(this.heard::add)).isTrue();
			assertThat(this.heard).containsOnly("orders.scfg");
		}
	}

	@Test
	void watchWhenTheDirectoryIsRemovedEnds() throws Exception {
		Files.createDirectories(this.directory);
		try (DirectoryWatch watch = DirectoryWatch.open(this.directory)) {
			assertThat(watch.isInPlace()).isTrue();
			Files.delete(this.directory);
			assertThat(watch.await(this.heard::add)).isFalse();
			assertThat(watch.isInPlace()).isFalse();
		}
	}

	@Test
	void watchWhenTheDirectoryIsReplacedIsNotInPlace() throws Exception {
		Files.createDirectories(this.directory);
		try (DirectoryWatch watch = DirectoryWatch.open(this.directory)) {
			Files.move(this.directory, this.temp.resolve("renamed"));
			assertThat(watch.isInPlace()).isFalse();
			Files.createDirectories(this.directory);
			assertThat(watch.isInPlace()).isFalse();
			assertThat(watch.seemsInPlace()).isFalse();
		}
	}

	@Test
	void watchSeemsInPlaceAsLongAsTheDirectoryIsAsItWas() throws Exception {
		Files.createDirectories(this.directory);
		FileTime before = FileTime.fromMillis(1_000);
		Files.setLastModifiedTime(this.directory, before);
		try (DirectoryWatch watch = DirectoryWatch.open(this.directory)) {
			assertThat(watch.seemsInPlace()).isFalse();
			assertThat(watch.isInPlace()).isTrue();
			assertThat(watch.seemsInPlace()).isTrue();
			Files.move(this.directory, this.temp.resolve("renamed"));
			assertThat(watch.seemsInPlace()).isFalse();
			Files.createDirectories(this.directory);
			assertThat(watch.seemsInPlace()).isFalse();
			Files.setLastModifiedTime(this.directory, before);
			assertThat(watch.seemsInPlace()).isTrue();
			assertThat(watch.isInPlace()).isFalse();
			assertThat(watch.seemsInPlace()).isFalse();
		}
	}

	@Test
	void watchWhenClosedLetsTheWaitingThreadGo() throws Exception {
		Files.createDirectories(this.directory);
		DirectoryWatch watch = DirectoryWatch.open(this.directory);
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
			try {
				return watch.await(this.heard::add);
			}
			catch (ClosedWatchServiceException ex) {
				return false;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		watch.close();
		await().atMost(LONG).until(waiting::isDone);
		assertThat(waiting).isCompletedWithValue(false);
		watch.close();
	}

	@Test
	void watchWhenThereIsNoDirectoryIsRefused() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> DirectoryWatch.open(this.temp.resolve("absent")));
	}

	/**
	 * What may stand where the data file was.
	 */
	private enum Stranger {

		NOTHING {

			@Override
			void take(Path data, Path other) {
			}

		},

		LINK {

			@Override
			void take(Path data, Path other) throws IOException {
				Files.createSymbolicLink(data, other);
			}

		},

		FIFO {

			@Override
			void take(Path data, Path other) throws Exception {
				assertThat(new ProcessBuilder("mkfifo", "-m", "600", data.toString()).start().waitFor()).isZero();
				// opening it would wait for somebody who writes
				assertThat(new ProcessBuilder("touch", "-d", "@0", data.toString()).start().waitFor()).isZero();
			}

		},

		FILE {

			@Override
			void take(Path data, Path other) throws IOException {
				Files.createFile(data);
				Files.setLastModifiedTime(data, LONG_AGO);
			}

		},

		DIRECTORY {

			@Override
			void take(Path data, Path other) throws IOException {
				Files.createDirectory(data);
				Files.setLastModifiedTime(data, LONG_AGO);
			}

		};

		abstract void take(Path data, Path other) throws Exception;

	}

}
