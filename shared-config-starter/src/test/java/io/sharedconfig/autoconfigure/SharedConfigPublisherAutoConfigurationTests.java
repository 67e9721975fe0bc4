package io.sharedconfig.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.time.Duration;
import java.util.Map;

import io.sharedconfig.DocumentValidator;
import io.sharedconfig.DocumentViolation;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.InvalidSchemaException;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.OwnedBySourcesException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.StorageException;
import io.sharedconfig.env.SharedConfigProperties;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.env.TestRun;
import io.sharedconfig.env.ThreadsOfOurs;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedConfigPublisherAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedConfigPublisherAutoConfigurationTests {

	private static final String SCHEMA = "classpath:io/sharedconfig/validate/orders.schema.json";

	@TempDir
	private Path directory;

	@TempDir
	private Path backup;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void contextRunner() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigPublisherAutoConfiguration.class,
					SharedConfigFollowerAutoConfiguration.class))
			.withPropertyValues("shared-config.directory=" + this.directory,
					"shared-config.publisher.backup.directory=" + this.backup, "shared-config.publisher.name=orders");
	}

	@Test
	void runWhenNameIsSetIsMasterUntilClosed(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			context.getBean(SharedConfigPublisher.class).publish(Map.of("a", "s3cr3t"));
			assertThat(this.directory.resolve("orders.scfg")).exists();
			assertThat(this.backup.resolve("orders.json")).exists();
		});
		assertThat(output).contains("Published shared config version 1 of 'orders' (1 changed)")
			.doesNotContain("s3cr3t");
		try (SharedConfigPublisher next = SharedConfigs.publisher(this.directory, "orders").withoutBackup().open()) {
			assertThat(next.current()).isNotNull();
		}
	}

	@Test
	void runWhenNameIsNotSetIsNoMaster() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SharedConfigPublisherAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SharedConfigPublisher.class)
				.doesNotHaveBean(SharedConfigProperties.class));
	}

	@Test
	void runWhenDisabledIsNoMaster() {
		this.contextRunner.withPropertyValues("shared-config.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SharedConfigPublisher.class));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void runWhenUserHasPublisherBacksOff() {
		this.contextRunner.withUserConfiguration(OwnPublisher.class)
			.withPropertyValues("own.directory=" + this.backup)
			.run((context) -> assertThat(context).hasSingleBean(SharedConfigPublisher.class).hasBean("ownPublisher"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void runWhenSchemaIsSetHoldsDocumentsToIt() {
		this.contextRunner.withPropertyValues("shared-config.publisher.schema=" + SCHEMA).run((context) -> {
			SharedConfigPublisher publisher = context.getBean(SharedConfigPublisher.class);
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> publisher.publish("{\"pricing\":{\"discount\":7}}"))
				.satisfies((ex) -> assertThat(ex.violations()).extracting(DocumentViolation::pointer)
					.containsExactlyInAnyOrder("/pricing/discount", "/pricing/currency"));
			assertThat(publisher.current()).isNull();
			publisher.publish("{\"pricing\":{\"discount\":0.2,\"currency\":\"EUR\"}}");
		});
	}

	@Test
	void runWhenThereAreValidatorsAsksThemInOrderAfterTheSchema() {
		this.contextRunner.withUserConfiguration(TwoValidators.class)
			.withPropertyValues("shared-config.publisher.schema=" + SCHEMA)
			.run((context) -> assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> context.getBean(SharedConfigPublisher.class).publish("{}"))
				.withMessageEndingWith(
						"'/pricing' is required; it is refused by the first; it is refused by the second"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			classpath:nope.schema.json                     | class path resource [nope.schema.json] | it does not exist
			classpath:/io/sharedconfig/PackageLayoutTests.class | PackageLayoutTests.class          | it is not JSON
			classpath:/io/sharedconfig/validate            | io/sharedconfig/validate              | cannot be used
			""")
	void runWhenSchemaCannotBeUsedFailsWithAnExplanation(String schema, String name, String problem) {
		this.contextRunner.withPropertyValues("shared-config.publisher.schema=" + schema)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSchemaException.class)
				.hasMessageContainingAll(name, problem));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void runWhenSchemaIsSetWithoutTheLibraryFailsWithAnExplanation() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("com.networknt"))
			.withPropertyValues("shared-config.publisher.schema=" + SCHEMA)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSchemaException.class)
				.hasMessageContaining("'com.networknt:json-schema-validator' is not on the class path"));
	}

	@Test
	void runWithoutOptionalLibrariesIsMaster() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud", "org.springframework.boot.actuate",
					"org.springframework.web", "jakarta.servlet", "reactor", "io.micrometer", "com.networknt"))
			.run((context) -> assertThat(context).hasSingleBean(SharedConfigPublisher.class));
	}

	@Test
	void runWhenMasterRunsFails() {
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{}")) {
			this.contextRunner.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(MasterAlreadyRunningException.class)
				.rootCause()
				.hasMessageContaining("pid=" + ProcessHandle.current().pid()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../orders", "Orders" })
	void runWhenNameIsInvalidFails(String name) {
		this.contextRunner.withPropertyValues("shared-config.publisher.name=" + name)
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(InvalidNameException.class));
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "?", "", "/nonexistent/home", "relative" })
	void runWhenHomeIsUnusableAsksForBackupDirectory(String home) {
		String before = System.getProperty("user.home");
		System.setProperty("user.home", home);
		try {
			this.contextRunner.withPropertyValues("shared-config.publisher.backup.directory=")
				.run((context) -> assertThat(context).getFailure()
					.hasRootCauseInstanceOf(StorageException.class)
					.rootCause()
					.hasMessageContaining("'shared-config.publisher.backup.directory'")
					.hasMessageContaining("'shared-config.publisher.backup.enabled=false'"));
			this.contextRunner
				.withPropertyValues("shared-config.publisher.backup.directory=",
						"shared-config.publisher.backup.enabled=false")
				.run((context) -> assertThat(context).hasSingleBean(SharedConfigPublisher.class));
		}
		finally {
			System.setProperty("user.home", before);
		}
	}

	@Test
	void runWhenHomeIsUsableKeepsBackupThere(@TempDir Path home) {
		String before = System.getProperty("user.home");
		System.setProperty("user.home", home.toString());
		try {
			this.contextRunner.withPropertyValues("shared-config.publisher.backup.directory=")
				.run((context) -> context.getBean(SharedConfigPublisher.class).publish(Map.of("a", 1)));
			assertThat(home.resolve(".shared-config/orders.json")).exists();
		}
		finally {
			System.setProperty("user.home", before);
		}
	}

	@Test
	void runWhenPermissionsAreSetAppliesThem() {
		this.contextRunner.withPropertyValues("shared-config.publisher.permissions=rw-r-----").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Files.getPosixFilePermissions(this.directory.resolve("orders.scfg")))
				.isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
		});
	}

	@Test
	void runWhenInitializationIsLazyIsMasterAllTheSame() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(this.directory.resolve("orders.scfg")).exists());
	}

	@Test
	void runWhenMasterRunsExplains(CapturedOutput output, @TempDir Path files) {
		TestRun application = new TestRun(files, this.directory).file("application.properties",
				"shared-config.publisher.name=orders", "shared-config.publisher.backup.enabled=false");
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{}")) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.run(Publishing.class))
				.havingRootCause()
				.isInstanceOf(MasterAlreadyRunningException.class);
		}
		long pid = ProcessHandle.current().pid();
		assertThat(output).contains("APPLICATION FAILED TO START",
				"Shared config 'orders' already has a master: lock='%s' pid=%d"
					.formatted(this.directory.resolve("orders.lock"), pid),
				"Stop process %d, which is the master of 'orders'".formatted(pid));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			initial.json,  [1]
			initial.yaml,  'a: [1'
			initial.txt,   a=1
			""")
	void runWhenInitialIsNoDocumentExplains(String name, String content, CapturedOutput output, @TempDir Path files)
			throws IOException {
		Files.writeString(files.resolve(name), content);
		TestRun application = new TestRun(files, this.directory).file("application.properties",
				"shared-config.publisher.name=orders", "shared-config.publisher.backup.enabled=false",
				"shared-config.publisher.initial=file:" + files.resolve(name));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> application.run(Publishing.class))
			.havingRootCause()
			.isInstanceOf(InvalidDocumentException.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "Not a valid shared config document", name,
				"'shared-config.publisher.initial'");
	}

	@Test
	void runWhenInitialIsSetPublishesItOnce() throws IOException {
		Path initial = this.backup.resolve("initial.yaml");
		Files.writeString(initial, "pricing:\n  discount: 0.15\n");
		ApplicationContextRunner runner = this.contextRunner
			.withPropertyValues("shared-config.publisher.initial=file:" + initial);
		runner.run((context) -> {
			SharedConfigPublisher publisher = context.getBean(SharedConfigPublisher.class);
			assertThat(publisher.current()).isNotNull();
			assertThat(publisher.current().property("pricing.discount")).isEqualTo("0.15");
			publisher.change().set("pricing.discount", "0.2").publish();
		});
		runner.run(
				(context) -> assertThat(context.getBean(SharedConfigPublisher.class).current().version()).isEqualTo(2));
	}

	@Test
	void runWhenSourcesAreSetPublishesThemAndRefusesAllElse(@TempDir Path files) throws IOException {
		ThreadsOfOurs threads = new ThreadsOfOurs();
		Path source = Files.writeString(files.resolve("orders.yaml"),
				"a: 1\n---\n" + "spring.config.activate.on-profile: night\na: 2\n");
		this.contextRunner
			.withPropertyValues(
					"shared-config.publisher.sources=" + source + "," + Files.createDirectory(files.resolve("d")),
					"spring.profiles.active=night")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidDocumentException.class)
				.rootCause()
				.hasMessageContaining(files.resolve("d").toString()));
		this.contextRunner
			.withPropertyValues("shared-config.publisher.sources=" + source, "spring.profiles.active=night")
			.run((context) -> {
				SharedConfigPublisher publisher = context.getBean(SharedConfigPublisher.class);
				assertThat(publisher.current().json()).isEqualTo("{\"a\":2}");
				assertThatExceptionOfType(OwnedBySourcesException.class).isThrownBy(() -> publisher.publish("{}"));
			});
		threads.awaitEnd();
	}

	@Test
	void runWhenSourcesAndInitialAreSetFails(@TempDir Path files) {
		this.contextRunner
			.withPropertyValues("shared-config.publisher.sources=" + files,
					"shared-config.publisher.initial=file:a.yaml")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'shared-config.publisher.initial' must not be set together with"));
	}

	@Test
	void runWhenStandbyAndMasterRunsStartsAndTakesOver(CapturedOutput output) {
		TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":1}");
		this.contextRunner.withPropertyValues("shared-config.publisher.when-taken=standby").run((context) -> {
			SharedConfigPublisher publisher = context.getBean(SharedConfigPublisher.class);
			assertThat(publisher.state()).isEqualTo(PublisherState.STANDBY);
			master.close();
			await().atMost(Duration.ofSeconds(60)).until(() -> publisher.state() == PublisherState.ACTIVE);
			assertThat(publisher.change().set("a", 2).publish().version()).isEqualTo(2);
		});
		assertThat(output).contains(
				"Standing by for shared config 'orders': Shared config 'orders' already has a master",
				"This process stood by and is the master of shared config 'orders' now, from version 1");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SharedConfigPublisherAutoConfiguration.class)
	static class Publishing {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPublisher {

		@Bean
		SharedConfigPublisher ownPublisher(Environment environment) {
			return SharedConfigs.publisher(Path.of(environment.getRequiredProperty("own.directory")), "own")
				.withoutBackup()
				.open();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoValidators {

		@Bean
		@Order(2)
		DocumentValidator second() {
			return (proposed) -> List.of(new DocumentViolation("", "is refused by the second"));
		}

		@Bean
		@Order(1)
		DocumentValidator first() {
			return (proposed) -> List.of(new DocumentViolation("", "is refused by the first"));
		}

	}

}
