package io.sharedconfig.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerState;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.StorageException;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.WatchedHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What followers, the health and the master make of what the host does to them: it
 * forbids, hangs, stops, interrupts, and sets its clock.
 */
class HostFaultsTests {

	private static final int MEGABYTE = 1024 * 1024;

	@TempDir
	Path temp;

	private final OpenThings open = new OpenThings();

	@AfterEach
	void nothingIsLeft() {
		this.open.awaitEndBelow(this.temp);
	}

	@Test
	void directoryThatIsReadOnlyKeepsAMasterFromGrowingOnly() throws Exception {
		FaultScene scene = new FaultScene(this.temp);
		try (MasterPublisher master = scene.master(StoreHost.CURRENT);
				SharedConfigFollower follower = scene.follower()) {
			scene.publishTwo(master, follower);
			String large = "{\"a\":\"" + "x".repeat(MEGABYTE) + "\"}";
			try (ReadOnlyDirectory readOnly = ReadOnlyDirectory.of(scene.shared)) {
				assertThat(master.publish(FaultScene.document(3)).version()).isEqualTo(3);
				assertThat(follower.awaitVersion(3, FaultScene.LONG)).isTrue();
				assertThatExceptionOfType(StorageException.class).isThrownBy(() -> master.publish(large))
					.withMessageContaining(scene.shared.toString())
					.satisfies((ex) -> assertThat(ex.outcomeUnknown()).isFalse());
				assertThat(master.publish(FaultScene.document(4)).version()).isEqualTo(4);
				assertThat(follower.awaitVersion(4, FaultScene.LONG)).isTrue();
				assertThat(FaultScene.health(master, follower).getStatus()).isEqualTo(Status.UP);
			}
			assertThat(master.publish(large).version()).isEqualTo(5);
			assertThat(follower.awaitVersion(5, FaultScene.LONG)).isTrue();
		}
		assertThat(scene.warnings).isEmpty();
	}

	@Test
	void fileThatIsDeletedFromAReadOnlyDirectoryIsMissedOnceAndMendedLater() throws Exception {
		FaultScene scene = new FaultScene(this.temp);
		try (MasterPublisher master = scene.master(StoreHost.CURRENT);
				SharedConfigFollower follower = scene.follower()) {
			scene.publishTwo(master, follower);
			SharedFileReader attached = scene.reader();
			attached.read();
			Object key = scene.key();
			Files.delete(scene.data());
			try (ReadOnlyDirectory readOnly = ReadOnlyDirectory.of(scene.shared)) {
				FaultScene.serving(follower, 2).until(() -> !scene.warnings.isEmpty());
				FaultScene.awaitBeats(3, attached, follower, 2);
				assertThat(scene.warnings).singleElement().asString().contains("the look at the shared file failed");
			}
			FaultScene.serving(follower, 2).until(() -> scene.isMended(key));
		}
	}

	@Test
	void clockThatIsSetBackChangesNothingButTheTimesShown() throws Exception {
		FaultScene scene = new FaultScene(this.temp);
		SettableClock clock = new SettableClock();
		try (MasterPublisher master = scene.master(WatchedHost.withClock(clock));
				SharedConfigFollower follower = scene.follower()) {
			scene.publishTwo(master, follower);
			clock.now = clock.now.minus(Duration.ofDays(3));
			Instant before = follower.current().publishedAt();
			master.publish(FaultScene.document(3));
			assertThat(follower.awaitVersion(3, FaultScene.LONG)).isTrue();
			assertThat(follower.current().publishedAt()).isBefore(before);
			FaultScene.serving(follower, 3).until(() -> follower.status().state() == FollowerState.CURRENT);
			clock.now = clock.now.minus(Duration.ofDays(3));
			assertThat(FaultScene.details(FaultScene.health(master, follower, clock))).containsEntry("age",
					Duration.ZERO);
		}
		try (MasterPublisher master = scene.master(WatchedHost.withClock(clock))) {
			assertThat(master.current().json()).isEqualTo(FaultScene.document(3));
			assertThat(master.publish(FaultScene.document(4)).version()).isEqualTo(4);
		}
	}

	@Test
	void masterThatIsStoppedIsStaleKeepsItsLockAndGoesOn() throws Exception {
		FaultScene scene = new FaultScene(this.temp);
		try (ChildJvm child = ChildJvm.start(TalkingMaster.class, scene.shared, scene.directory.resolve("backup"));
				SharedConfigFollower follower = scene.follower()) {
			child.await("ready");
			child.tell(FaultScene.document(1));
			child.await("published 1");
			assertThat(follower.awaitVersion(1, FaultScene.LONG)).isTrue();
			FaultScene.serving(follower, 1).until(() -> follower.status().state() == FollowerState.CURRENT);
			signal("STOP", child);
			FaultScene.serving(follower, 1).until(() -> follower.status().state() == FollowerState.STALE);
			assertThat(FaultScene.health(null, follower).getStatus()).isEqualTo(Status.UP);
			assertThatExceptionOfType(MasterAlreadyRunningException.class)
				.isThrownBy(() -> scene.master(StoreHost.CURRENT))
				.satisfies((ex) -> assertThat(ex.pid()).isEqualTo(child.pid()));
			signal("CONT", child);
			FaultScene.serving(follower, 1).until(() -> follower.status().state() == FollowerState.CURRENT);
			child.tell(FaultScene.document(2));
			child.await("published 2");
			assertThat(follower.awaitVersion(2, FaultScene.LONG)).isTrue();
			child.kill();
		}
	}

	private static void signal(String name, ChildJvm child) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(child.pid())).start().waitFor()).isZero();
	}

	@Test
	void backupOnADiskThatHangsHoldsUpThatPublishAndNothingElse() throws Exception {
		FaultScene scene = new FaultScene(this.temp);
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch disk = new CountDownLatch(1);
		StoreHost host = WatchedHost.watched((step) -> {
			if (hanging.getCount() == 1 && step.effect().equals("SYNC")
					&& Thread.currentThread().getName().equals("publisher")) {
				hanging.countDown();
				awaitQuietly(disk);
			}
		});
		try (MasterPublisher master = scene.master(host); SharedConfigFollower follower = scene.follower()) {
			scene.publishTwo(master, follower);
			CompletableFuture<ConfigSnapshot> publish = CompletableFuture.supplyAsync(
					() -> master.publish(FaultScene.document(3)), (work) -> new Thread(work, "publisher").start());
			hanging.await();
			try {
				SharedFileReader attached = scene.reader();
				attached.read();
				FaultScene.awaitBeats(FaultScene.STALE_AFTER.toSeconds() + 2, attached, follower, 2);
				assertThat(follower.status().state()).isEqualTo(FollowerState.CURRENT);
				assertThat(master.current().version()).isEqualTo(2);
				assertThat(master.state()).isEqualTo(PublisherState.ACTIVE);
				assertThat(FaultScene.health(master, follower).getStatus()).isEqualTo(Status.UP);
				try (SharedConfigFollower another = scene.follower()) {
					assertThat(another.current().version()).isEqualTo(2);
				}
				assertThat(publish).isNotDone();
			}
			finally {
				disk.countDown();
			}
			assertThat(publish.get().version()).isEqualTo(3);
			assertThat(follower.awaitVersion(3, FaultScene.LONG)).isTrue();
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
		FaultScene scene = new FaultScene(this.temp);
		try (MasterPublisher master = scene.master(StoreHost.CURRENT);
				SharedConfigFollower follower = scene.follower()) {
			scene.publishTwo(master, follower);
			SharedFileReader attached = scene.reader();
			attached.read();
			for (int i = 0; i < 20; i++) {
				Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> thread.getName().startsWith("shared-config"))
					.forEach(Thread::interrupt);
				assertThat(follower.refresh().outcome()).isEqualTo(Outcome.UNCHANGED);
			}
			FaultScene.awaitBeats(2, attached, follower, 2);
			master.publish(FaultScene.document(3));
			assertThat(follower.awaitVersion(3, FaultScene.LONG)).isTrue();
			try (ChildJvm other = ChildJvm.start(TalkingMaster.class, scene.shared,
					scene.directory.resolve("backup"))) {
				assertThat(other.await("refused")).contains("pid=" + ProcessHandle.current().pid());
				other.awaitExit();
			}
		}
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
