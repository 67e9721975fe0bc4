package io.sharedconfig.publish;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerState;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigHealthIndicator;
import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.env.ThreadsOfOurs;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoredVersion;
import io.sharedconfig.file.WatchedHost;
import io.sharedconfig.plain.SharedConfigs;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What followers, the health and the master make of what is done to their files, while
 * they run. Nothing makes a follower drop its version, and nothing is left when they are
 * closed.
 */
class FaultsTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration STALE_AFTER = Duration.ofSeconds(3);

	private static final int MEGABYTE = 1024 * 1024;

	@TempDir
	Path temp;

	private Path shared;

	private final List<String> warnings = new CopyOnWriteArrayList<>();

	private final ThreadsOfOurs threads = new ThreadsOfOurs();

	@BeforeEach
	void paths() {
		this.shared = this.temp.resolve("shared");
	}

	@AfterEach
	void nothingIsLeft() throws IOException {
		this.threads.awaitEnd();
		Path descriptors = Path.of("/proc/self/fd");
		if (Files.exists(descriptors)) {
			await().untilAsserted(
					() -> assertThat(openFiles(descriptors)).noneMatch((file) -> file.contains(this.temp.toString())));
		}
	}

	private static List<String> openFiles(Path descriptors) throws IOException {
		List<String> files = new ArrayList<>();
		for (Path descriptor : Image.list(descriptors)) {
			try {
				files.add(Files.readSymbolicLink(descriptor).toString());
			}
			catch (IOException ex) {
				// closed meanwhile
			}
		}
		return files;
	}

	@ParameterizedTest
	@EnumSource
	void whileTheMasterRunsFollowersGoOnAndItMendsWhatItCan(Fault fault) throws Exception {
		try (MasterPublisher master = master(StoreHost.CURRENT); SharedConfigFollower follower = follower()) {
			publishTwo(master, follower);
			Object key = key();
			fault.action.inflict(this);
			serving(follower, 2).until(() -> !fault.mended || isMended(key));
			assertThat(health(master, follower).getStatus()).isEqualTo(Status.UP);
			assertThat(master.publish(document(3)).version()).isEqualTo(3);
			assertThat(follower.awaitVersion(3, LONG)).isTrue();
			serving(follower, 3).until(() -> follower.status().state() == FollowerState.CURRENT);
			assertThat(health(master, follower).getStatus()).isEqualTo(Status.UP);
			assertThat(details(health(master, follower))).doesNotContainKey("reason")
				.containsEntry("publisher", PublisherState.ACTIVE);
			newFollowerFinds(fault, 3);
			Files.setPosixFilePermissions(this.shared, PosixFilePermissions.fromString("rwx------"));
		}
		assertThat(this.warnings).isEmpty();
	}

	private void newFollowerFinds(Fault fault, long version) {
		try (SharedConfigFollower another = follower()) {
			if (fault.refusal == null) {
				assertThat(another.current()).isNotNull();
				assertThat(another.current().version()).isEqualTo(version);
			}
			else {
				assertThat(another.current()).isNull();
				assertThat(another.status().reason()).contains(fault.refusal);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void whileNoMasterRunsFollowersKeepTheirVersionAndTheNextMasterMendsIt(Fault fault) throws Exception {
		try (SharedConfigFollower follower = follower()) {
			try (MasterPublisher master = master(StoreHost.CURRENT)) {
				publishTwo(master, follower);
			}
			fault.action.inflict(this);
			RefreshResult result = follower.refresh();
			assertThat(follower.current().json()).isEqualTo(document(2));
			Health health = health(null, follower);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(details(health)).containsEntry("state", FollowerState.STALE).containsEntry("version", 2L);
			if (fault.reason == null) {
				assertThat(result).isEqualTo(new RefreshResult(Outcome.UNCHANGED, 2, null));
				assertThat(details(health)).doesNotContainKey("reason");
			}
			else {
				assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
				assertThat(result.reason()).contains(fault.reason);
				assertThat((String) details(health).get("reason")).contains(fault.reason);
			}
			nextMasterGoesOn(fault, follower);
		}
	}

	private void nextMasterGoesOn(Fault fault, SharedConfigFollower follower) throws Exception {
		if (fault == Fault.DIRECTORY_WRITABLE_BY_OTHERS) {
			assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(() -> master(StoreHost.CURRENT));
			Files.setPosixFilePermissions(this.shared, PosixFilePermissions.fromString("rwx------"));
		}
		try (MasterPublisher master = master(StoreHost.CURRENT)) {
			assertThat(master.current().version()).isEqualTo(2);
			assertThat(master.publish(document(3)).version()).isEqualTo(3);
			assertThat(follower.awaitVersion(3, LONG)).isTrue();
			serving(follower, 3).until(() -> follower.status().state() == FollowerState.CURRENT);
			assertThat(details(health(master, follower))).doesNotContainKey("reason");
			try (SharedConfigFollower another = follower()) {
				assertThat(another.current().json()).isEqualTo(document(3));
			}
		}
	}

	@Test
	void directoryThatIsReadOnlyKeepsAMasterFromGrowingOnly() throws Exception {
		try (MasterPublisher master = master(StoreHost.CURRENT); SharedConfigFollower follower = follower()) {
			publishTwo(master, follower);
			String large = "{\"a\":\"" + "x".repeat(MEGABYTE) + "\"}";
			try (ReadOnlyDirectory readOnly = ReadOnlyDirectory.of(this.shared)) {
				assertThat(master.publish(document(3)).version()).isEqualTo(3);
				assertThat(follower.awaitVersion(3, LONG)).isTrue();
				assertThatExceptionOfType(StorageException.class).isThrownBy(() -> master.publish(large))
					.withMessageContaining(this.shared.toString())
					.satisfies((ex) -> assertThat(ex.outcomeUnknown()).isFalse());
				assertThat(master.publish(document(4)).version()).isEqualTo(4);
				assertThat(follower.awaitVersion(4, LONG)).isTrue();
				assertThat(health(master, follower).getStatus()).isEqualTo(Status.UP);
			}
			assertThat(master.publish(large).version()).isEqualTo(5);
			assertThat(follower.awaitVersion(5, LONG)).isTrue();
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void fileThatIsDeletedFromAReadOnlyDirectoryIsMissedOnceAndMendedLater() throws Exception {
		try (MasterPublisher master = master(StoreHost.CURRENT); SharedConfigFollower follower = follower()) {
			publishTwo(master, follower);
			SharedFileReader attached = reader();
			attached.read();
			Object key = key();
			Files.delete(data());
			try (ReadOnlyDirectory readOnly = ReadOnlyDirectory.of(this.shared)) {
				serving(follower, 2).until(() -> !this.warnings.isEmpty());
				awaitBeats(3, attached, follower, 2);
				assertThat(this.warnings).singleElement().asString().contains("the look at the shared file failed");
			}
			serving(follower, 2).until(() -> isMended(key));
		}
	}

	@Test
	void clockThatIsSetBackChangesNothingButTheTimesShown() throws Exception {
		SettableClock clock = new SettableClock();
		try (MasterPublisher master = master(WatchedHost.withClock(clock));
				SharedConfigFollower follower = follower()) {
			publishTwo(master, follower);
			clock.now = clock.now.minus(Duration.ofDays(3));
			Instant before = follower.current().publishedAt();
			master.publish(document(3));
			assertThat(follower.awaitVersion(3, LONG)).isTrue();
			assertThat(follower.current().publishedAt()).isBefore(before);
			serving(follower, 3).until(() -> follower.status().state() == FollowerState.CURRENT);
			clock.now = clock.now.minus(Duration.ofDays(3));
			assertThat(details(health(master, follower, clock))).containsEntry("age", Duration.ZERO);
		}
		try (MasterPublisher master = master(WatchedHost.withClock(clock))) {
			assertThat(master.current().json()).isEqualTo(document(3));
			assertThat(master.publish(document(4)).version()).isEqualTo(4);
		}
	}

	@Test
	void masterThatIsStoppedIsStaleKeepsItsLockAndGoesOn() throws Exception {
		try (ChildJvm child = ChildJvm.start(TalkingMaster.class, this.shared, this.temp.resolve("backup"));
				SharedConfigFollower follower = follower()) {
			child.await("ready");
			child.tell(document(1));
			child.await("published 1");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			serving(follower, 1).until(() -> follower.status().state() == FollowerState.CURRENT);
			signal("STOP", child);
			serving(follower, 1).until(() -> follower.status().state() == FollowerState.STALE);
			assertThat(health(null, follower).getStatus()).isEqualTo(Status.UP);
			assertThatExceptionOfType(MasterAlreadyRunningException.class).isThrownBy(() -> master(StoreHost.CURRENT))
				.satisfies((ex) -> assertThat(ex.pid()).isEqualTo(child.pid()));
			signal("CONT", child);
			serving(follower, 1).until(() -> follower.status().state() == FollowerState.CURRENT);
			child.tell(document(2));
			child.await("published 2");
			assertThat(follower.awaitVersion(2, LONG)).isTrue();
			child.kill();
		}
	}

	private static void signal(String name, ChildJvm child) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(child.pid())).start().waitFor()).isZero();
	}

	@Test
	void backupOnADiskThatHangsHoldsUpThatPublishAndNothingElse() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch disk = new CountDownLatch(1);
		StoreHost host = WatchedHost.watched((step) -> {
			if (hanging.getCount() == 1 && step.effect().equals("SYNC")
					&& Thread.currentThread().getName().equals("publisher")) {
				hanging.countDown();
				awaitQuietly(disk);
			}
		});
		try (MasterPublisher master = master(host); SharedConfigFollower follower = follower()) {
			publishTwo(master, follower);
			CompletableFuture<ConfigSnapshot> publish = CompletableFuture.supplyAsync(() -> master.publish(document(3)),
					(work) -> new Thread(work, "publisher").start());
			hanging.await();
			SharedFileReader attached = reader();
			attached.read();
			awaitBeats(STALE_AFTER.toSeconds() + 2, attached, follower, 2);
			assertThat(follower.status().state()).isEqualTo(FollowerState.CURRENT);
			assertThat(master.current().version()).isEqualTo(2);
			assertThat(master.state()).isEqualTo(PublisherState.ACTIVE);
			assertThat(health(master, follower).getStatus()).isEqualTo(Status.UP);
			try (SharedConfigFollower another = follower()) {
				assertThat(another.current().version()).isEqualTo(2);
			}
			assertThat(publish).isNotDone();
			disk.countDown();
			assertThat(publish.get().version()).isEqualTo(3);
			assertThat(follower.awaitVersion(3, LONG)).isTrue();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void threadsThatAreInterruptedGoOnAndTheLockStays() throws Exception {
		try (MasterPublisher master = master(StoreHost.CURRENT); SharedConfigFollower follower = follower()) {
			publishTwo(master, follower);
			SharedFileReader attached = reader();
			attached.read();
			for (int i = 0; i < 20; i++) {
				Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> thread.getName().startsWith("shared-config"))
					.forEach(Thread::interrupt);
				assertThat(follower.refresh().outcome()).isEqualTo(Outcome.UNCHANGED);
			}
			awaitBeats(2, attached, follower, 2);
			master.publish(document(3));
			assertThat(follower.awaitVersion(3, LONG)).isTrue();
			try (ChildJvm other = ChildJvm.start(TalkingMaster.class, this.shared, this.temp.resolve("backup"))) {
				assertThat(other.await("refused")).contains("pid=" + ProcessHandle.current().pid());
				other.awaitExit();
			}
		}
	}

	private void publishTwo(MasterPublisher master, SharedConfigFollower follower) throws Exception {
		master.publish(document(1));
		assertThat(follower.awaitVersion(1, LONG)).isTrue();
		Files.copy(data(), this.temp.resolve("older"), StandardCopyOption.COPY_ATTRIBUTES);
		master.publish(document(2));
		assertThat(follower.awaitVersion(2, LONG)).isTrue();
	}

	/**
	 * Await something, while the follower serves a version all the time.
	 */
	private static ConditionFactory serving(SharedConfigFollower follower, long version) {
		return await().atMost(LONG).pollInterval(Duration.ofMillis(5)).failFast("still serving " + version, () -> {
			ConfigSnapshot current = follower.current();
			return current == null || !current.json().equals(document(version));
		});
	}

	/**
	 * Return whether there is another file than at first, and a good one.
	 */
	private boolean isMended(Object key) throws IOException {
		try {
			StoredVersion version = reader().read();
			return version != null && version.version() == 2 && !key().equals(key);
		}
		catch (SharedConfigException ex) {
			return false;
		}
	}

	private Object key() throws IOException {
		return Files.readAttributes(data(), BasicFileAttributes.class).fileKey();
	}

	private SharedFileReader reader() {
		return new SharedFileReader(this.shared, "orders", Set.of());
	}

	/**
	 * Await beats of the master's heart.
	 */
	private static void awaitBeats(long beats, SharedFileReader attached, SharedConfigFollower follower, long version) {
		long before = Objects.requireNonNull(attached.sign()).heartbeat();
		serving(follower, version).until(() -> Objects.requireNonNull(attached.sign()).heartbeat() >= before + beats);
	}

	private Path data() {
		return this.shared.resolve("orders.scfg");
	}

	private MasterPublisher master(StoreHost host) {
		return MasterPublisher.open(PublisherOptions
			.of(this.shared, "orders", 16 * 1024, 8 * MEGABYTE, PosixFilePermissions.fromString("rw-------"), null)
			.withBackup(this.temp.resolve("backup")), null, Recovered.warningsTo(this.warnings), host);
	}

	private SharedConfigFollower follower() {
		return SharedConfigs.follower(this.shared, "orders")
			.pollInterval(Duration.ofMillis(5))
			.staleAfter(STALE_AFTER)
			.open();
	}

	private static String document(long version) {
		return SelfChecking.document(version, 500);
	}

	private static Health health(@Nullable SharedConfigPublisher master, SharedConfigFollower follower) {
		return health(master, follower, Clock.systemUTC());
	}

	private static Health health(@Nullable SharedConfigPublisher master, SharedConfigFollower follower, Clock clock) {
		try (StaticApplicationContext beans = new StaticApplicationContext()) {
			beans.getBeanFactory().registerSingleton("follower", follower);
			if (master != null) {
				beans.getBeanFactory().registerSingleton("master", master);
			}
			LocalConfigs configs = new LocalConfigs(beans.getBeanProvider(SharedConfigPublisher.class),
					beans.getBeanProvider(SharedConfigFollower.class), beans.getBeanProvider(FollowedConfigs.class));
			return Objects.requireNonNull(new SharedConfigHealthIndicator(configs, (name) -> true, clock).health());
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> details(Health health) {
		return (Map<String, Object>) health.getDetails().get("orders");
	}

	private void truncate(long lengthBytes) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
			file.setLength(lengthBytes);
		}
	}

	private void fill(long from, long to) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
			byte[] garbage = new byte[(int) (Math.min(to, file.length()) - from)];
			Arrays.fill(garbage, (byte) 0x5a);
			file.seek(from);
			file.write(garbage);
		}
	}

	private void replaceBy(Path other) throws IOException {
		Files.move(other, data(), StandardCopyOption.ATOMIC_MOVE);
	}

	private Path moveAside(Path path) throws IOException {
		return Files.move(path, this.temp.resolve("aside" + path.getFileName() + System.nanoTime()));
	}

	/**
	 * Put something in the place of something, even if the master is faster once.
	 */
	private void swap(Path path, Replacement replacement) throws IOException {
		while (true) {
			Path aside = moveAside(path);
			try {
				replacement.make(path, aside);
				return;
			}
			catch (FileAlreadyExistsException ex) {
				// the master has mended it already
			}
		}
	}

	private void chmod(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

	/**
	 * What is done to the files; whether a running master makes a new one; what a
	 * follower says that had mapped the file; and why a new follower refuses what a
	 * running master has not mended.
	 */
	private enum Fault {

		TRUNCATED((files) -> files.truncate(4096), true, "fileLengthBytes", null),

		CUT_IN_AN_ARENA((files) -> files.truncate(65536 + 128), true, "fileLengthBytes", null),

		EMPTIED((files) -> files.truncate(0), true, "fileLengthBytes", null),

		EXTENDED((files) -> files.truncate(MEGABYTE), true, "fileLengthBytes", null),

		DELETED((files) -> Files.delete(files.data()), true, null, null),

		REPLACED_BY_TEXT((files) -> files.replaceBy(Files.writeString(files.temp.resolve("text"), "text")), true,
				"expected=", null),

		REPLACED_BY_AN_OLDER_COPY((files) -> files.replaceBy(files.temp.resolve("older")), true, "published expected=",
				null),

		REPLACED_BY_A_DIRECTORY((files) -> files.swap(files.data(), (path, aside) -> Files.createDirectory(path)), true,
				"type expected=file found=directory", null),

		REPLACED_BY_A_LINK((files) -> files.swap(files.data(), Files::createSymbolicLink), true,
				"type expected=file found=link", null),

		GARBAGE_EVERYWHERE((files) -> files.fill(0, Long.MAX_VALUE), true, "magic expected=", null),

		GARBAGE_IN_THE_HEADER((files) -> files.fill(0, 4096), true, "magic expected=", null),

		GARBAGE_IN_THE_ARENAS((files) -> files.fill(65536, Long.MAX_VALUE), false, null, null),

		WRITABLE_BY_OTHERS((files) -> files.chmod(files.data(), "rw-rw-rw-"), false, null,
				"writableBy expected=owner found=others"),

		DIRECTORY_REMOVED((files) -> files.moveAside(files.shared), true, null, null),

		DIRECTORY_REPLACED((files) -> files.swap(files.shared, (path, aside) -> Files.createDirectory(path)), true,
				null, null),

		DIRECTORY_WRITABLE_BY_OTHERS((files) -> files.chmod(files.shared, "rwxrwxrwx"), false, null,
				"writableBy expected=owner found=group"),

		LOCK_DELETED((files) -> Files.delete(files.shared.resolve("orders.lock")), false, null, null);

		private final Action action;

		private final boolean mended;

		private final @Nullable String reason;

		private final @Nullable String refusal;

		Fault(Action action, boolean mended, @Nullable String reason, @Nullable String refusal) {
			this.action = action;
			this.mended = mended;
			this.reason = reason;
			this.refusal = refusal;
		}

	}

	private interface Replacement {

		void make(Path path, Path aside) throws IOException;

	}

	private interface Action {

		void inflict(FaultsTests files) throws IOException;

	}

	private static final class SettableClock extends Clock {

		private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
