package io.sharedconfig.refresh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SpringCloudRefresh} in an application with Spring Cloud.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringCloudRefreshTests {

	@TempDir
	Path directory;

	@Test
	void pollWhenValuesChangeRefreshesWhatSpringCloudRefreshes() {
		try (RunningApplication application = start("{\"pricing\":{\"discount\":\"0.15\",\"old\":1},\"same\":1}")) {
			Scoped scoped = application.bean(Scoped.class);
			assertThat(scoped.discount()).isEqualTo("0.15");
			application.publishAndPoll("{\"pricing\":{\"discount\":\"0.20\",\"new\":1},\"same\":1}");
			assertThat(application.bean(Recorder.class).keys)
				.containsExactly(Set.of("pricing.discount", "pricing.old", "pricing.new"));
			assertThat(scoped.discount()).isEqualTo("0.20");
			assertThat(application.bean(Pricing.class).getDiscount()).isEqualTo("0.20");
		}
	}

	@Test
	void pollWhenOurEventComesShowsItWhatSpringCloudRefreshed() {
		try (RunningApplication application = start("{\"pricing\":{\"discount\":\"0.15\"}}")) {
			application.publishAndPoll("{\"pricing\":{\"discount\":\"0.20\"}}");
			assertThat(application.bean(Recorder.class).steps).containsExactly("spring cloud", "version 2: 0.20 0.20");
		}
	}

	@Test
	void pollWhenAllChangesAreShadowedRefreshesNothing() {
		try (RunningApplication application = start("{\"a\":1}", "a=shadow")) {
			application.publishAndPoll("{\"a\":2}");
			assertThat(application.bean(Recorder.class).steps).containsExactly("version 2: none none");
		}
	}

	@Test
	void pollWhenNoLevelHasChangedLeavesLevelsToWhoeverHasSetThem() {
		try (RunningApplication application = start("{\"a\":1,\"logging\":{\"level\":{\"org.Set\":\"debug\"}}}")) {
			LoggingSystem system = application.bean(LoggingSystem.class);
			system.setLogLevel("org.Set", LogLevel.TRACE);
			application.publishAndPoll("{\"a\":2,\"logging\":{\"level\":{\"org.Set\":\"debug\"}}}");
			assertThat(application.property("a")).isEqualTo("2");
			assertThat(system.getLoggerConfiguration("org.Set").getConfiguredLevel()).isEqualTo(LogLevel.TRACE);
			application.context().publishEvent(new EnvironmentChangeEvent(application.context(), Set.of("another")));
			assertThat(system.getLoggerConfiguration("org.Set").getConfiguredLevel()).isEqualTo(LogLevel.DEBUG);
			application.publishAndPoll("{\"a\":2,\"logging\":{\"level\":{\"org.Set\":\"warn\"}}}");
			assertThat(system.getLoggerConfiguration("org.Set").getConfiguredLevel()).isEqualTo(LogLevel.WARN);
			system.setLogLevel("org.Set", null);
		}
	}

	@Test
	void refreshWhenVersionIsNewAnswersItsKeysOnceAndTellsThemOnce() {
		try (RunningApplication application = start("{\"a\":1,\"gone\":1,\"list\":[1,2],\"same\":1}")) {
			application.master().publish("{\"a\":2,\"list\":[1],\"come\":1,\"same\":1}");
			ContextRefresher refresher = application.bean(ContextRefresher.class);
			assertThat(refresher.refresh()).containsExactlyInAnyOrder("a", "gone", "list[1]", "come");
			assertThat(refresher.refresh()).isEmpty();
			Recorder recorder = application.bean(Recorder.class);
			Awaitility.await().untilAsserted(() -> assertThat(recorder.versions).containsExactly(2L));
			assertThat(recorder.keys).containsExactly(Set.of("a", "gone", "list[1]", "come"), Set.of());
			assertThat(application.property("a")).isEqualTo("2");
		}
	}

	@Test
	void refreshWhenVersionIsNewRefreshesBeansAndThenPublishesOurEvent() {
		try (RunningApplication application = start("{\"pricing\":{\"discount\":\"0.15\"}}")) {
			application.master().publish("{\"pricing\":{\"discount\":\"0.20\"}}");
			application.bean(ContextRefresher.class).refresh();
			assertThat(application.bean(Scoped.class).discount()).isEqualTo("0.20");
			Recorder recorder = application.bean(Recorder.class);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(recorder.steps).containsExactly("spring cloud", "version 2: 0.20 0.20"));
		}
	}

	@Test
	void refreshWhenItFailsAfterThePollIsMadeUpFor() {
		try (RunningApplication application = start("{\"pricing\":{\"discount\":\"0.15\"}}")) {
			application.master().publish("{\"pricing\":{\"discount\":\"0.20\"}}");
			System.setProperty("spring.config.location", "file:/does/not/exist/");
			try {
				assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> application.bean(ContextRefresher.class).refresh());
			}
			finally {
				System.clearProperty("spring.config.location");
			}
			Recorder recorder = application.bean(Recorder.class);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(recorder.steps).containsExactly("spring cloud", "version 2: 0.20 0.20"));
			assertThat(recorder.keys).containsExactly(Set.of("pricing.discount"));
			assertThat(application.bean(Scoped.class).discount()).isEqualTo("0.20");
		}
	}

	@Test
	void pollWhenCalledByAListenerOfSpringCloudsRefreshIsMadeUpFor() {
		try (RunningApplication application = start("{\"pricing\":{\"discount\":\"0.15\"}}")) {
			Recorder recorder = application.bean(Recorder.class);
			AtomicBoolean called = new AtomicBoolean();
			recorder.then = () -> {
				if (called.compareAndSet(false, true)) {
					application.publishAndPoll("{\"pricing\":{\"discount\":\"0.20\"}}");
				}
			};
			application.bean(ContextRefresher.class).refresh();
			Awaitility.await().untilAsserted(() -> assertThat(recorder.steps).last().isEqualTo("version 2: 0.20 0.20"));
			assertThat(recorder.keys).containsExactly(Set.of(), Set.of("pricing.discount"));
		}
	}

	@Test
	void refreshWhenCalledByAListenerOfOurEventDoesNotHang() {
		try (RunningApplication application = start("{\"pricing\":{\"discount\":\"0.15\"}}")) {
			Recorder recorder = application.bean(Recorder.class);
			recorder.thenOurs = () -> application.bean(ContextRefresher.class).refresh();
			application.publishAndPoll("{\"pricing\":{\"discount\":\"0.20\"}}");
			application.publishAndPoll("{\"pricing\":{\"discount\":\"0.30\"}}");
			assertThat(recorder.versions).containsExactly(2L, 3L);
			assertThat(recorder.keys).containsExactly(Set.of("pricing.discount"), Set.of(), Set.of("pricing.discount"),
					Set.of());
			assertThat(application.bean(ContextApplier.class).failures()).isZero();
		}
	}

	@Test
	void pollWhenStockRebindFailsIsLoggedWithoutValuesAndTheNextVersionIsApplied(CapturedOutput output) {
		try (RunningApplication application = start("{\"pricing\":{\"limit\":1}}",
				"shared-config.refresh.properties=false", "shared-config.refresh.safe-rebind=false")) {
			application.publishAndPoll("{\"pricing\":{\"limit\":\"secret-value\"}}");
			assertThat(application.bean(ContextApplier.class).failures()).isOne();
			assertThat(output).contains("refreshing the application failed")
				.contains("BindException")
				.doesNotContain("secret-value");
			application.publishAndPoll("{\"pricing\":{\"limit\":3}}");
			assertThat(application.bean(Pricing.class).getLimit()).isEqualTo(3);
			assertThat(application.bean(Recorder.class).versions).containsExactly(2L, 3L);
		}
	}

	@Test
	void refreshWhenPublishingAndPollingGoOnNeverHangsAndKeepsTheOrder() throws Exception {
		try (RunningApplication application = start("{\"pricing\":{\"discount\":\"0\"}}", "interval=1ms")) {
			ContextRefresher refresher = application.bean(ContextRefresher.class);
			AtomicBoolean stop = new AtomicBoolean();
			CompletableFuture<Void> refreshing = until(stop, refresher::refresh);
			CompletableFuture<Void> polling = until(stop, application.follower()::refresh);
			CompletableFuture.runAsync(() -> {
				for (int i = 1; i <= 300; i++) {
					application.master().publish("{\"pricing\":{\"discount\":\"%d\"},\"k%d\":1}".formatted(i, i % 7));
				}
			}).get(60, TimeUnit.SECONDS);
			Recorder recorder = application.bean(Recorder.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(recorder.versions).last().isEqualTo(301L));
			stop.set(true);
			CompletableFuture.allOf(refreshing, polling).get(60, TimeUnit.SECONDS);
			assertThat(List.copyOf(recorder.versions)).isSorted().doesNotHaveDuplicates();
			assertThat(application.bean(Scoped.class).discount()).isEqualTo("300");
			assertThat(application.bean(Pricing.class).getDiscount()).isEqualTo("300");
			assertThat(application.bean(ContextApplier.class).failures()).isZero();
		}
	}

	private static CompletableFuture<Void> until(AtomicBoolean stop, Runnable step) {
		CompletableFuture<Void> ended = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				while (!stop.get()) {
					step.run();
				}
				ended.complete(null);
			}
			catch (RuntimeException | Error ex) {
				ended.completeExceptionally(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return ended;
	}

	private RunningApplication start(String document, String... properties) {
		return RunningApplication.start(WithSpringCloud.class, this.directory, document, properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Pricing.class)
	static class WithSpringCloud {

		@Bean
		@RefreshScope
		Scoped scoped(@Value("${pricing.discount:none}") String discount) {
			return new Scoped(discount);
		}

		@Bean
		Recorder recorder(Scoped scoped, Pricing pricing) {
			return new Recorder(scoped, pricing);
		}

	}

	static class Scoped {

		private final String discount;

		Scoped(String discount) {
			this.discount = discount;
		}

		String discount() {
			return this.discount;
		}

	}

	@ConfigurationProperties("pricing")
	static class Pricing {

		private volatile String discount = "none";

		private volatile int limit;

		public String getDiscount() {
			return this.discount;
		}

		public void setDiscount(String discount) {
			this.discount = discount;
		}

		public int getLimit() {
			return this.limit;
		}

		public void setLimit(int limit) {
			this.limit = limit;
		}

	}

	static class Recorder {

		final List<Set<String>> keys = Collections.synchronizedList(new ArrayList<>());

		final List<String> steps = Collections.synchronizedList(new ArrayList<>());

		final List<Long> versions = Collections.synchronizedList(new ArrayList<>());

		private final Scoped scoped;

		private final Pricing pricing;

		volatile Runnable then = () -> {
		};

		volatile Runnable thenOurs = () -> {
		};

		Recorder(Scoped scoped, Pricing pricing) {
			this.scoped = scoped;
			this.pricing = pricing;
		}

		@EventListener
		@Order(0)
		void on(EnvironmentChangeEvent event) {
			this.keys.add(Set.copyOf(event.getKeys()));
			this.steps.add("spring cloud");
			this.then.run();
		}

		@EventListener
		void on(SharedConfigChangedEvent event) {
			this.versions.add(event.diff().toVersion());
			this.steps.add("version %d: %s %s".formatted(event.diff().toVersion(), this.scoped.discount(),
					this.pricing.getDiscount()));
			this.thenOurs.run();
		}

	}

}
