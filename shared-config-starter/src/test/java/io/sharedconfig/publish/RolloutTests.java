package io.sharedconfig.publish;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.StageReport;
import io.sharedconfig.StageReport.Answer;
import io.sharedconfig.StageReport.Verdict;
import io.sharedconfig.VersionConflictException;
import io.sharedconfig.follow.Applier;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.FollowOptions;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.plain.SharedConfigs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what a master learns of its followers: who has a version, who refuses it, who
 * is silent, and what they would say to a document before it is published.
 */
class RolloutTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration SHORT = Duration.ofMillis(300);

	@TempDir
	Path directory;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private SharedConfigPublisher publisher;

	@BeforeEach
	void publish() {
		this.publisher = opened(SharedConfigs.publisher(this.directory, "orders").withoutBackup().open());
		this.publisher.publish("{\"a\":1}");
	}

	@AfterEach
	void closeAll() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	private <T extends AutoCloseable> T opened(T closeable) {
		this.opened.add(closeable);
		return closeable;
	}

	private FollowerHub follow(String application, Applier applier) {
		FollowerHub hub = opened(new FollowerHub(
				new FollowOptions(this.directory, Duration.ofMillis(10), Duration.ofSeconds(5), Set.of(), true),
				FollowEvents.NONE));
		hub.use(applier);
		hub.reportAs(application);
		hub.follow("orders");
		hub.start();
		return hub;
	}

	private ChildJvm process(String application) throws InterruptedException {
		ChildJvm child = opened(ChildJvm.start(ReportingFollower.class, this.directory, application));
		child.await("following");
		return child;
	}

	private void awaitFollowers(int count) {
		await().atMost(LONG).until(() -> this.publisher.followers().size() == count);
	}

	private RolloutReport roll(String document, Duration timeout) {
		return this.publisher.change().document(document).publishAndAwait(timeout);
	}

	@Test
	void publishAndAwaitWhenAllApplyAnswersAllOfThem() throws Exception {
		for (int i = 0; i < 32; i++) {
			follow("instance" + i, Applier.DIRECT);
		}
		for (int i = 0; i < 3; i++) {
			process("process" + i);
		}
		awaitFollowers(35);
		RolloutReport report = roll("{\"a\":2}", LONG);
		assertThat(report.version().version()).isEqualTo(2);
		assertThat(report.applied()).hasSize(35).allMatch((follower) -> follower.appliedVersion() == 2);
		assertThat(report.isComplete()).isTrue();
		assertThat(report.applied()).extracting(FollowerDescriptor::instance).doesNotHaveDuplicates();
	}

	@Test
	void publishAndAwaitWhenNobodyFollowsReturnsAtOnce() {
		RolloutReport report = roll("{\"a\":2}", LONG);
		assertThat(report.applied()).isEmpty();
		assertThat(report.isComplete()).isTrue();
	}

	@Test
	void publishAndAwaitWhenOneRefusesSaysWhy() {
		follow("willing", Applier.DIRECT);
		follow("refusing", refusingFrom(2));
		awaitFollowers(2);
		RolloutReport report = roll("{\"a\":2}", LONG);
		assertThat(report.applied()).extracting(FollowerDescriptor::application).containsExactly("willing");
		assertThat(report.silent()).isEmpty();
		assertThat(report.isComplete()).isFalse();
		assertThat(report.rejected()).singleElement().satisfies((follower) -> {
			assertThat(follower.application()).isEqualTo("refusing");
			assertThat(follower.seenVersion()).isEqualTo(2);
			assertThat(follower.appliedVersion()).isEqualTo(1);
			assertThat(follower.rejectedVersion()).isEqualTo(2);
			assertThat(follower.reason()).isEqualTo("'a' must not change");
			assertThat(follower.pid()).isEqualTo(ProcessHandle.current().pid());
		});
	}

	@Test
	void publishAndAwaitWhenOneDoesNotAnswerSaysWho() {
		CountDownLatch released = new CountDownLatch(1);
		follow("willing", Applier.DIRECT);
		follow("slow", new Applier() {

			@Override
			public Trial trial(Follower follower, ConfigSnapshot candidate, ConfigDiff diff) {
				awaitUninterruptibly((candidate.version() > 1) ? released : new CountDownLatch(0));
				return Trial.ACCEPTED;
			}

		});
		awaitFollowers(2);
		RolloutReport report = roll("{\"a\":2}", SHORT);
		released.countDown();
		assertThat(report.silent()).extracting(FollowerDescriptor::application).containsExactly("slow");
		assertThat(report.applied()).extracting(FollowerDescriptor::application).containsExactly("willing");
		assertThat(roll("{\"a\":3}", LONG).applied()).hasSize(2);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void publishAndAwaitWhenNothingChangesAwaitsTheCurrentVersion() {
		follow("willing", Applier.DIRECT);
		awaitFollowers(1);
		RolloutReport report = roll("{\"a\":1}", LONG);
		assertThat(report.version().version()).isEqualTo(1);
		assertThat(report.applied()).hasSize(1);
	}

	@Test
	void publishAndAwaitWhenInterruptedHasPublishedAndReturnsWhatIsKnown() {
		follow("refusing", refusingFrom(2)).stop();
		Thread.currentThread().interrupt();
		RolloutReport report = roll("{\"a\":2}", LONG);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(report.version().version()).isEqualTo(2);
	}

	@Test
	void publishAndAwaitWhenUsedAgainFails() {
		var change = this.publisher.change().set("b", 1);
		change.publishAndAwait(LONG);
		assertThatIllegalStateException().isThrownBy(() -> change.publishAndAwait(LONG));
	}

	@Test
	void followersWhenAProcessIsKilledForgetsIt() throws Exception {
		ChildJvm child = process("killed");
		follow("stays", Applier.DIRECT);
		awaitFollowers(2);
		assertThat(this.publisher.followers()).filteredOn((follower) -> follower.application().equals("killed"))
			.singleElement()
			.satisfies((follower) -> assertThat(follower.pid()).isEqualTo(child.pid()));
		child.kill();
		assertThat(this.publisher.followers()).extracting(FollowerDescriptor::application).containsExactly("stays");
		assertThat(roll("{\"a\":2}", LONG).applied()).extracting(FollowerDescriptor::application)
			.containsExactly("stays");
	}

	@Test
	void followersWhenAProcessIsStoppedByASignalKeepsIt() throws Exception {
		ChildJvm child = process("stopped");
		awaitFollowers(1);
		child.signal("STOP");
		RolloutReport report = roll("{\"a\":2}", SHORT);
		assertThat(report.silent()).extracting(FollowerDescriptor::application).containsExactly("stopped");
		child.signal("CONT");
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(this.publisher.followers()).singleElement()
				.satisfies((follower) -> assertThat(follower.appliedVersion()).isEqualTo(2)));
	}

	@Test
	void followersWhenAFollowerIsPausedOrClosedForgetsIt() {
		FollowerHub hub = follow("paused", Applier.DIRECT);
		awaitFollowers(1);
		hub.stop();
		awaitFollowers(0);
		hub.start();
		awaitFollowers(1);
		hub.close();
		awaitFollowers(0);
	}

	@Test
	void followersWhenOneDoesNotReportDoesNotKnowIt() {
		follow("reporting", Applier.DIRECT);
		opened(SharedConfigs.follower(this.directory, "orders").report(false).open());
		awaitFollowers(1);
		assertThat(roll("{\"a\":2}", LONG).applied()).extracting(FollowerDescriptor::application)
			.containsExactly("reporting");
	}

	@Test
	void followersWhenMasterIsAnotherOneAreStillThere() {
		follow("stays", Applier.DIRECT);
		awaitFollowers(1);
		this.publisher.close();
		this.publisher = opened(SharedConfigs.publisher(this.directory, "orders").withoutBackup().open());
		awaitFollowers(1);
		assertThat(roll("{\"a\":2}", LONG).applied()).hasSize(1);
	}

	@Test
	void stageWhenOneWouldRefuseSaysWhoAndWhyAndAppliesNothing() {
		List<String> applied = new CopyOnWriteArrayList<>();
		FollowerHub refusing = follow("refusing", refusingFrom(2));
		FollowerHub willing = follow("willing", Applier.DIRECT);
		refusing.find("orders").onChange((diff) -> applied.add("refusing"));
		willing.find("orders").onChange((diff) -> applied.add("willing"));
		awaitFollowers(2);
		StageReport report = this.publisher.stage("{\"a\":2}", LONG);
		assertThat(report.isAccepted()).isFalse();
		assertThat(report.verdicts()).extracting((verdict) -> verdict.follower().application())
			.containsExactly("refusing", "willing");
		assertThat(report.verdicts()).extracting(Verdict::answer).containsExactly(Answer.REJECTED, Answer.ACCEPTED);
		assertThat(report.verdicts()).extracting(Verdict::reason).containsExactly("'a' must not change", null);
		assertThat(this.publisher.current().version()).isEqualTo(1);
		for (FollowerHub hub : List.of(refusing, willing)) {
			Follower follower = hub.find("orders");
			assertThat(follower.current().version()).isEqualTo(1);
			assertThat(follower.status().rejectedVersion()).isZero();
			assertThat(follower.rejections()).isZero();
		}
		assertThat(applied).isEmpty();
		assertThat(this.directory).isDirectoryNotContaining((file) -> file.getFileName().toString().contains("~"));
	}

	@Test
	void stageWhenRepeatedIsTriedEachTime() throws Exception {
		follow("refusing", refusingFrom(2));
		process("willing");
		awaitFollowers(2);
		for (int i = 0; i < 5; i++) {
			StageReport report = this.publisher.stage("{\"a\":%d}".formatted(i), LONG);
			assertThat(report.verdicts()).extracting(Verdict::answer).containsExactly(Answer.REJECTED, Answer.ACCEPTED);
		}
	}

	@Test
	void stageWhenDocumentMadeTheFileGrowOrTheMasterIsAnotherOneIsTriedAllTheSame() {
		follow("willing", Applier.DIRECT);
		awaitFollowers(1);
		assertThat(this.publisher.stage("{\"a\":2}", LONG).isAccepted()).isTrue();
		this.publisher.publish("{\"a\":\"%s\"}".formatted("x".repeat(2_000_000)));
		assertThat(this.publisher.stage("{\"a\":3}", LONG).isAccepted()).isTrue();
		this.publisher.close();
		this.publisher = opened(SharedConfigs.publisher(this.directory, "orders").withoutBackup().open());
		assertThat(this.publisher.stage("{\"a\":4}", LONG).isAccepted()).isTrue();
	}

	@Test
	void stageWhenPublishedAfterwardsIsAppliedByAll() {
		follow("willing", Applier.DIRECT);
		awaitFollowers(1);
		var change = this.publisher.change().set("b", 2);
		assertThat(change.stage(LONG).isAccepted()).isTrue();
		assertThat(change.publishAndAwait(LONG).applied()).hasSize(1);
	}

	@Test
	void stageWhenFollowerIsNotPollingIsSilent() throws Exception {
		ChildJvm child = process("stopped");
		awaitFollowers(1);
		child.signal("STOP");
		assertThat(this.publisher.stage("{\"a\":2}", SHORT).verdicts()).extracting(Verdict::answer)
			.containsExactly(Answer.SILENT);
		child.signal("CONT");
	}

	@Test
	void stageWhenItCannotBePublishedThrowsWhatPublishWould() {
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> this.publisher.change().set("a", 1).expectedVersion(7).stage(LONG));
		this.publisher.close();
		assertThatExceptionOfType(NotMasterException.class).isThrownBy(() -> this.publisher.stage("{\"a\":2}", LONG));
	}

	private static Applier refusingFrom(long version) {
		return (follower, candidate, diff) -> (candidate.version() < version) ? Applier.Trial.ACCEPTED
				: new Refusal(() -> "'a' must not change");
	}

	private record Refusal(Supplier<String> why) implements Applier.Trial {

		@Override
		public @Nullable String refusal() {
			return this.why.get();
		}

		@Override
		public void applied() {
			throw new AssertionError("refused");
		}

	}

}
