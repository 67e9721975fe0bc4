package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StandbyPublisher}.
 */
class StandbyPublisherTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	Path temp;

	private final List<String> told = new CopyOnWriteArrayList<>();

	@Test
	void openWhenNobodyIsMasterIsMaster() {
		try (SharedConfigPublisher publisher = standby()) {
			assertThat(publisher.state()).isEqualTo(PublisherState.ACTIVE);
			assertThat(publisher.publish("{\"a\":1}").version()).isEqualTo(1);
		}
		assertThat(this.told).isEmpty();
	}

	@Test
	void openWhenThereIsAMasterFollowsItAndRefusesToPublish() {
		try (SharedConfigPublisher master = master()) {
			master.publish("{\"a\":1}");
			try (SharedConfigPublisher standby = standby()) {
				awaitVersion(standby, 1);
				master.change().set("a", 2).author("alice").publish();
				awaitVersion(standby, 2);
				assertThat(standby.current().property("a")).isEqualTo("2");
				assertThat(standby.current().author()).isEqualTo("alice");
				assertThat(standby.history()).extracting(ConfigRevision::version).containsExactly(2L, 1L);
				assertThat(standby.revision(1).property("a")).isEqualTo("1");
				assertThat(standby.state()).isEqualTo(PublisherState.STANDBY);
				assertThatExceptionOfType(NotMasterException.class).isThrownBy(() -> standby.publish("{}"))
					.withMessageContaining("stands by")
					.withMessageContaining("pid=" + ProcessHandle.current().pid());
				assertThatExceptionOfType(NotMasterException.class).isThrownBy(standby.change().set("a", 3)::publish);
				assertThatExceptionOfType(NotMasterException.class).isThrownBy(standby.change().set("a", 3)::preview);
				assertThat(master.current().version()).isEqualTo(2);
			}
			assertThat(master.publish("{\"a\":4}").version()).isEqualTo(3);
		}
		assertThat(this.told).singleElement()
			.asString()
			.startsWith("standby Shared config 'orders' already has a master");
	}

	@Test
	void closeWhenMasterClosesMakesStandbyTheMasterAtTheNextVersion() {
		SharedConfigPublisher master = master();
		master.publish("{\"a\":1}");
		try (SharedConfigPublisher standby = standby()) {
			ConfigChange begun = standby.change().set("a", 2);
			master.close();
			awaitActive(standby);
			assertThat(begun.publish().version()).isEqualTo(2);
			assertThat(standby.history()).extracting(ConfigRevision::version).containsExactly(2L, 1L);
			assertThat(this.told).last().isEqualTo("tookOver 1");
			assertThatExceptionOfType(MasterAlreadyRunningException.class).isThrownBy(this::master);
		}
		try (SharedConfigPublisher next = master()) {
			assertThat(next.current().version()).isEqualTo(2);
		}
	}

	@Test
	void closeWhenStandingByNeverTakesOver() {
		try (SharedConfigPublisher master = master()) {
			SharedConfigPublisher standby = standby();
			standby.close();
			standby.close();
			assertThat(standby.state()).isEqualTo(PublisherState.FENCED);
			assertThatExceptionOfType(NotMasterException.class).isThrownBy(() -> standby.publish("{}"))
				.withMessageContaining("closed");
			master.publish("{}");
		}
		try (SharedConfigPublisher next = master()) {
			assertThat(next.state()).isEqualTo(PublisherState.ACTIVE);
		}
	}

	@Test
	void onPublishedWhenTakenOverGoesOn() {
		AtomicInteger published = new AtomicInteger();
		SharedConfigPublisher master = master();
		try (SharedConfigPublisher standby = standby()) {
			((ObservedPublisher) standby).onPublished((took) -> published.incrementAndGet());
			master.close();
			awaitActive(standby);
			standby.publish("{\"a\":1}");
			assertThat(published).hasValue(1);
			assertThat(((ObservedPublisher) standby).reason()).isNull();
		}
	}

	@Test
	void takeOverWhenBackupIsInUseElsewhereTakesNeitherLock() throws IOException {
		SharedConfigPublisher master = master();
		try (SharedConfigPublisher elsewhere = SharedConfigs.publisher(this.temp.resolve("elsewhere"), "orders")
			.backup(this.temp.resolve("backup2"))
			.open();
				SharedConfigPublisher standby = SharedConfigs.publisher(shared(), "orders")
					.backup(this.temp.resolve("backup2"))
					.standby()
					.open()) {
			master.close();
			await().atMost(PATIENCE).until(() -> ((ObservedPublisher) standby).reason().contains("backup2"));
			assertThat(standby.state()).isEqualTo(PublisherState.STANDBY);
			await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> master().close());
			elsewhere.close();
			awaitActive(standby);
		}
	}

	@Test
	void takeOverWhenSomethingFailsSaysItOnceAndTriesAgain() throws IOException {
		SharedConfigPublisher master = master();
		try (SharedConfigPublisher standby = standby()) {
			Path history = this.temp.resolve("backup/orders.history.jsonl");
			master.publish("{\"a\":1}");
			Files.move(history, history.resolveSibling("kept"));
			Files.createDirectory(history);
			master.close();
			await().atMost(PATIENCE).until(() -> this.told.stream().anyMatch((line) -> line.startsWith("warning")));
			await().during(Duration.ofMillis(1200))
				.atMost(PATIENCE)
				.until(() -> this.told.stream().filter((line) -> line.startsWith("warning")).count() == 1);
			Files.delete(history);
			Files.move(history.resolveSibling("kept"), history);
			awaitActive(standby);
			assertThat(standby.publish("{\"a\":2}").version()).isEqualTo(2);
		}
	}

	@Test
	void stageAfterItTookOverIsPossible() {
		SharedConfigPublisher master = master();
		try (SharedConfigPublisher standby = standby()) {
			master.publish("{\"a\":1}");
			master.close();
			awaitActive(standby);
			assertThat(standby.stage("{\"a\":2}", Duration.ofMillis(1)).verdicts()).isEmpty();
		}
	}

	@Test
	void takeOverWhenFilesAreRemovedIsLeftToTheRunningMaster() throws Exception {
		try (ChildJvm master = ChildJvm.start(ChildPublisher.class, shared())) {
			master.await("began ACTIVE");
			try (SharedConfigPublisher standby = SharedConfigs.publisher(shared(), "orders")
				.withoutBackup()
				.standby()
				.open()) {
				for (int version = 1; version <= 4; version++) {
					master.tell("{\"a\":" + version + "}");
					assertThat(master.await("published ")).isEqualTo(String.valueOf(version));
					awaitVersion(standby, version);
					Files.delete(shared().resolve("orders.lock"));
					Files.delete(shared().resolve("orders.scfg"));
					await().atMost(PATIENCE).until(() -> Files.exists(shared().resolve("orders.scfg")));
					assertThat(standby.state()).isEqualTo(PublisherState.STANDBY);
				}
			}
		}
	}

	@Test
	void takeOverWhenMasterIsKilledAgainAndAgainGoesOnWithoutAGap() throws Exception {
		List<ChildJvm> children = new ArrayList<>();
		try (SharedConfigFollower follower = SharedConfigs.follower(shared(), "orders").open()) {
			ChildJvm master = child(children);
			assertThat(master.await("began ")).isEqualTo("ACTIVE");
			for (int version = 1; version <= 4; version++) {
				ChildJvm standby = child(children);
				assertThat(standby.await("began ")).isEqualTo("STANDBY");
				standby.tell("{}");
				assertThat(standby.await("refused ")).contains("pid=" + master.pid());
				master.tell("{\"a\":" + version + "}");
				assertThat(master.await("published ")).isEqualTo(String.valueOf(version));
				if (version % 2 == 0) {
					master.tell("close");
				}
				else {
					master.kill();
				}
				assertThat(standby.await("ACTIVE at ")).isEqualTo(String.valueOf(version));
				master = standby;
			}
			assertThat(follower.awaitVersion(4, PATIENCE)).isTrue();
			master.tell("{\"a\":5}");
			assertThat(follower.awaitVersion(5, PATIENCE)).isTrue();
		}
		finally {
			children.forEach(ChildJvm::close);
		}
	}

	@Test
	void takeOverWhenSeveralStandByMakesExactlyOneTheMasterAtATime() throws Exception {
		List<ChildJvm> children = new ArrayList<>();
		try (SharedConfigPublisher master = master()) {
			for (int i = 0; i < 3; i++) {
				child(children);
			}
			for (ChildJvm child : children) {
				assertThat(child.await("began ")).isEqualTo("STANDBY");
			}
			master.publish("{\"a\":1}");
			master.close();
			List<ChildJvm> alive = new ArrayList<>(children);
			for (int version = 2; version <= 6; version++) {
				await().atMost(PATIENCE).until(() -> !active(alive).isEmpty());
				assertThat(active(alive)).hasSize(1);
				ChildJvm winner = active(alive).get(0);
				alive.forEach((child) -> child.tell("{}"));
				assertThat(winner.await("published ")).isEqualTo(String.valueOf(version));
				winner.tell("{\"a\":%d}".formatted(++version));
				assertThat(winner.await("published ")).isEqualTo(String.valueOf(version));
				winner.kill();
				alive.remove(winner);
			}
		}
		finally {
			children.forEach(ChildJvm::close);
		}
	}

	private static List<ChildJvm> active(List<ChildJvm> children) throws InterruptedException {
		List<ChildJvm> active = new ArrayList<>();
		for (ChildJvm child : children) {
			child.tell("state");
			if (child.await("state ").equals("ACTIVE")) {
				active.add(child);
			}
		}
		return active;
	}

	@Test
	void takeOverWhenMasterIsStoppedWaitsUntilItIsKilled() throws Exception {
		List<ChildJvm> children = new ArrayList<>();
		ChildJvm master = child(children);
		master.await("began ACTIVE");
		master.tell("{\"a\":1}");
		master.await("published ");
		try (SharedConfigPublisher standby = standby()) {
			master.signal("STOP");
			await().during(Duration.ofMillis(1500))
				.atMost(PATIENCE)
				.until(() -> standby.state() == PublisherState.STANDBY);
			master.kill();
			awaitActive(standby);
			assertThat(standby.publish("{\"a\":2}").version()).isEqualTo(2);
		}
		finally {
			children.forEach(ChildJvm::close);
		}
	}

	private ChildJvm child(List<ChildJvm> children) {
		ChildJvm child = ChildPublisher.start(shared(), this.temp.resolve("backup"));
		children.add(child);
		return child;
	}

	private static void awaitVersion(SharedConfigPublisher publisher, long version) {
		await().atMost(PATIENCE).until(() -> publisher.current() != null && publisher.current().version() == version);
	}

	private static void awaitActive(SharedConfigPublisher publisher) {
		await().atMost(PATIENCE).until(() -> publisher.state() == PublisherState.ACTIVE);
	}

	private Path shared() {
		return this.temp.resolve("shared");
	}

	private SharedConfigPublisher master() {
		return SharedConfigs.publisher(shared(), "orders").backup(this.temp.resolve("backup")).open();
	}

	private SharedConfigPublisher standby() {
		return SharedConfigs.publisher(shared(), "orders")
			.backup(this.temp.resolve("backup"))
			.standby()
			.events(new PublishEvents() {

				@Override
				public void standby(String name, String reason) {
					StandbyPublisherTests.this.told.add("standby " + reason);
				}

				@Override
				public void tookOver(String name, long version) {
					StandbyPublisherTests.this.told.add("tookOver " + version);
				}

				@Override
				public void warning(String name, String problem) {
					StandbyPublisherTests.this.told.add("warning " + problem);
				}

			})
			.open();
	}

}
