package io.sharedconfig.follow;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigDiff.ValueChange;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerState;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigFollower.Subscription;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Follower} and {@link FollowerHub}.
 */
class FollowerTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@TempDir
	Path temp;

	private Path directory;

	private FollowerHub hub;

	private final RecordedEvents events = new RecordedEvents();

	@BeforeEach
	void open() {
		this.directory = this.temp.resolve("shared");
		this.hub = new FollowerHub(
				new FollowOptions(this.directory, Duration.ofMillis(5), Duration.ofSeconds(3), Set.of(), true),
				this.events);
	}

	@AfterEach
	void close() {
		this.hub.close();
	}

	@Test
	void followWhenNothingWasPublishedWaits() {
		Follower follower = this.hub.follow("orders");
		assertThat(follower.current()).isNull();
		assertThat(follower.status().state()).isEqualTo(FollowerState.WAITING);
		assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.NOT_PUBLISHED, 0, null));
		assertThat(follower.file()).isEqualTo(this.directory.resolve("orders.scfg"));
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void followWhenPublishedBeforeHasTheVersionAtOnce() {
		try (SharedConfigPublisher publisher = master()) {
			ConfigSnapshot published = publisher.change().set("a.b", 1).author("alice").comment("why").publish();
			ConfigSnapshot current = this.hub.follow("orders").current();
			assertThat(current.version()).isOne();
			assertThat(current.document()).isEqualTo(published.document());
			assertThat(current.properties()).containsExactly(Map.entry("a.b", 1));
			assertThat(current.author()).isEqualTo("alice");
			assertThat(current.comment()).isEqualTo("why");
			assertThat(current.publishedAt()).isEqualTo(published.publishedAt());
			assertThat(current.pointer("a.b")).isEqualTo("/a/b");
		}
	}

	@Test
	void followWhenAskedTwiceIsTheSameFollower() {
		assertThat(this.hub.follow("orders")).isSameAs(this.hub.follow("orders")).isSameAs(this.hub.find("orders"));
		assertThat(this.hub.followers()).hasSize(1);
	}

	@Test
	void refreshBeforeStartAppliesInTheCallersThread() {
		Follower follower = this.hub.follow("orders");
		AtomicReference<Thread> applied = new AtomicReference<>();
		this.hub.use((of, candidate, diff) -> {
			applied.set(Thread.currentThread());
			return Applier.Trial.ACCEPTED;
		});
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			assertThat(follower.current()).isNull();
			assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.APPLIED, 1, null));
			assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.UNCHANGED, 1, null));
			assertThat(applied.get()).isSameAs(Thread.currentThread());
		}
	}

	@Test
	void versionIsToldWhenAllThatBelongsToItWasDone() {
		Follower follower = this.hub.follow("orders");
		List<Integer> toldBefore = new CopyOnWriteArrayList<>();
		this.hub.use((of, candidate, diff) -> () -> toldBefore.add(this.events.applied.size()));
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
			assertThat(toldBefore).containsExactly(0);
			assertThat(this.events.applied).containsExactly(1L);
		}
	}

	@Test
	void pollByTimeAppliesOnTheApplyThread() throws Exception {
		Follower follower = this.hub.follow("orders");
		AtomicReference<String> applied = new AtomicReference<>();
		this.hub.use((of, candidate, diff) -> {
			applied.set(Thread.currentThread().getName());
			return Applier.Trial.ACCEPTED;
		});
		this.hub.start();
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			assertThat(applied.get()).isEqualTo("shared-config-apply");
		}
	}

	@Test
	void awaitVersionWhenItDoesNotComeIsFalse() throws Exception {
		this.hub.start();
		assertThat(this.hub.follow("orders").awaitVersion(1, Duration.ofMillis(20))).isFalse();
	}

	@Test
	void awaitPublishedPollsBeforeStart() throws Exception {
		Thread later = new Thread(() -> {
			try (SharedConfigPublisher publisher = master()) {
				publisher.publish("{\"a\":1}");
			}
		});
		later.start();
		assertThat(this.hub.awaitPublished("orders", LONG)).isTrue();
		later.join();
		assertThat(this.hub.awaitPublished("other", Duration.ofMillis(20))).isFalse();
	}

	@Test
	void onChangeIsCalledInVersionOrderWithOldAndNewValuesOnOneThread() throws Exception {
		Follower follower = this.hub.follow("orders");
		this.hub.start();
		List<ConfigDiff> diffs = new CopyOnWriteArrayList<>();
		List<String> threads = new CopyOnWriteArrayList<>();
		follower.onChange((diff) -> {
			diffs.add(diff);
			threads.add(Thread.currentThread().getName());
		});
		try (SharedConfigPublisher publisher = master()) {
			for (int i = 1; i <= 20; i++) {
				publisher.publish(Map.of("n", i, "k" + i, true));
				if (i % 2 == 0) {
					follower.refresh();
				}
				else {
					assertThat(follower.awaitVersion(i, LONG)).isTrue();
				}
			}
		}
		Awaitility.await().until(() -> diffs.size() == 20);
		for (int i = 2; i <= 20; i++) {
			ConfigDiff diff = diffs.get(i - 1);
			assertThat(diff.fromVersion()).isEqualTo(i - 1);
			assertThat(diff.toVersion()).isEqualTo(i);
			assertThat(diff.changed()).containsExactly(Map.entry("n", new ValueChange(i - 1, i)));
			assertThat(diff.added()).containsExactly(Map.entry("k" + i, true));
			assertThat(diff.removed()).containsExactly(Map.entry("k" + (i - 1), true));
		}
		assertThat(threads).containsOnly("shared-config-apply");
	}

	@Test
	void onChangeWhenClosedIsNotCalledAnyMore() throws Exception {
		Follower follower = this.hub.follow("orders");
		List<Long> closed = new CopyOnWriteArrayList<>();
		List<Long> open = new CopyOnWriteArrayList<>();
		Subscription subscription = follower.onChange((diff) -> closed.add(diff.toVersion()));
		follower.onChange((diff) -> open.add(diff.toVersion()));
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
			Awaitility.await().until(() -> open.size() == 1);
			subscription.close();
			publisher.publish("{\"a\":2}");
			follower.refresh();
			Awaitility.await().until(() -> open.size() == 2);
		}
		assertThat(closed).containsExactly(1L);
	}

	@Test
	void onChangeWhenAListenerThrowsGoesOnWithTheOthersAndLaterVersions() throws Exception {
		Follower follower = this.hub.follow("orders");
		BlockingQueue<Long> seen = new ArrayBlockingQueue<>(10);
		follower.onChange((diff) -> {
			throw new IllegalStateException("s3cr3t");
		});
		follower.onChange((diff) -> seen.add(diff.toVersion()));
		this.hub.start();
		try (SharedConfigPublisher publisher = master()) {
			for (int i = 1; i <= 3; i++) {
				publisher.publish(Map.of("a", i));
				assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(i);
			}
		}
		assertThat(this.events.listenerFailures).hasSize(3);
	}

	@Test
	void refreshAndAwaitVersionFromWithinAListenerAreRefused() throws Exception {
		Follower follower = this.hub.follow("orders");
		BlockingQueue<Object> outcomes = new ArrayBlockingQueue<>(2);
		follower.onChange((diff) -> {
			outcomes.add(outcomeOf(follower::refresh));
			outcomes.add(outcomeOf(() -> follower.awaitVersion(9, LONG)));
		});
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
			assertThat(outcomes.poll(20, TimeUnit.SECONDS))
				.hasToString("java.lang.IllegalStateException: 'refresh' must not be called from within a listener");
			assertThat(outcomes.poll(20, TimeUnit.SECONDS)).hasToString(
					"java.lang.IllegalStateException: 'awaitVersion' must not be called from within a listener");
		}
	}

	@Test
	void applierWhenItRefusesKeepsTheLastVersionAndTakesTheNextGoodOne() {
		Follower follower = this.hub.follow("orders");
		this.hub.use((of, candidate, diff) -> (candidate.properties().containsKey("bad")) ? new Refused("limit: Min")
				: Applier.Trial.ACCEPTED);
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
			publisher.publish("{\"bad\":1}");
			assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.REJECTED, 1, "limit: Min"));
			assertThat(follower.current().version()).isOne();
			assertThat(follower.status().state()).isEqualTo(FollowerState.REJECTING);
			assertThat(follower.status().rejectedVersion()).isEqualTo(2);
			follower.refresh();
			assertThat(this.events.rejections).containsExactly("2 limit: Min");
			publisher.publish("{\"a\":3}");
			assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.APPLIED, 3, null));
			assertThat(follower.status().rejectedVersion()).isZero();
		}
	}

	@Test
	void applierWhenItThrowsRefusesWithoutPassingItsMessageOn() {
		Follower follower = this.hub.follow("orders");
		this.hub.use((of, candidate, diff) -> {
			throw new IllegalArgumentException("s3cr3t");
		});
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			assertThat(follower.refresh().reason())
				.isEqualTo("the trial failed with java.lang.IllegalArgumentException");
			assertThat(follower.current()).isNull();
		}
	}

	@Test
	void statusWhenMasterIsClosedIsStaleAndTheVersionStays() {
		Follower follower = this.hub.follow("orders");
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
			assertThat(follower.status().state()).isEqualTo(FollowerState.CURRENT);
		}
		follower.refresh();
		assertThat(follower.status().state()).isEqualTo(FollowerState.STALE);
		assertThat(follower.current().version()).isOne();
	}

	@Test
	void pollWhenFileIsTruncatedKeepsTheLastVersionAndFollowsAgainWhenItIsMended() throws Exception {
		Follower follower = this.hub.follow("orders");
		this.hub.start();
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			try (RandomAccessFile file = new RandomAccessFile(follower.file().toFile(), "rw")) {
				file.setLength(0);
			}
			Awaitility.await().until(() -> follower.status().pollFailures() > 0);
			assertThat(follower.current().version()).isOne();
			assertThat(publisher.publish("{\"a\":2}").version()).isEqualTo(2);
			assertThat(follower.awaitVersion(2, LONG)).isTrue();
		}
		assertThat(this.events.failures).isNotEmpty();
		Awaitility.await().until(() -> this.events.recoveries.size() == this.events.failures.size());
	}

	@Test
	void pollWhenFileIsGarbageKeepsTheLastVersionAndSaysWhyOnce() throws Exception {
		Follower follower = this.hub.follow("orders");
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
		}
		Path garbage = Files.write(this.temp.resolve("garbage"), new byte[200_000]);
		Files.write(garbage, "SHCONF\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxx".getBytes(),
				java.nio.file.StandardOpenOption.WRITE);
		Files.setPosixFilePermissions(garbage, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
		Files.move(garbage, follower.file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
		RefreshResult result = follower.refresh();
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.reason()).contains(follower.file().toString());
		follower.refresh();
		assertThat(this.events.failures).hasSize(1);
		assertThat(follower.current().json()).isEqualTo("{\"a\":1}");
	}

	@Test
	void pollWhenGarbageIsWrittenOverTheFileKeepsTheLastVersionAndSaysWhy() throws Exception {
		Follower follower = this.hub.follow("orders");
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
		}
		byte[] garbage = new byte[300];
		Arrays.fill(garbage, (byte) 0x5a);
		Files.write(follower.file(), garbage);
		RefreshResult result = follower.refresh();
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.reason()).contains(follower.file().toString());
		assertThat(follower.current().json()).isEqualTo("{\"a\":1}");
		assertThat(this.events.failures).hasSize(1);
	}

	@Test
	void pollWhenFileIsDeletedKeepsTheLastVersion() throws Exception {
		Follower follower = this.hub.follow("orders");
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
		}
		Files.delete(follower.file());
		assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.UNCHANGED, 1, null));
		assertThat(follower.current().json()).isEqualTo("{\"a\":1}");
	}

	@Test
	void pollWhenFileBeginsAnewAtALowerVersionAppliesItAndSaysSo() throws Exception {
		Follower follower = this.hub.follow("orders");
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			publisher.publish("{\"a\":2}");
			follower.refresh();
		}
		Files.delete(follower.file());
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":9}");
			assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.APPLIED, 1, null));
			assertThat(follower.current().json()).isEqualTo("{\"a\":9}");
		}
		assertThat(this.events.restarts).containsExactly("2 -> 1");
	}

	@Test
	void stopLetsGoOfTheFileAndStartGoesOn() throws Exception {
		Follower follower = this.hub.follow("orders");
		this.hub.start();
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			assertThat(follower.awaitVersion(1, LONG)).isTrue();
			this.hub.stop();
			assertThat(this.hub.isRunning()).isFalse();
			publisher.publish("{\"a\":2}");
			assertThat(follower.current().version()).isOne();
			this.hub.start();
			assertThat(follower.current().version()).isEqualTo(2);
			publisher.publish("{\"a\":3}");
			assertThat(follower.awaitVersion(3, LONG)).isTrue();
			assertThat(this.events.applied).containsExactly(1L, 2L, 3L);
		}
	}

	@Test
	void closeEndsBothThreadsAndKeepsTheVersion() {
		Follower follower = this.hub.follow("orders");
		this.hub.start();
		try (SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			follower.refresh();
		}
		List<Thread> threads = threadsOf("shared-config-poll", "shared-config-apply");
		assertThat(threads).hasSizeGreaterThanOrEqualTo(2);
		this.hub.close();
		Awaitility.await().until(() -> threads.stream().filter(Thread::isAlive).count() <= threads.size() - 2);
		assertThat(follower.current().json()).isEqualTo("{\"a\":1}");
		assertThat(follower.refresh().outcome()).isEqualTo(Outcome.FAILED);
		assertThatIllegalStateException().isThrownBy(() -> this.hub.follow("more"));
	}

	@Test
	void openedByThePlainDoorClosesItsThreadsWithTheFollower() {
		List<Thread> before = threadsOf("shared-config-poll", "shared-config-apply");
		var follower = SharedConfigs.follower(this.directory, "orders").open();
		List<Thread> during = new ArrayList<>(threadsOf("shared-config-poll", "shared-config-apply"));
		during.removeAll(before);
		assertThat(during).hasSize(2);
		follower.close();
		Awaitility.await().until(() -> during.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void optionsWhenPollIntervalIsNotPositiveAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> SharedConfigs.follower(this.directory, "orders").pollInterval(Duration.ofMillis(-1)).open())
			.withMessage("'pollInterval' must be positive: PT-0.001S");
	}

	private static List<Thread> threadsOf(String... names) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> Set.of(names).contains(thread.getName()))
			.toList();
	}

	private static Object outcomeOf(java.util.concurrent.Callable<?> call) {
		try {
			return call.call();
		}
		catch (Exception ex) {
			return ex;
		}
	}

	private SharedConfigPublisher master() {
		return SharedConfigs.publisher(this.directory, "orders").withoutBackup().open();
	}

	private record Refused(String refusal) implements Applier.Trial {

		@Override
		public void applied() {
			throw new AssertionError("a refused version must not be applied");
		}

	}

	/**
	 * What was told, in order.
	 */
	private static final class RecordedEvents implements FollowEvents {

		private final List<Long> applied = new CopyOnWriteArrayList<>();

		private final List<String> rejections = new CopyOnWriteArrayList<>();

		private final List<Throwable> failures = new CopyOnWriteArrayList<>();

		private final List<String> recoveries = new CopyOnWriteArrayList<>();

		private final List<String> restarts = new CopyOnWriteArrayList<>();

		private final List<Throwable> listenerFailures = new CopyOnWriteArrayList<>();

		@Override
		public void applied(Follower follower, ConfigDiff diff) {
			this.applied.add(diff.toVersion());
		}

		@Override
		public void rejected(Follower follower, long version, String reason) {
			this.rejections.add(version + " " + reason);
		}

		@Override
		public void pollFailed(Follower follower, Throwable problem) {
			this.failures.add(problem);
		}

		@Override
		public void recovered(Follower follower) {
			this.recoveries.add(follower.name());
		}

		@Override
		public void restarted(Follower follower, long before, long now) {
			this.restarts.add(before + " -> " + now);
		}

		@Override
		public void listenerFailed(Follower follower, Throwable problem) {
			this.listenerFailures.add(problem);
		}

	}

}
