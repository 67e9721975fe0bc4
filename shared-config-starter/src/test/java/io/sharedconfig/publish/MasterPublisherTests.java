package io.sharedconfig.publish;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.codec.Document;
import io.sharedconfig.VersionConflictException;
import io.sharedconfig.plain.PublisherBuilder;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MasterPublisher}.
 */
class MasterPublisherTests {

	@TempDir
	Path temp;

	private Path directory;

	private Path backup;

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("shared");
		this.backup = this.temp.resolve("backup");
	}

	@Test
	void currentWhenNothingWasPublishedIsNull() {
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current()).isNull();
			assertThat(publisher.state()).isEqualTo(PublisherState.ACTIVE);
		}
	}

	@Test
	void publishReturnsTheVersionWithItsDocument() {
		try (SharedConfigPublisher publisher = master().open()) {
			ConfigSnapshot first = publisher.publish(Map.of("pricing", Map.of("discount", "0.15")));
			assertThat(first.version()).isOne();
			assertThat(first.json()).isEqualTo("{\"pricing\":{\"discount\":\"0.15\"}}");
			assertThat(publisher.current()).isSameAs(first);
		}
	}

	@Test
	void publishWhenDocumentIsTheSameReturnsTheCurrentVersion() {
		try (SharedConfigPublisher publisher = master().open()) {
			ConfigSnapshot first = publisher.publish("{\"a\":1,\"b\":{\"c\":[1,2]}}");
			assertThat(publisher.publish("{ \"b\": {\"c\": [1, 2]}, \"a\": 1 }")).isSameAs(first);
			assertThat(publisher.publish("{\"a\":1,\"b\":{\"c\":[2,1]}}").version()).isEqualTo(2);
		}
	}

	@Test
	void rollbackToAVersionThatAPatchMadeOfALargeDocumentIsThatVersion() {
		try (SharedConfigPublisher publisher = master().withoutBackup()
			.initial(Map.of("a", 1, "b", 1, "text", "x".repeat(2 * Document.SHORTEST_WORTH_A_PATCH)))
			.open()) {
			publisher.change().set("a", 2).publish();
			publisher.change().set("b", 3).publish();
			ConfigSnapshot back = publisher.change().rollbackTo(2).publish();
			assertThat(back.version()).isEqualTo(4);
			assertThat(back.property("a")).isEqualTo("2");
			assertThat(back.property("b")).isEqualTo("1");
			assertThat(back.document()).isEqualTo(publisher.revision(2).document());
		}
	}

	@Test
	void changeMakesItsEditsInTheOrderTheyWereGiven() {
		try (SharedConfigPublisher publisher = master().initial("{\"pool\":{\"size\":5,\"hosts\":[\"a\"]}}").open()) {
			ConfigSnapshot changed = publisher.change()
				.set("pool.hosts[1]", "b")
				.set("pool.size", new BigDecimal("7.50"))
				.set("map[a.b/c]", true)
				.remove("pool.hosts[0]")
				.merge("{\"pool\":{\"name\":\"main\"}}")
				.author("alice")
				.comment("Black Friday")
				.publish();
			assertThat(changed.properties()).containsExactly(Map.entry("pool.size", "7.50"),
					Map.entry("pool.hosts[0]", "b"), Map.entry("map[a.b/c]", true), Map.entry("pool.name", "main"));
			assertThat(changed.json())
				.isEqualTo("{\"pool\":{\"size\":7.50,\"hosts\":[\"b\"],\"name\":\"main\"},\"map\":{\"a.b/c\":true}}");
			assertThat(changed.author()).isEqualTo("alice");
			assertThat(changed.comment()).isEqualTo("Black Friday");
			assertThat(changed.version()).isEqualTo(2);
		}
	}

	@Test
	void changeWhenOneValueIsSetKeepsTheTextOfAllOtherNumbers() {
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.publish("{\"a\":1e10,\"b\":1.500,\"c\":-0.0,\"d\":12345678901234567890123}");
			assertThat(publisher.change().set("e", 1).publish().json())
				.isEqualTo("{\"a\":1e10,\"b\":1.500,\"c\":-0.0,\"d\":12345678901234567890123,\"e\":1}");
		}
	}

	@Test
	void changeWhenDocumentIsGivenReplacesWhatWasThere() {
		try (SharedConfigPublisher publisher = master().initial("{\"old\":1}").open()) {
			assertThat(publisher.change().set("lost", 1).document("{\"new\":1}").set("more", 2).publish().json())
				.isEqualTo("{\"new\":1,\"more\":2}");
		}
	}

	@Test
	void changeWhenPublishedBeforeIsRefused() {
		try (SharedConfigPublisher publisher = master().open()) {
			ConfigChange change = publisher.change().set("a", 1);
			change.publish();
			assertThatIllegalStateException().isThrownBy(change::publish)
				.withMessage("This change was published before; begin a new one with change()");
		}
	}

	@Test
	void publishWhenAnotherVersionIsExpectedIsAConflictAndChangesNothing() {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1}").open()) {
			assertThatExceptionOfType(VersionConflictException.class)
				.isThrownBy(() -> publisher.change().set("a", 2).expectedVersion(7).publish())
				.withMessage("Shared config 'orders' has been changed: version expected=7 found=1. "
						+ "Read it again and repeat the change");
			assertThat(publisher.current().json()).isEqualTo("{\"a\":1}");
			assertThat(publisher.change().set("a", 2).expectedVersion(1).publish().version()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[1]", "7", "\"text\"", "null", "", "{\"a\":NaN}", "{\"a\":1,\"a\":2}", "{\"a\":1} x",
			"{\"a.b\":1,\"a\":{\"b\":2}}" })
	void publishWhenDocumentIsInvalidKeepsTheLastVersion(String bad) {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1}").open()) {
			assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> publisher.publish(bad))
				.withMessageStartingWith("Not a valid shared config document: ");
			assertThat(publisher.current().version()).isOne();
			assertThat(publisher.publish("{\"a\":2}").version()).isEqualTo(2);
		}
	}

	@Test
	void publishWhenDocumentIsLargerThanTheFileMayGrowKeepsTheLastVersion() {
		try (SharedConfigPublisher publisher = master().size(4096, 8192).initial("{\"a\":1}").open()) {
			assertThatExceptionOfType(ConfigTooLargeException.class)
				.isThrownBy(() -> publisher.publish(Map.of("a", "x".repeat(10_000))))
				.withMessageContainingAll("'orders'", "lengthBytes=10008", "maxBytes=8192")
				.withMessageNotContaining("xx");
			assertThat(publisher.publish(Map.of("a", "x".repeat(8000))).version()).isEqualTo(2);
		}
	}

	@Test
	void publishFromManyThreadsMakesEveryChangeOnce() throws Exception {
		AtomicInteger conflicts = new AtomicInteger();
		try (SharedConfigPublisher publisher = master().withoutBackup().initial("{}").open()) {
			ExecutorService threads = Executors.newFixedThreadPool(4);
			List<Future<?>> results = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				String key = "thread" + thread;
				results.add(threads.submit(() -> {
					for (int i = 0; i < 100; i++) {
						publisher.change().set(key + ".n" + i, i).publish();
						try {
							publisher.change().set("contended", key + i).expectedVersion(3).publish();
						}
						catch (VersionConflictException ex) {
							conflicts.incrementAndGet();
						}
					}
				}));
			}
			for (Future<?> result : results) {
				result.get();
			}
			threads.shutdown();
			int winners = 400 - conflicts.get();
			assertThat(winners).isLessThanOrEqualTo(1);
			assertThat(publisher.current().version()).isEqualTo(1 + 400 + winners);
			assertThat(publisher.current().properties()).hasSize(400 + winners);
		}
	}

	@Test
	void publishWhenThreadIsInterruptedPublishesAndKeepsTheFlag() {
		try (SharedConfigPublisher publisher = master().open()) {
			Thread.currentThread().interrupt();
			publisher.publish(Map.of("a", "x".repeat(300_000)));
			publisher.publish(Map.of("a", 2));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(publisher.current().version()).isEqualTo(2);
			assertThat(publisher.publish(Map.of("a", 3)).version()).isEqualTo(3);
		}
	}

	@Test
	void openWhenAMasterRunsInThisProcessIsRefused() {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1}").open()) {
			assertThatExceptionOfType(MasterAlreadyRunningException.class).isThrownBy(() -> master().open())
				.withMessageContainingAll("'orders'", "pid=" + ProcessHandle.current().pid());
			assertThat(publisher.publish("{\"a\":2}").version()).isEqualTo(2);
		}
	}

	@Test
	void openWhenClosedBeforeGoesOnWithTheLastVersion() {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1}").open()) {
			publisher.publish("{\"a\":2}");
		}
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1}").open()) {
			assertThat(publisher.current().json()).isEqualTo("{\"a\":2}");
			assertThat(publisher.current().version()).isEqualTo(2);
			assertThat(publisher.publish("{\"a\":3}").version()).isEqualTo(3);
		}
	}

	@Test
	void openWhenInitialDocumentIsInvalidFailsAndLeavesNoLock() {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> master().initial("[]").open());
		try (SharedConfigPublisher publisher = master().open()) {
			assertThat(publisher.current()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "..", "Orders", "", "-a", "a b", "a~b" })
	void openWhenNameIsInvalidIsRefusedBeforeAnyFileIsMade(String bad) {
		assertThatExceptionOfType(InvalidNameException.class)
			.isThrownBy(() -> SharedConfigs.publisher(this.directory, bad).withoutBackup().open())
			.withMessageStartingWith("'" + bad + "' is not a name for a shared config: expected 1 to 64 characters");
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void publishWhenClosedIsRefused() {
		SharedConfigPublisher publisher = master().initial("{\"a\":1}").open();
		publisher.close();
		publisher.close();
		assertThat(publisher.state()).isEqualTo(PublisherState.FENCED);
		assertThatExceptionOfType(NotMasterException.class).isThrownBy(() -> publisher.publish("{}"))
			.withMessage("This process is not the master of shared config 'orders': closed");
	}

	@Test
	void openMakesFilesThatOnlyThisUserCanRead() throws Exception {
		try (SharedConfigPublisher publisher = master().initial("{\"a\":1}").open()) {
			for (Path file : List.of(this.directory.resolve("orders.scfg"), this.directory.resolve("orders.lock"),
					this.backup.resolve("orders.json"), this.backup.resolve("orders.history.jsonl"),
					this.backup.resolve("orders.lock"))) {
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
					.isEqualTo("rw-------");
			}
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory)))
				.isEqualTo("rwx------");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.backup)))
				.isEqualTo("rwx------");
		}
	}

	@Test
	void exceptionsAndDescriptionsShowNoValue() {
		try (SharedConfigPublisher publisher = master().initial("{\"password\":\"s3cr3t\"}").open()) {
			assertThat(publisher.toString() + publisher.current()).doesNotContain("s3cr3t");
			assertThatExceptionOfType(SharedConfigException.class)
				.isThrownBy(() -> publisher.publish("{\"password\":\"s3cr3t\",\"b\":s3cr3t}"))
				.satisfies((ex) -> {
					for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
						assertThat(cause.toString()).doesNotContain("s3cr3t");
					}
				});
		}
	}

	private PublisherBuilder master() {
		return SharedConfigs.publisher(this.directory, "orders").backup(this.backup);
	}

}
