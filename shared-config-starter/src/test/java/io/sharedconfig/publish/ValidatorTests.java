package io.sharedconfig.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.DocumentValidator;
import io.sharedconfig.DocumentViolation;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.PublisherBuilder;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentChecks}, as a user of the publisher sees it.
 */
class ValidatorTests {

	private static final DocumentValidator NEEDS_A = (proposed) -> (proposed.property("a") != null) ? List.of()
			: List.of(new DocumentViolation("/a", "is required"));

	private static final DocumentValidator NEEDS_COMMENT = (proposed) -> (proposed.comment() != null) ? List.of()
			: List.of(new DocumentViolation("", "needs a comment"));

	@TempDir
	Path temp;

	private final List<String> warnings = new ArrayList<>();

	private Path document;

	@BeforeEach
	void paths() {
		this.document = this.temp.resolve("backup").resolve("orders.json");
	}

	@Test
	void publishWhenValidatorsRefuseReportsAllOfThemAndPublishesNothing() throws Exception {
		try (SharedConfigPublisher publisher = master().validator(NEEDS_A).validator(NEEDS_COMMENT).open()) {
			ConfigSnapshot before = publisher.change().set("a", 1).comment("first").publish();
			String history = Files.readString(this.temp.resolve("backup").resolve("orders.history.jsonl"));
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> publisher.publish("{\"b\":\"s3cr3t\"}"))
				.withMessage("Not a valid shared config document: '/a' is required; it needs a comment")
				.satisfies((ex) -> assertThat(ex.violations()).containsExactly(
						new DocumentViolation("/a", "is required"), new DocumentViolation("", "needs a comment")));
			assertThat(publisher.current()).isSameAs(before);
			assertThat(this.temp.resolve("backup").resolve("orders.history.jsonl")).hasContent(history.strip());
			assertThat(publisher.change().set("a", 2).comment("second").publish().version()).isEqualTo(2);
		}
	}

	@Test
	void previewAndRollbackAreJudgedToo() {
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.publish("{\"b\":1}");
			publisher.publish("{\"a\":1}");
		}
		try (SharedConfigPublisher publisher = master().validator(NEEDS_A).open()) {
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> publisher.change().rollbackTo(1).publish());
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> publisher.change().remove("a").preview());
			assertThat(publisher.current().version()).isEqualTo(2);
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void publishWhenNothingChangesJudgesNothing() {
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.publish("{\"b\":1}");
		}
		try (SharedConfigPublisher publisher = master().validator(NEEDS_A).open()) {
			assertThat(publisher.publish("{\"b\":1}").version()).isOne();
		}
	}

	@Test
	void validatorSeesTheVersionAsItWouldBe() {
		List<ConfigSnapshot> seen = new ArrayList<>();
		try (SharedConfigPublisher publisher = master().validator((proposed) -> {
			seen.add(proposed);
			return List.of();
		}).open()) {
			ConfigSnapshot published = publisher.change().set("a", 1).author("alice").publish();
			assertThat(seen).singleElement().isSameAs(published);
		}
	}

	@Test
	void publishWhenAValidatorThrowsIsRefusedWithoutItsMessage() {
		try (SharedConfigPublisher publisher = master().validator((proposed) -> {
			throw new IllegalArgumentException("s3cr3t");
		}).validator(NEEDS_A).open()) {
			assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> publisher.publish("{}"))
				.withMessageContainingAll("could not be judged by", "java.lang.IllegalArgumentException was thrown",
						"'/a' is required")
				.withMessageNotContaining("s3cr3t")
				.withNoCause();
		}
	}

	@Test
	void publishWhenAValidatorPublishesIsRefused() {
		List<SharedConfigPublisher> self = new ArrayList<>();
		try (SharedConfigPublisher publisher = master().validator((proposed) -> {
			self.get(0).publish("{}");
			return List.of();
		}).open()) {
			self.add(publisher);
			assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> publisher.publish("{\"a\":1}"))
				.withMessageContaining("java.lang.IllegalStateException was thrown");
			assertThat(publisher.current()).isNull();
		}
	}

	@Test
	void publishWhenThereAreVeryManyViolationsKeepsTheirNumber() {
		List<DocumentViolation> many = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			many.add(new DocumentViolation("/" + i, "is wrong"));
		}
		try (SharedConfigPublisher publisher = master().validator((proposed) -> many).open()) {
			assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> publisher.publish("{}"))
				.withMessageEndingWith("'/9' is wrong; and 991 more")
				.satisfies((ex) -> assertThat(ex.violations()).hasSize(1001)
					.last()
					.hasToString("it has 4000 more violations"));
		}
	}

	@Test
	void openWhenInitialDocumentIsRefusedFailsAndLeavesNothingBehind() {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> master().validator(NEEDS_A).initial("{\"b\":1}").open())
			.withMessageContaining("'/a' is required");
		assertThat(this.document).doesNotExist();
		try (SharedConfigPublisher publisher = master().validator(NEEDS_A).initial("{\"a\":1}").open()) {
			assertThat(publisher.current().version()).isOne();
		}
	}

	@Test
	void openWhenEditOfTheBackupIsRefusedKeepsItAsideAndGoesOnWithTheLastVersion() throws Exception {
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.publish("{\"a\":1}");
		}
		Files.writeString(this.document, "{\"b\":\"s3cr3t\"}");
		try (SharedConfigPublisher publisher = master().validator(NEEDS_A).open()) {
			assertThat(publisher.current().version()).isOne();
			assertThat(publisher.change().set("a", 2).publish().version()).isEqualTo(2);
		}
		assertThat(this.document.resolveSibling("orders.json.invalid")).hasContent("{\"b\":\"s3cr3t\"}");
		assertThat(this.warnings).singleElement()
			.asString()
			.contains("orders.json.invalid", "'/a' is required")
			.doesNotContain("s3cr3t");
	}

	@Test
	void openWhenWhatIsPublishedWouldBeRefusedNowWarnsAndGoesOnWithIt() {
		try (SharedConfigPublisher publisher = master().open()) {
			publisher.publish("{\"b\":1}");
		}
		try (SharedConfigPublisher publisher = master().validator(NEEDS_A).open()) {
			assertThat(publisher.current().json()).isEqualTo("{\"b\":1}");
			assertThat(publisher.change().set("a", 1).publish().version()).isEqualTo(2);
		}
		assertThat(this.warnings).singleElement()
			.asString()
			.isEqualTo("version 1 stays published, but would be refused now: '/a' is required");
	}

	private PublisherBuilder master() {
		return SharedConfigs.publisher(this.temp.resolve("shared"), "orders")
			.backup(this.temp.resolve("backup"))
			.events(new PublishEvents() {
				@Override
				public void warning(String name, String problem) {
					ValidatorTests.this.warnings.add(problem);
				}
			});
	}

}
