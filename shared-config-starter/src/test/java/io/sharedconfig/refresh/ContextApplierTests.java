package io.sharedconfig.refresh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.Map;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigDiff.ValueChange;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.publish.MasterPublisher;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link ContextApplier} in an application that Spring Cloud does not refresh.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextApplierTests {

	private static final String WITHOUT_SPRING_CLOUD = "spring.cloud.refresh.enabled=false";

	@TempDir
	Path directory;

	@Test
	void appliedWhenValuesChangePublishesTheEffectiveChanges() {
		try (RunningApplication application = start("{\"a\":1,\"b\":\"x\",\"c\":true}")) {
			application.publishAndPoll("{\"a\":2,\"b\":\"x\",\"d\":{\"e\":1.50}}");
			ConfigDiff diff = application.bean(Listener.class).only();
			assertThat(diff.name()).isEqualTo("orders");
			assertThat(diff.fromVersion()).isEqualTo(1);
			assertThat(diff.toVersion()).isEqualTo(2);
			assertThat(diff.changed()).containsExactly(entry("a", new ValueChange("1", "2")));
			assertThat(diff.added()).containsExactly(entry("d.e", "1.50"));
			assertThat(diff.removed()).containsExactly(entry("c", "true"));
		}
	}

	@Test
	void appliedWhenKeyIsShadowedLeavesItOutOfTheChanges() {
		try (RunningApplication application = start("{\"a\":1,\"pool\":{\"max-size\":1},\"gone\":1}", "a=shadow",
				"pool.maxSize=7", "gone=shadow", "added.later=shadow")) {
			application.publishAndPoll("{\"a\":2,\"pool\":{\"max-size\":2},\"added\":{\"later\":1,\"seen\":1}}");
			assertThat(application.property("a")).isEqualTo("shadow");
			assertThat(application.bean(Listener.class).only().keys()).containsExactly("added.seen");
		}
	}

	@Test
	void appliedWhenAllChangesAreShadowedPublishesAnEmptyChange() {
		try (RunningApplication application = start("{\"a\":1}", "a=shadow")) {
			application.publishAndPoll("{\"a\":2}");
			assertThat(application.bean(Listener.class).only().isEmpty()).isTrue();
			assertThat(application.bean(Listener.class).only().toVersion()).isEqualTo(2);
		}
	}

	@Test
	void appliedWhenRemovedKeyHasALowerSourceIsAChangeToItsValue() {
		try (RunningApplication application = start("{\"a\":\"upper\"}")) {
			application.context()
				.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("lowest", Map.of("a", "lower")));
			application.publishAndPoll("{}");
			assertThat(application.bean(Listener.class).only().changed())
				.containsExactly(entry("a", new ValueChange("upper", "lower")));
		}
	}

	@Test
	void appliedWhenDocumentHoldsReservedNamesLeavesThemOut() {
		try (RunningApplication application = start("{}")) {
			application.publishAndPoll("{\"shared-config\":{\"enabled\":false},\"a\":1}");
			assertThat(application.bean(Listener.class).only().keys()).containsExactly("a");
		}
	}

	@Test
	void appliedWhenPlaceholderHasNoValueComparesItAsWritten() {
		try (RunningApplication application = start("{\"a\":\"${missing-1}\",\"b\":1}")) {
			application.bean(Listener.class).watched = "b";
			application.publishAndPoll("{\"a\":\"${missing-2}\",\"b\":2}");
			assertThat(application.bean(Listener.class).only().changed()).containsOnlyKeys("a", "b");
			application.publishAndPoll("{\"a\":\"fine\",\"b\":2}");
			assertThat(application.property("a")).isEqualTo("fine");
		}
	}

	@Test
	void appliedWhenListenerReadsTheEnvironmentShowsItTheNewVersion() {
		try (RunningApplication application = start("{\"a\":1}")) {
			application.publishAndPoll("{\"a\":2}");
			assertThat(application.bean(Listener.class).seen).containsExactly("2");
		}
	}

	@Test
	void appliedWhenThereAreManyVersionsPublishesEventsInVersionOrder() {
		try (RunningApplication application = start("{\"a\":0}", "interval=1ms")) {
			for (int i = 1; i <= 200; i++) {
				application.master().publish("{\"a\":%d}".formatted(i));
				if (i % 10 == 0) {
					application.follower().refresh();
				}
			}
			Listener listener = application.bean(Listener.class);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(listener.diffs).last().extracting(ConfigDiff::toVersion).isEqualTo(201L));
			long version = 1;
			for (ConfigDiff diff : List.copyOf(listener.diffs)) {
				assertThat(diff.fromVersion()).isEqualTo(version);
				version = diff.toVersion();
				assertThat(diff.changed()).containsExactly(entry("a",
						new ValueChange(String.valueOf(diff.fromVersion() - 1), String.valueOf(version - 1))));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "exception", "error", "checked" })
	void appliedWhenListenerThrowsCountsAndLogsItWithoutValuesAndGoesOn(String kind, CapturedOutput output) {
		try (RunningApplication application = start("{\"a\":1}")) {
			Listener listener = application.bean(Listener.class);
			listener.failWith = kind;
			application.publishAndPoll("{\"a\":\"secret-value\"}");
			application.publishAndPoll("{\"a\":\"secret-value-2\"}");
			assertThat(application.property("a")).isEqualTo("secret-value-2");
			assertThat(listener.diffs).extracting(ConfigDiff::toVersion).containsExactly(2L, 3L);
			assertThat(application.bean(ContextApplier.class).failures()).isEqualTo(2);
			assertThat(output).contains("Shared config version 2 from 'orders.scfg' is in use, but a listener of")
				.contains("ContextApplierTests$Listener.on")
				.doesNotContain("secret-value");
			listener.failWith = "";
			application.publishAndPoll("{\"a\":4}");
			assertThat(listener.diffs).extracting(ConfigDiff::toVersion).containsExactly(2L, 3L, 4L);
		}
	}

	@Test
	void appliedWhenKeysChangeShowsThemToTheBinder() {
		try (RunningApplication application = start("{\"list\":[1]}")) {
			assertThat(bound(application)).containsExactly(1);
			application.publishAndPoll("{\"list\":[1,2],\"other\":{\"myKey\":5}}");
			assertThat(bound(application)).containsExactly(1, 2);
			assertThat(application.property("other.my-key")).isEqualTo("5");
			application.publishAndPoll("{\"list\":[3]}");
			assertThat(bound(application)).containsExactly(3);
			assertThat(application.property("other.my-key")).isEqualTo("(none)");
		}
	}

	@Test
	void appliedWhenKeysChangeReplacesThePropertySourceAndOtherwiseKeepsIt() {
		try (RunningApplication application = start("{\"a\":1}")) {
			PropertySource<?> first = view(application);
			application.publishAndPoll("{\"a\":2}");
			assertThat(view(application)).isSameAs(first);
			application.publishAndPoll("{\"a\":2,\"b\":1}");
			assertThat(view(application)).isNotSameAs(first);
			assertThat(first.getProperty("b")).isEqualTo(1);
		}
	}

	private static PropertySource<?> view(RunningApplication application) {
		PropertySource<?> view = application.context()
			.getEnvironment()
			.getPropertySources()
			.get("shared-config:orders");
		assertThat(view).isNotNull();
		return view;
	}

	@Test
	void refreshWhenCalledFromAListenerIsRefusedAndTheNextVersionIsTold() {
		try (RunningApplication application = start("{\"a\":1}")) {
			Listener listener = application.bean(Listener.class);
			listener.then = () -> application.follower().refresh();
			application.publishAndPoll("{\"a\":2}");
			assertThat(application.bean(ContextApplier.class).failures()).isOne();
			listener.then = () -> {
			};
			application.publishAndPoll("{\"a\":3}");
			assertThat(listener.diffs).extracting(ConfigDiff::toVersion).containsExactly(2L, 3L);
		}
	}

	@Test
	void appliedWhenNothingWasPublishedBeforeIsAnAddition() {
		try (RunningApplication application = start(null, "import=optional:shared-config:orders")) {
			application.publishAndPoll("{\"a\":1}");
			ConfigDiff diff = application.bean(Listener.class).only();
			assertThat(diff.fromVersion()).isZero();
			assertThat(diff.added()).containsExactly(entry("a", "1"));
		}
	}

	@Test
	void appliedWhenConfigurationOfAProfileChangesNamesIt() {
		try (MasterPublisher forProfile = RunningApplication.master(this.directory, "orders-prod", "{\"a\":\"prod\"}");
				RunningApplication application = start("{\"a\":1,\"b\":1}", "spring.profiles.active=prod")) {
			assertThat(application.property("a")).isEqualTo("prod");
			forProfile.publish("{\"b\":\"prod\"}");
			application.context().getBean("sharedConfigFollower.orders-prod", SharedConfigFollower.class).refresh();
			ConfigDiff diff = application.bean(Listener.class).only();
			assertThat(diff.name()).isEqualTo("orders-prod");
			assertThat(diff.changed()).containsExactly(entry("b", new ValueChange("1", "prod")),
					entry("a", new ValueChange("prod", "1")));
		}
	}

	@Test
	void startWhenBeansAreLazyTakesPart() {
		try (RunningApplication application = start("{\"a\":1}", "spring.main.lazy-initialization=true")) {
			application.publishAndPoll("{\"a\":2}");
			assertThat(application.bean(Listener.class).diffs).hasSize(1);
		}
	}

	@Test
	void destroyWhenVersionsFollowAppliesThemWithoutAWord() {
		try (RunningApplication application = start("{\"a\":1}")) {
			application.bean(ContextApplier.class).destroy();
			application.publishAndPoll("{\"a\":2}");
			assertThat(application.property("a")).isEqualTo("2");
			assertThat(application.bean(Listener.class).diffs).isEmpty();
		}
	}

	@Test
	void closeWhenAListenerIsBeingCalledLetsItEndBeforeBeansAreDestroyed(CapturedOutput output) throws Exception {
		RunningApplication application = start("{\"a\":1}");
		ConfigurableApplicationContext context = application.context();
		Listener listener = application.bean(Listener.class);
		CountDownLatch called = new CountDownLatch(1);
		listener.then = () -> {
			called.countDown();
			Awaitility.await().until(context::isClosed);
			assertThat(context.getBeanFactory().containsSingleton("sharedConfigFollowerLifecycle")).isTrue();
			listener.watched = "the end";
		};
		Thread publishing = new Thread(() -> application.publishAndPoll("{\"a\":2}"));
		publishing.start();
		called.await();
		application.close();
		assertThat(listener.watched).isEqualTo("the end");
		publishing.join();
		assertThat(output).doesNotContain("WARN").doesNotContain("ERROR");
	}

	@Test
	void closeWhenAListenerClosesTheApplicationEndsCleanly(CapturedOutput output) {
		try (RunningApplication application = start("{\"a\":1}")) {
			application.bean(Listener.class).then = application.context()::close;
			application.publishAndPoll("{\"a\":2}");
			assertThat(application.context().isClosed()).isTrue();
		}
		assertThat(output).doesNotContain("WARN").doesNotContain("ERROR");
	}

	@Test
	void closeWhilePublishingGoesOnTellsNothingAndEndsCleanly(CapturedOutput output) throws Exception {
		RunningApplication application = start("{\"a\":0}", "interval=1ms");
		Thread publishing = new Thread(() -> {
			for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
				application.master().publish("{\"a\":%d}".formatted(i));
			}
		});
		try (application) {
			Listener listener = application.bean(Listener.class);
			publishing.start();
			Awaitility.await().until(() -> listener.diffs.size() > 5);
			application.context().close();
			int told = listener.diffs.size();
			long version = application.master().current().version();
			Awaitility.await().until(() -> application.master().current().version() > version + 100);
			assertThat(listener.diffs).hasSize(told);
			publishing.interrupt();
			publishing.join();
		}
		assertThat(output).doesNotContain("WARN").doesNotContain("ERROR");
	}

	private static Integer[] bound(RunningApplication application) {
		return Binder.get(application.context().getEnvironment()).bind("list", Integer[].class).get();
	}

	private RunningApplication start(@Nullable String document, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add(WITHOUT_SPRING_CLOUD);
		return RunningApplication.start(WithListener.class, this.directory, document, all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithListener {

		@Bean
		Listener listener(Environment environment) {
			return new Listener(environment);
		}

	}

	static class Listener {

		final List<ConfigDiff> diffs = Collections.synchronizedList(new ArrayList<>());

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		private final Environment environment;

		volatile String watched = "a";

		volatile String failWith = "";

		volatile Runnable then = () -> {
		};

		Listener(Environment environment) {
			this.environment = environment;
		}

		@EventListener
		void on(SharedConfigChangedEvent event) throws Exception {
			this.diffs.add(event.diff());
			this.seen.add(this.environment.getProperty(this.watched, "(none)"));
			String message = "cannot use "
					+ event.diff().changed().values().stream().map(ValueChange::newValue).toList();
			switch (this.failWith) {
				case "exception" -> throw new IllegalStateException("outer", new IllegalArgumentException(message));
				case "error" -> throw new AssertionError(message);
				case "checked" -> throw new Exception(message);
				default -> this.then.run();
			}
		}

		ConfigDiff only() {
			assertThat(this.diffs).hasSize(1);
			return this.diffs.get(0);
		}

	}

}
