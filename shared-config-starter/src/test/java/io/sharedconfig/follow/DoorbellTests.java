package io.sharedconfig.follow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.FollowerState;
import io.sharedconfig.FollowerStatus;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.file.DirectoryWatch;
import io.sharedconfig.plain.SharedConfigs;
import io.sharedconfig.publish.MuteMaster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.util.FileSystemUtils;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a follower makes of the master's ring. Where nothing is to be heard, or
 * found by time, the time is too far off to be waited for.
 */
@EnabledOnOs(OS.LINUX)
class DoorbellTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(20);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	Path temp;

	private Path directory;

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("shared");
	}

	@Test
	void publishIsHeardLongBeforeItIsTimeToLook() throws Exception {
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(NEVER)) {
			Follower follower = following(hub);
			for (int version = 1; version <= 5; version++) {
				publisher.publish("{\"n\":%d}".formatted(version));
				assertThat(follower.awaitVersion(version, LONG)).isTrue();
			}
			assertThat(follower.status().pollInterval()).isEqualTo(NEVER);
		}
	}

	@Test
	void publishByAnotherProcessIsHeardLongBeforeItIsTimeToLook() throws Exception {
		try (ChildJvm master = ChildJvm.start(PublishingMaster.class, this.directory); FollowerHub hub = hub(NEVER)) {
			master.await("ready");
			Follower follower = following(hub);
			for (int version = 1; version <= 5; version++) {
				master.tell("{\"n\":%d}".formatted(version));
				assertThat(follower.awaitVersion(version, LONG)).isTrue();
			}
			master.kill();
			try (SharedConfigPublisher next = master()) {
				next.publish("{\"n\":6}");
				assertThat(follower.awaitVersion(6, LONG)).isTrue();
			}
		}
	}

	@Test
	void directoryThatWasMadeAnewWithTheTimesOfTheOldOneIsFoundOutWithinAMinute() throws Exception {
		Files.createDirectories(this.directory);
		FileTime time = FileTime.fromMillis(1_000);
		Files.setLastModifiedTime(this.directory, time);
		AtomicInteger opened = new AtomicInteger();
		Doorbell bell = new Doorbell(this.directory, (path) -> {
			opened.incrementAndGet();
			return DirectoryWatch.open(path);
		}, (name) -> {
		});
		try {
			bell.begin();
			await().atMost(LONG).until(bell::isListening);
			long now = System.nanoTime() + 6 * SECOND.toNanos();
			bell.tend(now);
			Files.move(this.directory, this.directory.resolveSibling("renamed"));
			Files.createDirectories(this.directory);
			Files.setLastModifiedTime(this.directory, time);
			bell.tend(now + 55 * SECOND.toNanos());
			assertThat(bell.isListening()).isTrue();
			bell.tend(now + 61 * SECOND.toNanos());
			await().atMost(LONG).until(() -> !bell.isListening());
			await().atMost(LONG).until(() -> {
				bell.tend(now + 63 * SECOND.toNanos());
				return bell.isListening();
			});
			assertThat(opened).hasValue(2);
		}
		finally {
			bell.end();
		}
	}

	@Test
	void burstIsHeardToItsEnd() throws Exception {
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(NEVER)) {
			Follower follower = following(hub);
			for (int round = 1; round <= 20; round++) {
				for (int publish = 0; publish < 100; publish++) {
					publisher.change().set("n", round * 1000 + publish).publish();
				}
				assertThat(follower.awaitVersion(round * 100, LONG)).isTrue();
			}
		}
	}

	@Test
	void publishAndCloseAtOnceIsHeard() throws Exception {
		try (FollowerHub hub = hub(NEVER)) {
			Files.createDirectories(this.directory);
			Follower follower = following(hub);
			for (int version = 1; version <= 5; version++) {
				try (SharedConfigPublisher publisher = master()) {
					publisher.publish("{\"n\":%d}".formatted(version));
				}
				assertThat(follower.awaitVersion(version, LONG)).isTrue();
			}
		}
	}

	@Test
	void publishOfALargerDocumentInAnotherFileIsHeard() throws Exception {
		try (SharedConfigPublisher publisher = SharedConfigs.publisher(this.directory, "orders")
			.withoutBackup()
			.size(1024, 1024 * 1024)
			.open(); FollowerHub hub = hub(NEVER)) {
			Follower follower = following(hub);
			for (int version = 1; version <= 5; version++) {
				publisher.publish(Map.of("text", "x".repeat(1000 << version)));
				assertThat(follower.awaitVersion(version, LONG)).isTrue();
			}
		}
	}

	@Test
	void publishWhenTheDirectoryComesLaterIsHeard() throws Exception {
		try (FollowerHub hub = hub(NEVER)) {
			Follower follower = hub.follow("orders");
			hub.start();
			assertThat(follower.status().doorbell()).isFalse();
			try (SharedConfigPublisher publisher = master()) {
				publisher.publish("{\"n\":1}");
				assertThat(follower.awaitVersion(1, LONG)).isTrue();
				await().atMost(LONG).until(() -> follower.status().doorbell());
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void publishAfterFilesWereLostIsHeard(Loss loss) throws Exception {
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(NEVER)) {
			Follower follower = following(hub);
			publisher.publish("{\"n\":1}");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			Path data = this.directory.resolve("orders.scfg");
			Object before = key(data);
			loss.strike(this.directory, data);
			// the master makes a new one within a second
			await().atMost(LONG).until(() -> Files.isRegularFile(data, NOFOLLOW_LINKS) && !key(data).equals(before));
			for (int version = 2; version <= 4; version++) {
				publisher.publish("{\"n\":%d}".formatted(version));
				assertThat(follower.awaitVersion(version, LONG)).isTrue();
			}
			await().atMost(LONG).until(() -> follower.status().doorbell());
		}
	}

	@Test
	void stagedDocumentIsHeard() {
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(NEVER)) {
			publisher.publish("{\"n\":1}");
			hub.reportAs("listening");
			following(hub);
			await().atMost(LONG).until(() -> publisher.followers().size() == 1);
			assertThat(publisher.stage("{\"n\":2}", LONG).isAccepted()).isTrue();
		}
	}

	@Test
	void versionOfAMasterThatDiedBeforeItRangIsFoundByTime() throws Exception {
		try (ChildJvm master = ChildJvm.start(MuteMaster.class, this.directory); FollowerHub hub = hub(SHORT)) {
			master.await("published");
			Follower follower = following(hub);
			assertThat(follower.current().version()).isOne();
			master.tell("die");
			assertThat(master.awaitExit()).isEqualTo(9);
			assertThat(follower.awaitVersion(2, LONG)).isTrue();
			try (SharedConfigPublisher next = master()) {
				next.publish("{\"n\":3}");
				assertThat(follower.awaitVersion(3, LONG)).isTrue();
				await().atMost(LONG).until(() -> follower.status().doorbell());
			}
		}
	}

	@Test
	void publishWhenTheDoorbellIsOffIsNotHeard() throws Exception {
		try (SharedConfigPublisher publisher = master();
				SharedConfigFollower off = follower(false);
				SharedConfigFollower on = follower(true)) {
			await().atMost(LONG).until(() -> on.status().doorbell());
			for (int version = 1; version <= 5; version++) {
				publisher.publish("{\"n\":%d}".formatted(version));
				assertThat(on.awaitVersion(version, LONG)).isTrue();
			}
			assertThat(off.current()).isNull();
			assertThat(off.status().doorbell()).isFalse();
			assertThat(off.refresh().version()).isEqualTo(5);
		}
	}

	@Test
	void watchWhenThereIsNoneLeftIsTriedAgainAndPollsGoOnMeanwhile() throws Exception {
		AtomicBoolean exhausted = new AtomicBoolean(true);
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(SHORT, (watched) -> {
			if (exhausted.get()) {
				throw new IOException("User limit of inotify instances reached or too many open files");
			}
			return DirectoryWatch.open(watched);
		})) {
			Follower follower = hub.follow("orders");
			hub.start();
			publisher.publish("{\"n\":1}");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			assertThat(follower.status()).extracting(FollowerStatus::doorbell, FollowerStatus::pollInterval)
				.containsExactly(false, SHORT);
			exhausted.set(false);
			await().atMost(LONG).until(() -> follower.status().doorbell());
			assertThat(follower.status().pollInterval()).isEqualTo(SECOND);
			publisher.publish("{\"n\":2}");
			assertThat(follower.awaitVersion(2, LONG)).isTrue();
		}
	}

	@Test
	void watchWhereThereIsNoneIsNotTriedAgainAndPollsGoOn() throws Exception {
		AtomicInteger tries = new AtomicInteger();
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(SHORT, (watched) -> {
			tries.incrementAndGet();
			throw new UnsupportedOperationException();
		})) {
			Follower follower = hub.follow("orders");
			hub.start();
			for (int version = 1; version <= 20; version++) {
				publisher.publish("{\"n\":%d}".formatted(version));
				assertThat(follower.awaitVersion(version, LONG)).isTrue();
			}
			assertThat(follower.status().pollInterval()).isEqualTo(SHORT);
			assertThat(tries).hasValue(1);
		}
	}

	/**
	 * As it is where files are shared but what is done to them is not told.
	 */
	@Test
	void watchThatHearsNothingIsNotReliedUponForLong() throws Exception {
		Path silent = Files.createDirectory(this.temp.resolve("silent"));
		try (SharedConfigPublisher publisher = master();
				FollowerHub hub = hub(SHORT, (watched) -> DirectoryWatch.open(silent))) {
			Follower follower = following(hub);
			assertThat(follower.status().pollInterval()).isEqualTo(SECOND);
			publisher.publish("{\"n\":1}");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			await().atMost(LONG).until(() -> !follower.status().doorbell());
			assertThat(follower.status().pollInterval()).isEqualTo(SHORT);
			// a single ring brings the confidence back
			Files.createFile(silent.resolve("orders.scfg"));
			await().atMost(LONG).until(() -> follower.status().doorbell());
		}
	}

	@Test
	void fileThatCannotBeReadIsLookedAtAsOftenAsWithoutADoorbell() throws Exception {
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(SHORT)) {
			publisher.publish("{\"n\":1}");
			Follower follower = following(hub);
			Path data = this.directory.resolve("orders.scfg");
			assertThat(follower.status().pollInterval()).isEqualTo(SECOND);
			Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rw-rw-rw-"));
			hub.stop();
			hub.start();
			await().atMost(LONG).until(() -> follower.problem() != null);
			assertThat(follower.status().pollInterval()).isEqualTo(SHORT);
			Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rw-------"));
			await().atMost(LONG).until(() -> follower.status().pollInterval().equals(SECOND));
		}
	}

	@Test
	void hubWhenStoppedHoldsNoWatchAndHearsAgainAfterItsStart() throws Exception {
		try (SharedConfigPublisher publisher = master()) {
			try (FollowerHub hub = hub(NEVER)) {
				Follower follower = following(hub);
				assertThat(watches()).isOne();
				hub.stop();
				assertThat(follower.status().doorbell()).isFalse();
				assertThat(watches()).isZero();
				hub.start();
				await().atMost(LONG).until(() -> follower.status().doorbell());
				publisher.publish("{\"n\":1}");
				assertThat(follower.awaitVersion(1, LONG)).isTrue();
			}
			assertThat(watches()).isZero();
		}
	}

	@Test
	void threadsWhileNothingHappensSleepForASecond() throws Exception {
		Set<Long> others = Arrays.stream(ManagementFactory.getThreadMXBean().getAllThreadIds())
			.boxed()
			.collect(Collectors.toSet());
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(Duration.ofMillis(1))) {
			publisher.publish("{\"n\":1}");
			Follower follower = following(hub);
			assertThat(follower.awaitVersion(2, SECOND)).isFalse(); // the rings of the
																	// start
			Map<String, Long> before = waits(others);
			long begin = System.nanoTime();
			assertThat(follower.awaitVersion(2, Duration.ofSeconds(2))).isFalse();
			Duration took = Duration.ofNanos(System.nanoTime() - begin);
			Map<String, Long> after = waits(others);
			assertThat(before).containsOnlyKeys(PollLoop.THREAD_NAME, Doorbell.THREAD_NAME);
			assertThat(after.get(PollLoop.THREAD_NAME) - before.get(PollLoop.THREAD_NAME)).as("polls in " + took)
				.isBetween(1L, 2 * took.toSeconds() + 4);
			assertThat(after.get(Doorbell.THREAD_NAME)).isEqualTo(before.get(Doorbell.THREAD_NAME));
		}
	}

	/**
	 * A version that nobody rings for is not missed for longer than that.
	 */
	@Test
	void followerOfWhichNothingWasHeardForTenSecondsLooksLessOftenUntilItHearsAgain() throws Exception {
		try (SharedConfigPublisher publisher = master(); FollowerHub hub = hub(SHORT)) {
			Follower follower = following(hub);
			publisher.publish("{\"n\":1}");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			assertThat(follower.status().pollInterval()).isEqualTo(SECOND);
			await().atMost(LONG).until(() -> follower.status().pollInterval().equals(Duration.ofMillis(2500)));
			assertThat(follower.status().state()).isEqualTo(FollowerState.CURRENT);
			publisher.publish("{\"n\":2}");
			assertThat(follower.awaitVersion(2, LONG)).isTrue();
			assertThat(follower.status().pollInterval()).isEqualTo(SECOND);
		}
	}

	private static Map<String, Long> waits(Set<Long> others) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
			.filter(Objects::nonNull)
			.filter((thread) -> !others.contains(thread.getThreadId()))
			.filter((thread) -> Set.of(PollLoop.THREAD_NAME, Doorbell.THREAD_NAME).contains(thread.getThreadName()))
			.collect(Collectors.toMap(ThreadInfo::getThreadName, ThreadInfo::getWaitedCount));
	}

	private long watches() throws IOException {
		String inode = "ino:%x ".formatted((long) Files.getAttribute(this.directory, "unix:ino"));
		long found = 0;
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
			for (Path descriptor : descriptors) {
				try {
					String facts = Files.readString(descriptor);
					found += (facts.contains("inotify") && facts.contains(inode)) ? 1 : 0;
				}
				catch (IOException ex) {
					// closed meanwhile
				}
			}
		}
		return found;
	}

	private static Object key(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
	}

	private Follower following(FollowerHub hub) {
		Follower follower = hub.follow("orders");
		hub.start();
		await().atMost(LONG).until(() -> follower.status().doorbell());
		return follower;
	}

	private FollowerHub hub(Duration pollInterval) {
		return hub(pollInterval, DirectoryWatch::open);
	}

	private FollowerHub hub(Duration pollInterval, DirectoryWatch.Opener opener) {
		return new FollowerHub(new FollowOptions(this.directory, pollInterval, Duration.ofSeconds(5), Set.of(), true),
				FollowEvents.NONE, opener);
	}

	private SharedConfigPublisher master() {
		return SharedConfigs.publisher(this.directory, "orders").withoutBackup().open();
	}

	private SharedConfigFollower follower(boolean doorbell) {
		return SharedConfigs.follower(this.directory, "orders").pollInterval(NEVER).doorbell(doorbell).open();
	}

	/**
	 * What happens to the files of a running master.
	 */
	private enum Loss {

		DATA_FILE_DELETED((directory, data) -> Files.delete(data)),

		DATA_FILE_REPLACED_BY_A_LINK((directory, data) -> {
			Path link = Files.createSymbolicLink(directory.resolve("link~"), Path.of("/dev/null"));
			Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
		}),

		DATA_FILE_REPLACED_BY_A_FIFO((directory, data) -> {
			Path fifo = directory.resolve("fifo~");
			assertThat(new ProcessBuilder("mkfifo", "-m", "600", fifo.toString()).start().waitFor()).isZero();
			Files.move(fifo, data, StandardCopyOption.ATOMIC_MOVE);
		}),

		DATA_FILE_TRUNCATED(
				(directory, data) -> Files.newByteChannel(data, StandardOpenOption.WRITE).truncate(0).close()),

		DIRECTORY_REMOVED((directory, data) -> FileSystemUtils.deleteRecursively(directory)),

		DIRECTORY_RENAMED((directory, data) -> Files.move(directory, directory.resolveSibling("renamed")));

		private final Strike strike;

		Loss(Strike strike) {
			this.strike = strike;
		}

		void strike(Path directory, Path data) throws Exception {
			this.strike.at(directory, data);
		}

	}

	private interface Strike {

		void at(Path directory, Path data) throws Exception;

	}

	/**
	 * Publishes every line it reads.
	 */
	static final class PublishingMaster {

		private PublishingMaster() {
		}

		public static void main(String[] args) throws Exception {
			try (SharedConfigPublisher publisher = SharedConfigs.publisher(Path.of(args[0]), "orders")
				.withoutBackup()
				.open()) {
				System.out.println("ready");
				new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines()
					.forEach(publisher::publish);
			}
		}

	}

}
