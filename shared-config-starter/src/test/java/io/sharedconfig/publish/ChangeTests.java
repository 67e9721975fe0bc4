package io.sharedconfig.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.VersionConflictException;
import io.sharedconfig.VersionNotKeptException;
import io.sharedconfig.plain.PublisherBuilder;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DocumentChange}, as a user of the publisher sees it.
 */
class ChangeTests {

	private static final int THREADS = 8;

	private static final int CHANGES = 1000;

	@TempDir
	Path temp;

	private SharedConfigPublisher publisher;

	@BeforeEach
	void open() {
		this.publisher = master().initial("{\"pool\":{\"size\":5,\"load\":1.50},\"hosts\":[\"a\"]}").open();
	}

	@AfterEach
	void close() {
		this.publisher.close();
	}

	@Test
	void patchMakesItsOperationsAmongTheOtherEdits() {
		assertThat(this.publisher.change()
			.set("pool.size", 6)
			.patch("[{\"op\":\"test\",\"path\":\"/pool/size\",\"value\":6},"
					+ "{\"op\":\"move\",\"from\":\"/pool/load\",\"path\":\"/load\"}]")
			.patch(List.of(Map.of("op", "add", "path", "/hosts/-", "value", "b")))
			.set("hosts[2]", "c")
			.publish()
			.json()).isEqualTo("{\"pool\":{\"size\":6},\"hosts\":[\"a\",\"b\",\"c\"],\"load\":1.50}");
	}

	@Test
	void patchWhenItIsNoneIsRefusedAtOnce() {
		ConfigChange change = this.publisher.change();
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> change.patch("[{\"op\":\"add\"}]"))
			.withMessageContaining("operation 1 of the JSON patch is none");
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> change.patch("{}"));
	}

	@Test
	void publishWhenAPatchDoesNotApplyLeavesNothingBehind() {
		ConfigSnapshot before = this.publisher.current();
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.publisher.change()
				.set("pool.size", 6)
				.patch("[{\"op\":\"remove\",\"path\":\"/pool/load\"},{\"op\":\"remove\",\"path\":\"/nope\"}]")
				.publish())
			.withMessageContaining("operation 2 of the JSON patch cannot be made: remove '/nope': there is no 'nope'");
		assertThat(this.publisher.current()).isSameAs(before);
		assertThat(this.publisher.change().set("pool.size", 7).publish().json())
			.isEqualTo("{\"pool\":{\"size\":7,\"load\":1.50},\"hosts\":[\"a\"]}");
		assertThat(this.publisher.current().version()).isEqualTo(before.version() + 1);
	}

	@Test
	void updateIsGivenACopyAndKeepsTheTextOfNumbers() {
		List<ObjectNode> given = new ArrayList<>();
		ConfigSnapshot before = this.publisher.current();
		ConfigSnapshot after = this.publisher.change().set("first", 1).update((document) -> {
			given.add(document);
			assertThat(document.has("first")).isTrue();
			document.withObject("/pool").put("size", document.at("/pool/size").asInt() + 1);
			return document;
		}).set("last", 2).publish();
		assertThat(after.json())
			.isEqualTo("{\"pool\":{\"size\":6,\"load\":1.50},\"hosts\":[\"a\"],\"first\":1,\"last\":2}");
		given.get(0).removeAll();
		assertThat(this.publisher.current().json()).isEqualTo(after.json());
		assertThat(before.json()).isEqualTo("{\"pool\":{\"size\":5,\"load\":1.50},\"hosts\":[\"a\"]}");
	}

	@Test
	void updateWhenItReturnsAnotherDocumentDoesNotEditThatOne() {
		ObjectNode mine = ((ObjectNode) this.publisher.current().document()).put("mine", true);
		assertThat(this.publisher.change().update((document) -> mine).set("more", 1).publish().json())
			.endsWith("\"mine\":true,\"more\":1}");
		assertThat(mine.has("more")).isFalse();
	}

	@Test
	void updateWhenItThrowsPublishesNothing() {
		ConfigSnapshot before = this.publisher.current();
		IllegalArgumentException problem = new IllegalArgumentException("no");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.publisher.change().set("pool.size", 6).update((document) -> {
				throw problem;
			}).publish())
			.isSameAs(problem);
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.publisher.change().update((document) -> null).publish())
			.withMessageContaining("expected a JSON object from the update, found null");
		assertThat(this.publisher.current()).isSameAs(before);
		assertThat(this.publisher.change().set("pool.size", 7).publish().version()).isEqualTo(before.version() + 1);
	}

	@Test
	void updateWhenItChangesTheSameConfigurationIsRefusedAndPublishesNothing() {
		ConfigSnapshot before = this.publisher.current();
		assertThatIllegalStateException().isThrownBy(() -> this.publisher.change().update((document) -> {
			this.publisher.publish("{}");
			return document.put("a", 1);
		}).publish())
			.withMessage(
					"Shared config 'orders' cannot be changed by the code that is called for another change of it");
		assertThat(this.publisher.current()).isSameAs(before);
		assertThat(this.publisher.change().update((document) -> {
			assertThat(this.publisher.history()).hasSize(1);
			assertThat(this.publisher.current()).isSameAs(before);
			return document.put("a", 1);
		}).publish().version()).isEqualTo(2);
	}

	@Test
	void updateWhenItClosesThePublisherPublishesNothing() {
		ConfigSnapshot before = this.publisher.current();
		assertThatExceptionOfType(io.sharedconfig.NotMasterException.class)
			.isThrownBy(() -> this.publisher.change().update((document) -> {
				this.publisher.close();
				return document.put("a", 1);
			}).publish());
		try (SharedConfigPublisher next = master().open()) {
			assertThat(next.current().json()).isEqualTo(before.json());
		}
	}

	@Test
	void previewReturnsWhatWouldChangeAndPublishesNothing() {
		ConfigSnapshot before = this.publisher.current();
		ConfigChange change = this.publisher.change().set("pool.size", 6).remove("hosts[0]").set("new", true);
		ConfigDiff diff = change.preview();
		assertThat(diff.fromVersion()).isEqualTo(1);
		assertThat(diff.toVersion()).isEqualTo(2);
		assertThat(diff.changed()).containsOnlyKeys("pool.size");
		assertThat(diff.changed().get("pool.size")).isEqualTo(new ConfigDiff.ValueChange(5, 6));
		assertThat(diff.added()).containsEntry("new", true);
		assertThat(diff.keys()).contains("hosts[0]");
		assertThat(this.publisher.current()).isSameAs(before);
		assertThat(this.publisher.history()).hasSize(1);
		assertThat(change.preview().keys()).isEqualTo(diff.keys());
		assertThat(change.publish().version()).isEqualTo(2);
		assertThatIllegalStateException().isThrownBy(change::preview);
	}

	@Test
	void previewWhenNothingWouldChangeIsEmpty() {
		ConfigDiff diff = this.publisher.change().set("pool.size", 5).preview();
		assertThat(diff.isEmpty()).isTrue();
		assertThat(diff.toVersion()).isEqualTo(1);
	}

	@Test
	void previewWhenNothingWasPublishedComparesWithNothing() {
		try (SharedConfigPublisher empty = SharedConfigs.publisher(this.temp.resolve("other"), "other")
			.withoutBackup()
			.open()) {
			ConfigDiff diff = empty.change().set("a", 1).preview();
			assertThat(diff.fromVersion()).isZero();
			assertThat(diff.toVersion()).isOne();
			assertThat(diff.added()).containsOnlyKeys("a");
		}
	}

	@Test
	void previewMakesAllChecksOfPublish() {
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> this.publisher.change().set("a", 1).expectedVersion(7).preview());
		assertThatExceptionOfType(ConfigTooLargeException.class)
			.isThrownBy(() -> this.publisher.change().set("a", "x".repeat(300_000)).preview());
		assertThatExceptionOfType(VersionNotKeptException.class)
			.isThrownBy(() -> this.publisher.change().rollbackTo(7).preview());
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> this.publisher.change().document("{\"a.b\":1,\"a\":{\"b\":2}}").preview());
	}

	@Test
	void rollbackToPublishesTheOldDocumentAsANewVersion() {
		ConfigSnapshot old = this.publisher.current();
		this.publisher.publish("{\"x\":1}");
		ConfigSnapshot back = this.publisher.change().set("lost", 1).rollbackTo(1).comment("back").publish();
		assertThat(back.version()).isEqualTo(3);
		assertThat(back.json()).isEqualTo(old.json());
		assertThat(back.comment()).isEqualTo("back");
		assertThat(this.publisher.change().rollbackTo(1).publish()).isSameAs(back);
		assertThat(this.publisher.change().rollbackTo(2).set("y", 2).publish().json()).isEqualTo("{\"x\":1,\"y\":2}");
		assertThat(this.publisher.change().rollbackTo(2).document("{\"z\":1}").publish().json()).isEqualTo("{\"z\":1}");
	}

	@Test
	void rollbackToWhenVersionIsNotKeptSaysWhatIsAndPublishesNothing() {
		ConfigSnapshot current = this.publisher.publish("{\"x\":1}");
		assertThatExceptionOfType(VersionNotKeptException.class)
			.isThrownBy(() -> this.publisher.change().rollbackTo(7).publish())
			.withMessage("Version 7 of shared config 'orders' is not kept: kept=2 oldest=1 newest=2");
		assertThat(this.publisher.current()).isSameAs(current);
	}

	@ParameterizedTest
	@EnumSource
	void publishWhenInputIsBadSaysSoAndLeavesTheVersionAndTheBackupAlone(BadInput bad) throws Exception {
		Path history = this.temp.resolve("backup").resolve("orders.history.jsonl");
		ConfigSnapshot before = this.publisher.current();
		byte[] kept = Files.readAllBytes(history);
		assertThatExceptionOfType(SharedConfigException.class)
			.isThrownBy(() -> bad.change.apply(this.publisher.change()).publish())
			.withMessageContaining(bad.message);
		assertThatExceptionOfType(SharedConfigException.class)
			.isThrownBy(() -> bad.change.apply(this.publisher.change()).preview())
			.withMessageContaining(bad.message);
		assertThat(this.publisher.current()).isSameAs(before);
		assertThat(Files.readAllBytes(history)).isEqualTo(kept);
		try (SharedConfigFollower follower = SharedConfigs.follower(this.temp.resolve("shared"), "orders").open()) {
			assertThat(follower.current().version()).isEqualTo(before.version());
		}
		assertThat(this.publisher.change().set("good", 1).publish().version()).isEqualTo(before.version() + 1);
	}

	@Test
	void publishFromManyThreadsHasEveryUpdateAndEverySetExactlyOnce() throws Exception {
		try (SharedConfigPublisher many = SharedConfigs.publisher(this.temp.resolve("many"), "many")
			.withoutBackup()
			.initial("{\"updates\":\"\"}")
			.open()) {
			inThreads((thread) -> {
				for (int i = 0; i < CHANGES; i++) {
					String mark = thread + ":" + i;
					if (i % 2 == 0) {
						many.change()
							.update((document) -> document.put("updates",
									document.get("updates").stringValue() + mark + ' '))
							.publish();
					}
					else {
						many.change().set("sets.t" + thread + ".n" + i, mark).publish();
					}
				}
			});
			ConfigSnapshot result = many.current();
			List<String> expected = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				for (int i = 0; i < CHANGES; i++) {
					expected.add(thread + ":" + i);
				}
			}
			List<String> found = new ArrayList<>(List.of(result.property("updates").trim().split(" ")));
			result.properties().forEach((key, value) -> {
				if (key.startsWith("sets.")) {
					found.add(value.toString());
				}
			});
			assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
			assertThat(result.version()).isEqualTo(1 + THREADS * CHANGES);
		}
	}

	@Test
	void publishFromManyThreadsWhenAVersionIsExpectedHasExactlyTheWinners() throws Exception {
		ConcurrentLinkedQueue<String> winners = new ConcurrentLinkedQueue<>();
		try (SharedConfigPublisher many = SharedConfigs.publisher(this.temp.resolve("many"), "many")
			.withoutBackup()
			.initial("{\"won\":\"\"}")
			.open()) {
			inThreads((thread) -> {
				for (int i = 0; i < CHANGES; i++) {
					ConfigSnapshot seen = many.current();
					String mark = thread + ":" + i;
					try {
						many.change()
							.set("won", seen.property("won") + mark + ' ')
							.expectedVersion(seen.version())
							.publish();
						winners.add(mark);
					}
					catch (VersionConflictException ex) {
						assertThat(ex.currentVersion()).isGreaterThan(seen.version());
					}
				}
			});
			assertThat(List.of(many.current().property("won").trim().split(" ")))
				.containsExactlyInAnyOrderElementsOf(winners);
			assertThat(many.current().version()).isEqualTo(1 + winners.size());
		}
	}

	private static void inThreads(IntConsumer work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		List<Future<?>> results = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int thread = i;
			results.add(threads.submit(() -> work.accept(thread)));
		}
		for (Future<?> result : results) {
			result.get();
		}
		threads.shutdown();
	}

	private PublisherBuilder master() {
		return SharedConfigs.publisher(this.temp.resolve("shared"), "orders")
			.backup(this.temp.resolve("backup"))
			.size(64 * 1024, 256 * 1024);
	}

	/**
	 * What cannot be published.
	 */
	private enum BadInput {

		PATCH_THAT_DOES_NOT_APPLY((change) -> change.patch("[{\"op\":\"remove\",\"path\":\"/nope\"}]"),
				"there is no 'nope'"),

		PATCH_THAT_LEAVES_NO_OBJECT((change) -> change.patch("[{\"op\":\"replace\",\"path\":\"\",\"value\":1}]"),
				"must leave a JSON object"),

		KEY_THAT_DOES_NOT_FIT((change) -> change.set("hosts.name", 1), "a list takes an index only"),

		AMBIGUOUS_DOCUMENT((change) -> change.document("{\"a.b\":1,\"a\":{\"b\":2}}"), "are both the property 'a.b'"),

		CONFLICT((change) -> change.set("a", 1).expectedVersion(9), "version expected=9 found=1"),

		VERSION_THAT_IS_NOT_KEPT((change) -> change.rollbackTo(9), "Version 9 of shared config 'orders' is not kept"),

		COMMENT_THAT_IS_TOO_LONG((change) -> change.set("a", 1).comment("x".repeat(5000)),
				"author and comment are too long"),

		DOCUMENT_OF_100_MEGABYTES((change) -> change.document(Collections.nCopies(100, "x".repeat(1_000_000))
			.stream()
			.collect(StringBuilder::new,
					(json, text) -> json.append((json.isEmpty()) ? "{" : ",")
						.append("\"k%d\":\"".formatted(json.length()))
						.append(text)
						.append('"'),
					StringBuilder::append)
			.append('}')), "is too large: lengthBytes=100"),

		MAP_OF_100_MEGABYTES((change) -> change.document(Map.of("a", Collections.nCopies(100, "x".repeat(1_000_000)))),
				"is too large: lengthBytes=");

		private final UnaryOperator<ConfigChange> change;

		private final String message;

		BadInput(UnaryOperator<ConfigChange> change, String message) {
			this.change = change;
			this.message = message;
		}

	}

}
