package io.sharedconfig.source;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.OwnedBySourcesException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.plain.SharedConfigs;
import io.sharedconfig.publish.MasterPublisher;
import io.sharedconfig.publish.ObservedPublisher;
import io.sharedconfig.publish.OwnedPublisher;
import io.sharedconfig.publish.PublishEvents;
import io.sharedconfig.publish.PublisherOptions;
import io.sharedconfig.publish.StandbyPublisher;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SourceWatch}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SourceWatchTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final long MEBIBYTE = 1024 * 1024;

	@TempDir
	Path temp;

	@Test
	void ownWhenFileIsSavedPublishesItAndFollowersHaveIt() throws Exception {
		Path file = write("orders.yaml", "pricing:\n  discount: 0.15\n");
		try (OwnedPublisher publisher = own(file);
				SharedConfigFollower follower = SharedConfigs.follower(shared(), "orders").open()) {
			assertThat(current(publisher).version()).isEqualTo(1);
			assertThat(current(publisher).author()).isEqualTo("shared-config.publisher.sources");
			assertThat(current(publisher).comment()).isEqualTo("From " + file);
			write("orders.yaml", "pricing:\n  discount: 0.25\n");
			assertThat(follower.awaitVersion(2, PATIENCE)).isTrue();
			assertThat(follower.current().property("pricing.discount")).isEqualTo("0.25");
			assertThat(publisher.reason()).isNull();
		}
	}

	@Test
	void ownWhenNothingChangesPublishesNothing() throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		try (OwnedPublisher publisher = own(file)) {
			write("orders.yaml", "# said otherwise\na: 1\n");
			Path other = write("other.yaml", "b: 2\n");
			await().during(Duration.ofMillis(1200)).atMost(PATIENCE).until(() -> current(publisher).version() == 1);
			Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
			awaitJson(publisher, "{\"b\":2}");
		}
		try (OwnedPublisher publisher = own(file)) {
			assertThat(current(publisher).version()).isEqualTo(2);
		}
	}

	@Test
	void publishWhenOwnedIsRefused() throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		try (OwnedPublisher publisher = own(file)) {
			assertThatExceptionOfType(OwnedBySourcesException.class).isThrownBy(() -> publisher.publish("{}"))
				.withMessage(
						"Shared config 'orders' is owned by its sources and changes with them only: sources=" + file);
			assertThatExceptionOfType(OwnedBySourcesException.class)
				.isThrownBy(publisher.change().set("a", 2)::publish);
			assertThatExceptionOfType(OwnedBySourcesException.class)
				.isThrownBy(publisher.change().rollbackTo(1)::publish);
			assertThatExceptionOfType(OwnedBySourcesException.class)
				.isThrownBy(publisher.change().set("a", 2)::preview);
			assertThat(current(publisher).json()).isEqualTo("{\"a\":1}");
			assertThat(publisher.history()).hasSize(1);
		}
	}

	@Test
	void ownWhenSeveralSetTheSamePropertyLaterWins() throws IOException {
		Path first = write("first.json", "{\"rate\":1.50,\"hosts\":[1,2,3],\"a.b\":1,\"only\":{\"first\":[]}}");
		Path second = directory("second");
		write("second/10.yaml", "rate: 2\nhosts:\n- x\na:\n  b: 10\n");
		write("second/20.properties", "a.b=20\nhosts[0]=y\n");
		write("second/9.yml", "a:\n  b: 9\n  c: 9\n");
		write("second/.hidden.yml", "a: hidden\n");
		write("second/orders.yml~", "a: backup\n");
		write("second/README", "not a document");
		try (OwnedPublisher publisher = own(first, second)) {
			assertThat(publisher.current().properties()).containsOnly(entry("rate", 2), entry("hosts[0]", "y"),
					entry("only.first", ""), entry("a.c", 9), entry("a.b", 9));
			assertThat(publisher.current().comment()).isEqualTo("From %s, %s, %s, %s".formatted(first,
					second.resolve("10.yaml"), second.resolve("20.properties"), second.resolve("9.yml")));
		}
		try (OwnedPublisher publisher = own(second, first)) {
			assertThat(publisher.current().json()).contains("\"rate\":1.50", "\"b\":1", "\"hosts\":[1,2,3]",
					"\"first\":[]");
		}
	}

	@Test
	void ownWhenSeveralWriteAPropertyInOtherWaysLaterWins() throws IOException {
		Path first = write("first.yaml",
				"pool:\n  maxSize: 1\n  min_idle: 1\n  only-first: 1\nhostNames:\n- a\n- b\nmap:\n  \"[a-b]\": 1\n");
		Path second = write("second.json",
				"{\"pool\":{\"max-size\":2,\"minIdle\":2},\"host-names\":[\"c\"],\"map\":{\"[ab]\":2}}");
		try (OwnedPublisher publisher = own(first, second)) {
			assertThat(publisher.current().properties()).containsOnly(entry("pool.only-first", 1),
					entry("pool.max-size", 2), entry("pool.minIdle", 2), entry("host-names[0]", "c"),
					entry("map[a-b]", 1), entry("map[ab]", 2));
		}
		try (OwnedPublisher publisher = own(second, first)) {
			assertThat(publisher.current().properties()).containsOnly(entry("pool.only-first", 1),
					entry("pool.maxSize", 1), entry("pool.min_idle", 1), entry("hostNames[0]", "a"),
					entry("hostNames[1]", "b"), entry("map[a-b]", 1), entry("map[ab]", 2));
		}
	}

	private static Map.Entry<String, Object> entry(String key, Object value) {
		return Map.entry(key, value);
	}

	@Test
	void ownWhenOnlyOneJsonFileKeepsItExactly() throws IOException {
		try (OwnedPublisher publisher = own(write("orders.json", "{ \"rate\": 1.50, \"x.y\": {}, \"n\": null }"))) {
			assertThat(current(publisher).json()).isEqualTo("{\"rate\":1.50,\"x.y\":{},\"n\":null}");
		}
	}

	@Test
	void ownWhenDocumentsAreForProfilesTakesThoseThatAreActive() throws IOException {
		Path file = write("orders.yaml", """
				a: 1
				---
				spring.config.activate.on-profile: docker
				a: 2
				---
				spring.config.activate.on-profile: default
				b: 3
				""");
		try (OwnedPublisher publisher = SourceWatch.own(master(), List.of(file.toString()), Set.of("docker"),
				MEBIBYTE)) {
			assertThat(current(publisher).json()).isEqualTo("{\"a\":2}");
		}
		try (OwnedPublisher publisher = own(file)) {
			assertThat(current(publisher).json()).isEqualTo("{\"a\":1,\"b\":3}");
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			textBlock = """
					tab in YAML,         orders.yaml,       `a: 1\n\tb: s3cr3t\n`,   `line 2, column 1`
					unclosed YAML,       orders.yaml,       `a: [s3cr3t`,            `it is not YAML, at line 1`
					JSON in properties,  orders.properties, `b=1\na=x\\u00zz-s3cr3t`,  `it is not in the format that its name says, at line 2, column 4`
					half of JSON,        orders.json,       `{"a":"s3cr3t"`,         `line 1`
					a list,              orders.json,       `["s3cr3t"]`,            `expected a JSON object`
					nothing,             orders.yaml,       ``,                      `it is empty`
					two kinds of value,  orders.properties, `a=s3cr3t\na[0]=s3cr3t`, `'a'`
					""")
	void changeWhenFileIsBrokenKeepsTheLastVersionAndSaysWhere(String what, String name, String broken, String where,
			CapturedOutput output) throws IOException {
		Path file = write(name, name.endsWith("json") ? "{\"a\":1}" : name.endsWith("s") ? "a=1\n" : "a: 1\n");
		try (OwnedPublisher publisher = own(file)) {
			write(name, broken.replace("\\n", "\n").replace("\\t", "\t"));
			await().atMost(PATIENCE).until(() -> publisher.reason() != null);
			assertThat(publisher.reason()).contains("'" + file + "'", where).doesNotContain("s3cr3t");
			assertThat(current(publisher).version()).isEqualTo(1);
			assertThat(output).contains("WARN", "stays at version 1: ", where).doesNotContain("s3cr3t");
			write(name, name.endsWith("json") ? "{\"a\":2}" : name.endsWith("s") ? "a=2\n" : "a: 2\n");
			await().atMost(PATIENCE).until(() -> current(publisher).version() == 2);
			await().atMost(PATIENCE).until(() -> publisher.reason() == null);
			assertThat(output).contains("The sources of shared config 'orders' are in order again");
		}
	}

	@Test
	void changeWhenFileIsGoneKeepsTheLastVersionUntilItIsBack(CapturedOutput output) throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		try (OwnedPublisher publisher = own(file)) {
			Files.delete(file);
			await().atMost(PATIENCE).until(() -> publisher.reason() != null);
			assertThat(publisher.reason()).contains("'" + file + "': it is not there");
			assertThat(current(publisher).json()).isEqualTo("{\"a\":1}");
			assertThat(output).containsOnlyOnce("it is not there");
			write("orders.yaml", "a: 1\n");
			await().atMost(PATIENCE).until(() -> publisher.reason() == null);
			assertThat(current(publisher).version()).isEqualTo(1);
		}
	}

	@Test
	void changeWhenFileOfADirectoryIsGoneRemovesItsPropertiesButNotTheLastOnes(CapturedOutput output)
			throws IOException {
		Path directory = directory("conf");
		Path first = write("conf/a.yml", "a: 1\n");
		Path second = write("conf/b.yml", "b: 1\n");
		try (OwnedPublisher publisher = own(directory)) {
			Files.delete(second);
			awaitJson(publisher, "{\"a\":1}");
			assertThat(output).contains("Source '%s' of shared config 'orders' is gone".formatted(second));
			Files.delete(first);
			await().atMost(PATIENCE).until(() -> publisher.reason() != null);
			assertThat(publisher.reason()).contains("it has no .json, .yaml, .yml or .properties file");
			assertThat(current(publisher).json()).isEqualTo("{\"a\":1}");
		}
	}

	@Test
	void changeWhenKubernetesSwapsItsLinkPublishesAllFilesTogether() throws IOException {
		Path mount = directory("mount");
		directory("mount/..1");
		write("mount/..1/a.yml", "a: 1\n");
		write("mount/..1/b.yml", "b: 1\n");
		Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
		Files.createSymbolicLink(mount.resolve("a.yml"), Path.of("..data/a.yml"));
		Files.createSymbolicLink(mount.resolve("b.yml"), Path.of("..data/b.yml"));
		try (OwnedPublisher publisher = own(mount)) {
			assertThat(current(publisher).json()).isEqualTo("{\"a\":1,\"b\":1}");
			directory("mount/..2");
			write("mount/..2/a.yml", "a: 2\n");
			write("mount/..2/b.yml", "b: 2\n");
			for (String name : List.of("a.yml", "b.yml")) {
				Files.setLastModifiedTime(mount.resolve("..2").resolve(name),
						Files.getLastModifiedTime(mount.resolve("..1").resolve(name)));
			}
			Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
			Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
			Files.delete(mount.resolve("..1/a.yml"));
			Files.delete(mount.resolve("..1/b.yml"));
			awaitJson(publisher, "{\"a\":2,\"b\":2}");
			assertThat(current(publisher).version()).isEqualTo(2);
		}
	}

	@Test
	void changeWhenReplacedByAFileOfTheSameLengthAndTimeIsSeen() throws IOException {
		String tooLongToBeReadAgainAndAgain = "# longer\n".repeat((int) MEBIBYTE / 9 + 1);
		Path file = write("orders.yaml", "a: 1\n" + tooLongToBeReadAgainAndAgain);
		try (OwnedPublisher publisher = SourceWatch.own(master(), List.of(file.toString()), Set.of(), 2 * MEBIBYTE)) {
			Path next = write("next.yaml", "a: 2\n" + tooLongToBeReadAgainAndAgain);
			Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
			Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
			awaitJson(publisher, "{\"a\":2}");
		}
	}

	@Test
	void changeWhenDocumentIsTooLargeKeepsTheLastVersion() throws IOException {
		Path file = write("orders.json", "{\"a\":1}");
		try (OwnedPublisher publisher = SourceWatch.own(master(), List.of(file.toString()), Set.of(), 4 * MEBIBYTE)) {
			write("orders.json", "{\"a\":\"" + "s3cr3t".repeat((int) MEBIBYTE / 6 + 1) + "\"}");
			await().atMost(PATIENCE).until(() -> publisher.reason() != null);
			assertThat(publisher.reason()).contains("is too large").doesNotContain("s3cr3t");
			assertThat(current(publisher).version()).isEqualTo(1);
		}
	}

	@Test
	void changeWhenAValidatorFailsKeepsTheLastVersionAndShowsNoValue() throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		PublisherOptions options = options().withValidators(List.of((proposed) -> {
			if (proposed.version() > 1) {
				throw new IllegalStateException("s3cr3t");
			}
			return List.of();
		}));
		try (OwnedPublisher publisher = SourceWatch.own(MasterPublisher.open(options, null, PublishEvents.NONE),
				List.of(file.toString()), Set.of(), MEBIBYTE)) {
			write("orders.yaml", "a: 2\n");
			await().atMost(PATIENCE).until(() -> publisher.reason() != null);
			assertThat(publisher.reason()).doesNotContain("s3cr3t");
			assertThat(current(publisher).version()).isEqualTo(1);
		}
	}

	@Test
	void changeWhenWrittenInPlaceWithTheTimePutBackIsSeenLater() throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		FileTime before = Files.getLastModifiedTime(file);
		try (OwnedPublisher publisher = own(file)) {
			Files.writeString(file, "a: 2\n");
			Files.setLastModifiedTime(file, before);
			awaitJson(publisher, "{\"a\":2}");
		}
	}

	@Test
	void changeWhenSomebodyIsStillWritingIsNotRead() throws IOException {
		Path file = write("orders.yaml", "a: 1\nb: 1\n");
		try (OwnedPublisher publisher = own(file);
				RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
			writer.setLength(0);
			long longestPauseNanos = 0;
			for (int i = 0; i < 20; i++) {
				long begin = System.nanoTime();
				writer.writeBytes("a%d: 2\n".formatted(i));
				await().pollDelay(Duration.ofMillis(60)).until(() -> true);
				longestPauseNanos = Math.max(longestPauseNanos, System.nanoTime() - begin);
			}
			writer.writeBytes("end: 2\n");
			await().atMost(PATIENCE).until(() -> current(publisher).property("end") != null);
			Assumptions.assumeTrue(longestPauseNanos < Duration.ofMillis(200).toNanos(),
					"this machine is too busy to write");
			assertThat(current(publisher).version()).isEqualTo(2);
		}
	}

	@Test
	void beginWhenFileIsBrokenAndThereIsAVersionStartsWithIt() throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		own(file).close();
		write("orders.yaml", "a: 1\n\tb: 2\n");
		try (OwnedPublisher publisher = own(file)) {
			assertThat(current(publisher).json()).isEqualTo("{\"a\":1}");
			assertThat(publisher.reason()).contains("line 2, column 1");
			write("orders.yaml", "a: 2\n");
			awaitJson(publisher, "{\"a\":2}");
		}
	}

	@Test
	void beginWhenFileIsBrokenAndThereIsNoVersionFailsAndIsNotTheMaster() throws IOException {
		Path file = write("orders.yaml", "a: 1\n\tb: 2\n");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> own(file))
			.withMessageContainingAll("'" + file + "'", "line 2, column 1");
		master().close();
	}

	@Test
	void beginWhenSourceCannotBeUsedSaysWhy() throws IOException {
		Path loop = this.temp.resolve("loop.yaml");
		Files.createSymbolicLink(loop, loop);
		Path dangling = this.temp.resolve("dangling.yaml");
		Files.createSymbolicLink(dangling, Path.of("nothing.yaml"));
		Path large = this.temp.resolve("large.json");
		try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
			file.setLength(100 * MEBIBYTE);
		}
		assertFails(loop, "it cannot be looked at: Too many");
		assertFails(dangling, "it is not there");
		assertFails(this.temp.resolve("absent.yaml"), "it is not there");
		assertFails(directory("empty"), "it has no .json, .yaml, .yml or .properties file");
		assertFails(write("orders.txt", "a=1"), "expected a name that ends with");
		assertThatExceptionOfType(ConfigTooLargeException.class).isThrownBy(() -> own(large))
			.withMessageContainingAll("'orders' is too large: lengthBytes=104857600 maxBytes=1048576. The sources '"
					+ large + "' are that long together");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SourceWatch.own(master(), List.of("classpath:orders.yaml"), Set.of(), MEBIBYTE))
			.withMessage("'shared-config.publisher.sources' must be files and directories: classpath:orders.yaml");
		Path file = write("orders.yaml", "a: 1\n");
		try (OwnedPublisher publisher = SourceWatch.own(master(), List.of(file.toUri().toString()), Set.of(),
				MEBIBYTE)) {
			assertThat(current(publisher).version()).isEqualTo(1);
		}
	}

	private void assertFails(Path source, String problem) {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> own(source))
			.withMessageContaining("'%s'".formatted(source))
			.withMessageContaining(problem);
	}

	@Test
	void changeWhenFileMayNotBeReadKeepsTheLastVersion() throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		try (OwnedPublisher publisher = own(file)) {
			Files.setPosixFilePermissions(file, Set.of());
			Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");
			await().atMost(PATIENCE).until(() -> publisher.reason() != null);
			assertThat(publisher.reason()).contains("this user may not read it");
		}
	}

	@Test
	void ownWhenStandingByPublishesOnlyOnceItIsTheMasterAndOnlyWhatDiffers() throws IOException {
		Path file = write("orders.yaml", "a: 1\n");
		OwnedPublisher first = own(file);
		try (OwnedPublisher standby = SourceWatch.own(StandbyPublisher.open(options(), null, PublishEvents.NONE),
				List.of(file.toString()), Set.of(), MEBIBYTE)) {
			assertThat(standby.state()).isEqualTo(PublisherState.STANDBY);
			assertThat(standby.reason()).contains("already has a master");
			first.close();
			await().atMost(PATIENCE).until(() -> standby.state() == PublisherState.ACTIVE);
			await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> current(standby).version() == 1);
			write("orders.yaml", "a: 2\n");
			awaitJson(standby, "{\"a\":2}");
			assertThat(current(standby).version()).isEqualTo(2);
			assertThat(standby.reason()).isNull();
		}
	}

	@Test
	void ownWhenFedWithTheConfigurationOfPetClinicPublishesAllOfIt() throws IOException {
		Path data = petClinic();
		Assumptions.assumeTrue(data != null, "no shared/data here");
		try (OwnedPublisher publisher = SourceWatch.own(master(), List.of(data.toString()), Set.of("docker"),
				MEBIBYTE)) {
			ConfigSnapshot version = current(publisher);
			assertThat(version.property("vets.cache.heap-size")).isEqualTo("100");
			assertThat(version.property("server.shutdown")).isEqualTo("graceful");
			assertThat(version.property("eureka.client.serviceUrl.defaultZone"))
				.isEqualTo("http://discovery-server:8761/eureka/");
			try (Stream<Path> files = Files.list(data)) {
				files.filter((file) -> file.toString().endsWith(".yml"))
					.forEach((file) -> assertThat(version.comment()).contains(file.getFileName().toString()));
			}
		}
	}

	private static Path petClinic() {
		for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
			Path data = folder.resolve("shared/data/petclinic-config");
			if (Files.isDirectory(data)) {
				return data;
			}
		}
		return null;
	}

	private OwnedPublisher own(Path... sources) {
		return SourceWatch.own(master(), Arrays.stream(sources).map(Path::toString).toList(), Set.of(), MEBIBYTE);
	}

	private ObservedPublisher master() {
		return MasterPublisher.open(options(), null, PublishEvents.NONE);
	}

	private PublisherOptions options() {
		return PublisherOptions
			.of(shared(), "orders", (int) MEBIBYTE, (int) MEBIBYTE, PosixFilePermissions.fromString("rw-------"), null)
			.withBackup(this.temp.resolve("backup"));
	}

	private Path shared() {
		return this.temp.resolve("shared");
	}

	private Path directory(String name) throws IOException {
		return Files.createDirectories(this.temp.resolve(name));
	}

	private Path write(String name, String content) throws IOException {
		return Files.writeString(this.temp.resolve(name), content);
	}

	private static ConfigSnapshot current(OwnedPublisher publisher) {
		return Objects.requireNonNull(publisher.current());
	}

	private static void awaitJson(OwnedPublisher publisher, String json) {
		await().atMost(PATIENCE).until(() -> current(publisher).json().equals(json));
	}

}
