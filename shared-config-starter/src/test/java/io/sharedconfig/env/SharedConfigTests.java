package io.sharedconfig.env;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.sharedconfig.NotPublishedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.AnnotatedTypeMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedConfig} in real applications.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedConfigTests {

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

	@ParameterizedTest
	@ValueSource(classes = { OnSource.class, OnImported.class, OnSuperclass.class, AsMetaAnnotation.class,
			OnSuperclassOfImported.class })
	void runWhenPublishedHasLiveValues(Class<?> source) {
		try (TestMaster master = orders("{\"a\":1}")) {
			try (ConfigurableApplicationContext context = this.application.run(source)) {
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
				assertThat(context.getBean("a")).isEqualTo("1");
				master.publish("{\"a\":2}");
				context.getBean(FollowedConfigs.class).hub().refresh();
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("2");
			}
		}
		this.threads.awaitEnd();
	}

	@ParameterizedTest
	@ValueSource(classes = { OnSource.class, OnImported.class })
	void runWhenPublishedIsSeenByConditions(Class<?> source) {
		try (TestMaster master = orders("{\"a\":1}");
				ConfigurableApplicationContext context = this.application.run(source)) {
			assertThat(context.containsBean("conditional")).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { OnSource.class, OnImported.class })
	void runWhenMandatoryAndAbsentExplains(Class<?> source, CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.application.run(source))
			.satisfies((ex) -> assertThat(NestedExceptionUtils.getMostSpecificCause(ex))
				.isInstanceOf(NotPublishedException.class));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"Shared config 'orders' has not been published on this host: directory='%s' uid="
					.formatted(this.directory),
				"@SharedConfig(optional = true)");
		this.threads.awaitEnd();
	}

	@ParameterizedTest
	@ValueSource(classes = { OptionalOnSource.class, OptionalOnImported.class })
	void runWhenOptionalAndAbsentShowsWhatIsPublishedLater(Class<?> source) {
		try (ConfigurableApplicationContext context = this.application.run(source)) {
			assertThat(context.getEnvironment().getProperty("a")).isNull();
			try (TestMaster master = orders("{\"a\":1}")) {
				context.getBean(FollowedConfigs.class).hub().refresh();
				assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { OnSource.class, OnImported.class })
	void runWinsOverApplicationFilesAndLosesToCommandLine(Class<?> source) {
		this.application.file("application.properties", "a=file", "b=file");
		this.application.file("application-prod.properties", "a=prod");
		try (TestMaster master = orders("{\"a\":\"orders\",\"b\":\"orders\"}");
				ConfigurableApplicationContext context = this.application.run(source, "--b=command-line",
						"--spring.profiles.active=prod")) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("orders");
			assertThat(context.getEnvironment().getProperty("b")).isEqualTo("command-line");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { LowestOnSource.class, LowestOnImported.class })
	void runWhenLowestLosesToApplicationFiles(Class<?> source) {
		this.application.file("application.properties", "a=file");
		try (TestMaster master = orders("{\"a\":\"orders\",\"c\":\"orders\"}");
				ConfigurableApplicationContext context = this.application.run(source)) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("file");
			assertThat(context.getEnvironment().getProperty("c")).isEqualTo("orders");
		}
	}

	@Test
	void runWhenSeveralAreNamedLaterWins() {
		try (TestMaster master = orders("{\"a\":\"orders\",\"b\":\"orders\"}");
				TestMaster billing = TestMaster.publish(this.directory, "billing", "{\"a\":\"billing\"}");
				ConfigurableApplicationContext context = this.application.run(Several.class)) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("billing");
			assertThat(context.getEnvironment().getProperty("b")).isEqualTo("orders");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { OnSource.class, OnImported.class })
	void runWhenAlsoImportedKeepsPlaceOfAnnotationAndWarnsOnce(Class<?> source, CapturedOutput output) {
		this.application.file("application.properties", "spring.config.import=shared-config:orders", "#---",
				"a=later-document");
		try (TestMaster master = orders("{\"a\":\"orders\"}");
				ConfigurableApplicationContext context = this.application.run(source)) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("orders");
			assertThat(LiveSources.in(context.getEnvironment())).extracting(SharedConfigPropertySource::getName)
				.containsOnlyOnce("shared-config:orders");
		}
		assertThat(output).containsOnlyOnce("Shared config 'orders' is imported and named by @SharedConfig");
	}

	@Test
	void runWhenDirectoryIsInApplicationFileFollowsThere() {
		TestRun plain = new TestRun(this.files, null).file("application.properties",
				"shared-config.directory=" + this.directory);
		try (TestMaster master = orders("{\"a\":1}");
				ConfigurableApplicationContext context = plain.run(OnSource.class)) {
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
			assertThat(context.getBean(FollowedConfigs.class).hub().directory()).isEqualTo(this.directory);
		}
	}

	@Test
	void runWhenValueIsUsedInImportResolvesIt() throws Exception {
		Files.writeString(this.files.resolve("more.properties"), "b=2");
		this.application.file("application.properties",
				"spring.config.import=file:" + this.files + "/${which}.properties");
		try (TestMaster master = orders("{\"which\":\"more\",\"spring\":{\"profiles\":{\"active\":\"evil\"}}}");
				ConfigurableApplicationContext context = this.application.run(OnSource.class)) {
			assertThat(context.getEnvironment().getProperty("b")).isEqualTo("2");
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.properties", "" })
	void runWhenDisabledHasNoValuesAndNoThread(String file) {
		String disabled = "shared-config.enabled=false";
		if (!file.isEmpty()) {
			this.application.file(file, disabled);
		}
		try (TestMaster master = orders("{\"a\":1}")) {
			ThreadsOfOurs sinceMaster = new ThreadsOfOurs();
			try (ConfigurableApplicationContext context = this.application.run(OnImportedAndSource.class,
					(file.isEmpty()) ? "--" + disabled : "--x=y")) {
				assertThat(context.getEnvironment().getProperty("a")).isNull();
				assertThat(context.getEnvironment().getPropertySources().contains("shared-config:orders")).isFalse();
				sinceMaster.awaitEnd();
			}
		}
	}

	@Test
	void runWhenStartFailsLaterLeavesNoThread() {
		try (TestMaster master = orders("{\"a\":1}")) {
			ThreadsOfOurs sinceMaster = new ThreadsOfOurs();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.application.run(Failing.class));
			sinceMaster.awaitEnd();
			assertThatExceptionOfType(Exception.class).isThrownBy(
					() -> this.application.run(OnSource.class, "--spring.config.import=file:/nowhere.properties"));
			sinceMaster.awaitEnd();
		}
	}

	@Test
	void refreshWithoutSpringApplicationHasLiveValues() {
		try (TestMaster master = orders("{\"a\":1}");
				AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("shared-config.directory", this.directory.toString())));
			context.register(OnSource.class);
			context.refresh();
			assertThat(context.getBean("a")).isEqualTo("1");
		}
		this.threads.awaitEnd();
	}

	private TestMaster orders(String document) {
		return TestMaster.publish(this.directory, "orders", document);
	}

	@SharedConfig("orders")
	@Configuration(proxyBeanMethods = false)
	static class OnSource {

		@Bean
		String a(@Value("${a}") String a) {
			return a;
		}

		@Bean
		@Conditional(OnA.class)
		String conditional() {
			return "there";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OnSource.class)
	static class OnImported {

	}

	@SharedConfig("orders")
	@Configuration(proxyBeanMethods = false)
	static class OnImportedAndSource {

	}

	@Configuration(proxyBeanMethods = false)
	static class OnSuperclass extends OnSource {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OnSuperclass.class)
	static class OnSuperclassOfImported {

	}

	@SharedConfig("orders")
	@Retention(RetentionPolicy.RUNTIME)
	@interface FollowsOrders {

	}

	@FollowsOrders
	@Configuration(proxyBeanMethods = false)
	static class AsMetaAnnotation {

		@Bean
		String a(@Value("${a}") String a) {
			return a;
		}

	}

	@SharedConfig(value = "orders", optional = true)
	@Configuration(proxyBeanMethods = false)
	static class OptionalOnSource {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OptionalOnSource.class)
	static class OptionalOnImported {

	}

	@SharedConfig(value = "orders", precedence = SharedConfig.Precedence.LOWEST)
	@Configuration(proxyBeanMethods = false)
	static class LowestOnSource {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LowestOnSource.class)
	static class LowestOnImported {

	}

	@SharedConfig({ "orders", "billing" })
	@Configuration(proxyBeanMethods = false)
	static class Several {

	}

	@SharedConfig("orders")
	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		String failing() {
			throw new IllegalStateException("as the test wants it");
		}

	}

	static class OnA implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return context.getEnvironment().containsProperty("a");
		}

	}

}
