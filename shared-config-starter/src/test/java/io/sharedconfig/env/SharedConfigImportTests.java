package io.sharedconfig.env;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.NotPublishedException;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.UntrustedFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code spring.config.import=shared-config:NAME} in real applications.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedConfigImportTests {

	private static final String IMPORT = "spring.config.import=shared-config:orders";

	private static final String OPTIONAL = "spring.config.import=optional:shared-config:orders";

	@TempDir
	private Path directory;

	@TempDir
	private Path files;

	private TestRun application;

	private final ThreadsOfOurs threads = new ThreadsOfOurs();

	@BeforeEach
	void application() {
		this.application = new TestRun(this.files, this.directory);
	}

	@Test
	void runWhenPublishedHasValuesAndOneLogLine(CapturedOutput output) {
		this.application.file("application.properties", IMPORT);
		try (TestMaster master = orders("{\"pricing\":{\"discount\":0.15}}")) {
			try (ConfigurableApplicationContext context = run()) {
				assertThat(context.getEnvironment().getProperty("pricing.discount")).isEqualTo("0.15");
				assertThat(context.getBean(FollowedConfigs.class).isMandatory("orders")).isTrue();
			}
		}
		assertThat(output).containsOnlyOnce("Using shared config version 1 from 'orders.scfg' (1 changed)");
		this.threads.awaitEnd();
	}

	@Test
	void runWhenImportedInSeveralPlacesHasOneSource() {
		this.application.file("application.properties", IMPORT, "#---", "spring.config.import=shared-config:orders");
		try (TestMaster master = orders("{\"a\":1}"); ConfigurableApplicationContext context = run("--" + OPTIONAL)) {
			assertThat(LiveSources.in(context.getEnvironment())).extracting(SharedConfigPropertySource::getName)
				.containsOnlyOnce("shared-config:orders");
		}
	}

	@ParameterizedTest
	@MethodSource("sources")
	void runReadsSourcesInOrderOfPrecedence(String source) {
		this.application.file("application.properties", IMPORT, lines("importing-document"), "#---",
				lines("later-document"));
		this.application.file("application-prod.properties", lines("application-prod"));
		String[] commandLine = Stream
			.concat(Stream.of("--spring.profiles.active=prod"),
					keys("command-line").map((key) -> "--" + key + "=command-line"))
			.toArray(String[]::new);
		System.setProperty("key.command-line", "system-property");
		System.setProperty("key.system-property", "system-property");
		try (TestMaster master = orders(json("orders"));
				TestMaster prod = TestMaster.publish(this.directory, "orders-prod", json("orders-prod"));
				ConfigurableApplicationContext context = this.application.run(WithPropertySource.class, commandLine)) {
			assertThat(context.getEnvironment().getProperty("key." + source)).isEqualTo(source);
		}
		finally {
			System.clearProperty("key.command-line");
			System.clearProperty("key.system-property");
		}
	}

	static List<String> sources() {
		return List.of("command-line", "system-property", "orders-prod", "application-prod", "later-document", "orders",
				"importing-document", "property-source");
	}

	/*
	 * A source sets the key that it must win and those that it must lose.
	 */
	private Stream<String> keys(String source) {
		return sources().subList(0, sources().indexOf(source) + 1).stream().map((key) -> "key." + key);
	}

	private String lines(String source) {
		return keys(source).map((key) -> key + "=" + source).collect(Collectors.joining("\n"));
	}

	private String json(String source) {
		return keys(source).map((key) -> "\"%s\":\"%s\"".formatted(key, source))
			.collect(Collectors.joining(",", "{", "}"));
	}

	@Test
	void runWhenImportedByCommandLineWinsOverApplicationFiles() {
		this.application.file("application.properties", "a=file");
		try (TestMaster master = orders("{\"a\":\"orders\"}");
				ConfigurableApplicationContext context = run("--" + IMPORT)) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("orders");
		}
	}

	@Test
	void runWhenOptionalAndAbsentShowsWhatIsPublishedLater() {
		this.application.file("application.properties", OPTIONAL);
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getProperty("a")).isNull();
			assertThat(context.getBean(FollowedConfigs.class).isMandatory("orders")).isFalse();
			try (TestMaster master = orders("{\"a\":1}")) {
				context.getBean(FollowedConfigs.class).hub().refresh();
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
			}
		}
	}

	@Test
	void runWhenProfileSpecificIsPublishedLaterShowsIt() {
		this.application.file("application.properties", IMPORT, "spring.profiles.active=prod,Prod_EU,pr@d");
		try (TestMaster master = orders("{\"a\":\"orders\"}"); ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("orders");
			assertThat(context.getBean(FollowedConfigs.class).isNamed("orders-prod")).isFalse();
			try (TestMaster prod = TestMaster.publish(this.directory, "orders-prod", "{\"a\":\"prod\"}")) {
				context.getBean(FollowedConfigs.class).hub().refresh();
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("prod");
			}
		}
	}

	@Test
	void runWhenNotFoundIsIgnoredShowsWhatIsPublishedLater() {
		this.application.file("application.properties", IMPORT);
		try (ConfigurableApplicationContext context = run("--spring.config.on-not-found=ignore")) {
			try (TestMaster master = orders("{\"a\":1}")) {
				context.getBean(FollowedConfigs.class).hub().refresh();
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
			}
		}
	}

	@Test
	void runWhenDocumentHasReservedNamesIgnoresThem() {
		this.application.file("application.properties", IMPORT);
		try (TestMaster master = orders(
				"""
						{"spring":{"profiles":{"active":"evil"},"config":{"import":"file:/nowhere"},"main":{"web-application-type":"x"}},
						"shared-config":{"publisher":{"name":"orders"},"enabled":false},"a":1}""");
				ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(context.getEnvironment().getProperty("shared-config.publisher.name")).isNull();
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
		}
	}

	@Test
	void runWhenMandatoryAndAbsentExplains(CapturedOutput output) {
		this.application.file("application.properties", IMPORT);
		assertThatExceptionOfType(ConfigDataResourceNotFoundException.class).isThrownBy(this::run)
			.withCauseInstanceOf(NotPublishedException.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Shared config 'orders' has not been published on this host: directory='%s' uid="
				.formatted(this.directory))
			.contains("(imported from 'shared-config:orders' at ", "/application.properties] - 1:22)")
			.contains("'optional:shared-config:orders'", "'shared-config.follower.wait'", "'shared-config.directory'");
		this.threads.awaitEnd();
	}

	@Test
	void runWhenMandatoryOnCommandLineAndAbsentExplainsWithoutOrigin(CapturedOutput output) {
		assertThatExceptionOfType(ConfigDataResourceNotFoundException.class).isThrownBy(() -> run("--" + IMPORT));
		assertThat(output).contains("(imported from 'shared-config:orders'").contains("APPLICATION FAILED TO START");
	}

	@Test
	void runWhenPublishedWithinWaitGoesOn() {
		this.application.file("application.properties", IMPORT, "shared-config.follower.wait=30s");
		CompletableFuture<ConfigurableApplicationContext> starting = CompletableFuture
			.supplyAsync(() -> run("--shared-config.follower.poll-interval=10ms"));
		org.awaitility.Awaitility.await().until(() -> this.threads.count() > 0);
		try (TestMaster master = orders("{\"a\":1}"); ConfigurableApplicationContext context = starting.join()) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
		}
	}

	@Test
	void runWhenItWaitsLongerThanASecondSaysForWhat(CapturedOutput output) {
		this.application.file("application.properties", IMPORT, "shared-config.follower.wait=10m");
		CompletableFuture<ConfigurableApplicationContext> starting = CompletableFuture.supplyAsync(this::run);
		org.awaitility.Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> output.getErr()
				.contains("Waiting for shared config 'orders' in '%s': waitedMs=".formatted(this.directory)));
		assertThat(starting).isNotDone();
		try (TestMaster master = orders("{\"a\":1}"); ConfigurableApplicationContext context = starting.join()) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
		}
		assertThat(output.getErr()).contains(" waitMs=600000");
	}

	@Test
	void runWhenNotPublishedWithinWaitExplains(CapturedOutput output) {
		this.application.file("application.properties", IMPORT);
		long begin = System.nanoTime();
		assertThatExceptionOfType(ConfigDataResourceNotFoundException.class).isThrownBy(
				() -> run("--shared-config.follower.wait=300ms", "--shared-config.follower.poll-interval=10ms"));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(300));
		assertThat(output).contains("waitedMs=300").doesNotContain("Waiting for shared config");
	}

	@Test
	void runWhenOptionalDoesNotWait() {
		this.application.file("application.properties", OPTIONAL);
		assertThat(org.awaitility.Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> run("--shared-config.follower.wait=1h"), (context) -> {
				context.close();
				return true;
			})).isNotNull();
	}

	@Test
	void runWhenDisabledIgnoresImportsAndBeginsNoThread() {
		this.application.file("application.properties", IMPORT, "shared-config.enabled=false");
		try (TestMaster master = orders("{\"a\":1}")) {
			ThreadsOfOurs sinceMaster = new ThreadsOfOurs();
			try (ConfigurableApplicationContext context = run()) {
				assertThat(context.getEnvironment().getProperty("a")).isNull();
				assertThat(LiveSources.in(context.getEnvironment())).isEmpty();
				assertThat(sinceMaster.count()).isZero();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "../orders", "..", "Orders", "", "-orders", "or ders",
			"a234567890123456789012345678901234567890123456789012345678901234x" })
	void runWhenNameIsInvalidExplains(String name, CapturedOutput output) {
		assertThatExceptionOfType(InvalidNameException.class)
			.isThrownBy(() -> run("--spring.config.import=optional:shared-config:" + name));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"'%s' is not a name for a shared config".formatted(name), "expected 1 to 64 characters",
				"Correct the name where it is given");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void runWhenPollIntervalIsNegativeExplains(CapturedOutput output) {
		this.application.file("application.properties", OPTIONAL);
		assertThat(
				org.assertj.core.api.Assertions.catchThrowable(() -> run("--shared-config.follower.poll-interval=-1s")))
			.isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START",
				"'shared-config.follower.poll-interval' must be positive: PT-1S");
		this.threads.awaitEnd();
	}

	@ParameterizedTest
	@ValueSource(
			classes = { CorruptFileException.class, IncompatibleFileException.class, UntrustedFileException.class })
	void runWhenMandatoryCannotBeReadExplains(Class<? extends SharedConfigException> problem, CapturedOutput output)
			throws IOException {
		this.application.file("application.properties", IMPORT);
		spoil(problem);
		assertThatExceptionOfType(problem).isThrownBy(this::run);
		assertThat(output).contains("APPLICATION FAILED TO START", this.directory.resolve("orders.scfg").toString())
			.doesNotContain("has not been published");
		this.threads.awaitEnd();
	}

	@ParameterizedTest
	@ValueSource(
			classes = { CorruptFileException.class, IncompatibleFileException.class, UntrustedFileException.class })
	void runWhenOptionalCannotBeReadWarnsOnceAndIsLive(Class<? extends SharedConfigException> problem,
			CapturedOutput output) throws IOException {
		this.application.file("application.properties", OPTIONAL);
		spoil(problem);
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(FollowedConfigs.class).hub().refresh();
			assertThat(output).containsOnlyOnce("Shared config 'orders' cannot be read, there is no version to use: ");
			Files.delete(this.directory.resolve("orders.scfg"));
			try (TestMaster master = orders("{\"a\":1}")) {
				context.getBean(FollowedConfigs.class).hub().refresh();
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
			}
		}
		assertThat(output).contains("Shared config 'orders' can be read again");
	}

	private void spoil(Class<?> problem) throws IOException {
		Path file = this.directory.resolve("orders.scfg");
		orders("{\"a\":1}").close();
		if (problem == UntrustedFileException.class) {
			Files.move(file, this.directory.resolve("elsewhere"));
			Files.createSymbolicLink(file, this.directory.resolve("elsewhere"));
			return;
		}
		byte[] bytes = Files.readAllBytes(file);
		// byte 8 is the major of the format, byte 40 is a part of the file's id
		bytes[(problem == IncompatibleFileException.class) ? 8 : 40]++;
		Files.write(file, bytes);
	}

	@Test
	void runWhenDirectoryIsSetInLaterDocumentWarns(CapturedOutput output, @TempDir Path other) {
		TestRun plain = new TestRun(this.files, null);
		plain.file("application.properties", "shared-config.directory=" + this.directory, OPTIONAL);
		plain.file("application-prod.properties", "shared-config.directory=" + other);
		try (ConfigurableApplicationContext context = plain.run(Empty.class, "--spring.profiles.active=prod")) {
			FollowedConfigs configs = context.getBean(FollowedConfigs.class);
			assertThat(configs.hub().directory()).isEqualTo(this.directory);
			configs.warnOfLateSettings(
					org.springframework.boot.context.properties.bind.Binder.get(context.getEnvironment())
						.bindOrCreate(SharedConfigProperties.PREFIX, SharedConfigProperties.class));
		}
		assertThat(output).contains("'shared-config.directory' has no effect where it was found last");
	}

	@Test
	void runWhenValueIsUsedInLaterImportResolvesIt() throws IOException {
		Files.writeString(this.files.resolve("more.properties"), "b=2");
		this.application.file("application.properties",
				"spring.config.import=file:" + this.files + "/${which}.properties", "#---", IMPORT);
		try (TestMaster master = orders("{\"which\":\"more\"}"); ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getProperty("b")).isEqualTo("2");
		}
	}

	@Test
	void loadWhenCalledAgainFindsSameFollower() {
		this.application.file("application.properties", IMPORT);
		try (TestMaster master = orders("{\"a\":1}"); ConfigurableApplicationContext context = run()) {
			FollowedConfigs configs = context.getBean(FollowedConfigs.class);
			ConfigurableEnvironment environment = context.getEnvironment();
			assertThat(LiveSources.in(environment)).extracting(SharedConfigPropertySource::getSource)
				.contains(configs.hub().find("orders"));
			assertThat(configs.follow("orders", false).getSource()).isSameAs(configs.hub().find("orders"));
		}
	}

	private TestMaster orders(String document) {
		return TestMaster.publish(this.directory, "orders", document);
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return this.application.run(Empty.class, arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:io/sharedconfig/env/precedence.properties")
	static class WithPropertySource {

	}

}
