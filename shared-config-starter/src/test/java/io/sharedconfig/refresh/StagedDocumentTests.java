package io.sharedconfig.refresh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.FollowerState;
import io.sharedconfig.StageReport;
import io.sharedconfig.StageReport.Answer;
import io.sharedconfig.StageReport.Verdict;
import io.sharedconfig.follow.Follower;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that an application tries a staged document as it tries a version, and that
 * nothing comes of it but the verdict.
 */
@ExtendWith(OutputCaptureExtension.class)
class StagedDocumentTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@TempDir
	Path directory;

	private RunningApplication start(String... properties) {
		List<String> all = new CopyOnWriteArrayList<>(properties);
		all.addAll(List.of("interval=10ms", "spring.application.name=checkout"));
		RunningApplication application = RunningApplication.start(Application.class, this.directory,
				"{\"pool\":{\"size\":1}}", all.toArray(String[]::new));
		if (!all.contains("shared-config.follower.report=false")) {
			await().atMost(LONG).until(() -> application.master().followers().size() == 1);
		}
		return application;
	}

	@Test
	void stageWhenApplicationWouldRefuseItSaysWhyAndTellsNobody(CapturedOutput output) {
		try (RunningApplication application = start()) {
			StageReport report = application.master().stage("{\"pool\":{\"size\":\"secret-value\"}}", LONG);
			assertThat(report.verdicts()).singleElement().satisfies((verdict) -> {
				assertThat(verdict.answer()).isEqualTo(Answer.REJECTED);
				assertThat(verdict.reason()).contains("pool.size").doesNotContain("secret-value");
				assertThat(verdict.follower().application()).isEqualTo("checkout");
			});
			assertNothingHappened(application);
			assertThat(output).doesNotContain("refused", "secret-value");
			assertThat(application.master().change().set("pool.size", 2).publishAndAwait(LONG).applied())
				.extracting(FollowerDescriptor::appliedVersion)
				.containsExactly(2L);
			assertThat(application.bean(Pool.class).getSize()).isEqualTo(2);
		}
	}

	@Test
	void stageWhenApplicationWouldTakeItSaysSoAndGivesItToNobody() {
		try (RunningApplication application = start()) {
			StageReport report = application.master().change().set("pool.size", 7).stage(LONG);
			assertThat(report.verdicts()).extracting(Verdict::answer).containsExactly(Answer.ACCEPTED);
			assertNothingHappened(application);
		}
	}

	private static void assertNothingHappened(RunningApplication application) {
		Follower follower = (Follower) application.follower();
		assertThat(application.bean(Listener.class).events).isEmpty();
		assertThat(application.bean(Pool.class).getSize()).isOne();
		assertThat(application.property("pool.size")).isEqualTo("1");
		assertThat(follower.current().version()).isOne();
		assertThat(follower.rejections()).isZero();
		assertThat(follower.status().rejectedVersion()).isZero();
		assertThat(follower.status().state()).isEqualTo(FollowerState.CURRENT);
		assertThat(application.master().current().version()).isOne();
	}

	@Test
	void versionWhenRefusedIsReportedWithItsReasonAndNoValue() {
		try (RunningApplication application = start()) {
			assertThat(application.master().change().set("pool.size", "secret-value").publishAndAwait(LONG).rejected())
				.singleElement()
				.satisfies((follower) -> {
					assertThat(follower.rejectedVersion()).isEqualTo(2);
					assertThat(follower.appliedVersion()).isOne();
					assertThat(follower.reason()).contains("pool.size").doesNotContain("secret-value");
				});
		}
	}

	@Test
	void applicationWhenItIsNotToReportIsNotSeen() {
		try (RunningApplication application = start("shared-config.follower.report=false")) {
			application.master().publish("{\"pool\":{\"size\":2}}");
			await().atMost(LONG).until(() -> application.bean(Pool.class).getSize() == 2);
			assertThat(application.master().followers()).isEmpty();
			assertThat(this.directory.resolve("orders.followers")).isEmptyDirectory();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Pool.class)
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	@ConfigurationProperties("pool")
	static class Pool {

		private int size;

		int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

	static class Listener {

		private final List<Object> events = new CopyOnWriteArrayList<>();

		@EventListener
		void changed(SharedConfigChangedEvent event) {
			this.events.add(event);
		}

		@EventListener
		void rejected(SharedConfigRejectedEvent event) {
			this.events.add(event);
		}

	}

}
