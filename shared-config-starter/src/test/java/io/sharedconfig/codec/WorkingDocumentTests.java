package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link WorkingDocument}: what it keeps up must be what encoding the whole
 * document gives.
 */
class WorkingDocumentTests {

	private final DocumentCodec codec = new DocumentCodec();

	static LongStream seeds() {
		return LongStream.range(0, 400);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void anyEditsGiveWhatEncodingTheResultGives(long seed) {
		Random random = new Random(seed);
		Document current = document(random);
		WorkingDocument master = new WorkingDocument(current, this.codec);
		WorkingDocument follower = new WorkingDocument(this.codec.decode(current.payload()), this.codec);
		for (int version = 2; version < 30; version++) {
			Consumer<DocumentEdits> edits = edits(random);
			Document before = current;
			ObjectNode expected = applied(edits, before.tree());
			if (expected == null) {
				continue;
			}
			WorkingDocument.Result result = master.edit(edits);
			Document whole = encode(expected);
			if (result.document() == null) {
				// cannot be told, or is no document
				assertThat(result.root()).isEqualTo(expected);
				current = (whole != null) ? whole : before;
				master = new WorkingDocument(current, this.codec);
				follower = new WorkingDocument(this.codec.decode(current.payload()), this.codec);
				continue;
			}
			current = result.document();
			assertSame(current, whole);
			assertThat(current.sameAs(before)).isEqualTo(whole.sameAs(before)).isEqualTo(current == before);
			Document followed = follower.document();
			if (current != before) {
				followed = follower.apply(result.patch());
				assertSame(followed, whole);
			}
			assertSameDiff(before, current);
			master = usable(master);
			follower = usable(follower);
		}
	}

	private WorkingDocument usable(WorkingDocument working) {
		return working.isUsable() ? working : new WorkingDocument(working.document(), this.codec);
	}

	private void assertSame(Document found, Document expected) {
		assertThat(new LinkedHashMap<>(found.properties())).isEqualTo(new LinkedHashMap<>(expected.properties()));
		assertThat(found.names()).containsExactlyInAnyOrder(expected.names());
		assertThat(found.lengthBytes()).isEqualTo(expected.lengthBytes());
		assertThat(found.stateHash()).isEqualTo(StateHash.of(expected.payload()));
		assertThat(found.json()).isEqualTo(expected.json());
		assertThat(found.sameAs(expected)).isTrue();
	}

	private void assertSameDiff(Document before, Document after) {
		ConfigDiff diff = after.diff("orders", 1, 2, before);
		ConfigDiff expected = ConfigDiff.between("orders", 1, 2, new LinkedHashMap<>(before.properties()),
				new LinkedHashMap<>(after.properties()));
		assertThat(diff.added()).isEqualTo(expected.added());
		assertThat(diff.removed()).isEqualTo(expected.removed());
		assertThat(diff.changed()).isEqualTo(expected.changed());
	}

	private ObjectNode applied(Consumer<DocumentEdits> edits, ObjectNode tree) {
		try {
			DocumentEdits document = new DocumentEdits(tree, this.codec);
			edits.accept(document);
			return (ObjectNode) document.root();
		}
		catch (InvalidDocumentException ex) {
			return null;
		}
	}

	private Document encode(ObjectNode tree) {
		try {
			return this.codec.encode(tree);
		}
		catch (InvalidDocumentException ex) {
			return null;
		}
	}

	private Document document(Random random) {
		while (true) {
			Document document = encode(RandomDocumentTests.object(random, 4));
			if (document != null) {
				return document;
			}
		}
	}

	private Consumer<DocumentEdits> edits(Random random) {
		List<Consumer<DocumentEdits>> edits = new ArrayList<>();
		for (int i = random.nextInt(3); i >= 0; i--) {
			edits.add(edit(random.nextLong()));
		}
		return (document) -> edits.forEach((edit) -> edit.accept(document));
	}

	// by a seed: it is made twice, and must be the same both times
	private Consumer<DocumentEdits> edit(long seed) {
		return (document) -> {
			Random random = new Random(seed);
			JsonNode value = RandomDocumentTests.node(random, 2);
			switch (random.nextInt(7)) {
				case 0 -> document.set(pick(random, document), value);
				case 1 -> document.set("new" + random.nextInt(3) + "." + random.nextInt(2), value);
				case 2 -> document.remove(pick(random, document));
				case 3 -> document.merge(RandomDocumentTests.object(random, 3));
				case 4 -> document.update((root) -> changed(root, random));
				default -> document.patch(patch(random, document.root(), value));
			}
		};
	}

	private String pick(Random random, DocumentEdits document) {
		Document now = encode((ObjectNode) document.root());
		String[] names = (now != null) ? now.names() : new String[0];
		return (names.length > 0) ? names[random.nextInt(names.length)] : "a";
	}

	private ObjectNode changed(ObjectNode root, Random random) {
		root.set(RandomDocumentTests.NAMES.get(random.nextInt(3)), RandomDocumentTests.node(random, 2));
		return root;
	}

	private JsonPatch patch(Random random, JsonNode root, JsonNode value) {
		StringBuilder pointer = new StringBuilder();
		JsonNode node = root;
		while (node.size() > 0 && (pointer.isEmpty() || random.nextInt(3) > 0)) {
			int at = random.nextInt(node.size());
			String step = node.isArray() ? String.valueOf(at) : List.copyOf(node.propertyNames()).get(at);
			JsonPointerPath.append(pointer, step);
			node = node.isArray() ? node.get(at) : node.get(step);
		}
		ArrayNode operations = JsonNodeFactory.instance.arrayNode();
		String kind = List.of("add", "replace", "remove").get(random.nextInt(3));
		ObjectNode operation = operations.addObject().put("op", kind).put("path", pointer.toString());
		if (!kind.equals("remove")) {
			operation.set("value", value);
		}
		return JsonPatch.of(this.codec.list(operations));
	}

	@Test
	void editWhenOneValueChangesSharesNamesAndPages() {
		Document before = this.codec.encode(flat(1000));
		WorkingDocument working = new WorkingDocument(before, this.codec);
		WorkingDocument.Result result = working.edit((edits) -> edits.set("name-500", this.codec.value("new")));
		assertThat(new String(result.patch())).isEqualTo("""
				[{"op":"replace","path":"/name-500","value":"new"}]""");
		Document after = result.document();
		assertThat(after.names()).isSameAs(before.names());
		assertThat(after.table().pages()[0]).isSameAs(before.table().pages()[0]);
		assertThat(after.patched()).isNotNull();
		assertThat(after.properties().get("name-500")).isEqualTo("new");
		assertThat(before.properties().get("name-500")).isEqualTo("value-500");
	}

	@Test
	void editWhenTheKindOfAValueChangesIsNotInStepWithTheDocumentBefore() {
		Document before = this.codec.encode("{\"a\":0,\"b\":[0]}");
		for (String pointer : List.of("/a", "/b/0")) {
			WorkingDocument working = new WorkingDocument(before, this.codec);
			Document after = working
				.apply("[{\"op\":\"replace\",\"path\":\"%s\",\"value\":-0}]".formatted(pointer).getBytes());
			assertThat(after.isInStepWith(before)).isFalse();
			Document again = this.codec.encode(before.tree(), after, Integer.MAX_VALUE);
			assertThat(again.sameAs(after)).as("0 is written otherwise than -0").isFalse();
		}
	}

	@Test
	void editWhenTakenBackIsTheDocumentBefore() {
		Document before = this.codec.encode("{\"a\":1,\"b\":2}");
		WorkingDocument working = new WorkingDocument(before, this.codec);
		WorkingDocument.Result result = working.edit((edits) -> {
			edits.remove("a");
			edits.set("a", this.codec.value(1));
		});
		assertThat(result.document()).isSameAs(before);
		assertThat(working.isUsable()).as("its names stand in another order").isFalse();
	}

	@Test
	void editWhenThePropertiesContradictEachOtherForAWhileIsToldByTheResultAlone() {
		WorkingDocument working = new WorkingDocument(this.codec.encode("{\"a\":{\"b\":1}}"), this.codec);
		WorkingDocument.Result result = working.edit((edits) -> {
			edits.patch(JsonPatch.of("[{\"op\":\"add\",\"path\":\"/a.b\",\"value\":2}]".getBytes()));
			edits.remove("a.b");
		});
		assertThat(result.document()).isNull();
	}

	@Test
	void applyWhenPatchDoesNotFitIsRefused() {
		WorkingDocument working = new WorkingDocument(this.codec.encode("{\"a\":1}"), this.codec);
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> working.apply("[{\"op\":\"remove\",\"path\":\"/b\"}]".getBytes()));
	}

	@Test
	void namesWhenManyCameAndWentAreTheRightOnesAndPutInOrderAgain() {
		WorkingDocument working = new WorkingDocument(this.codec.encode(flat(300)), this.codec);
		for (int i = 0; i < 400; i++) {
			String removed = "name-" + i;
			String added = "name-" + (i + 300);
			working.edit((edits) -> {
				edits.remove(removed);
				edits.set(added, this.codec.value("new"));
			});
			if (!working.isUsable()) {
				working = new WorkingDocument(working.document(), this.codec);
				assertThat(working.document().table().isCrowded()).isFalse();
			}
		}
		assertThat(working.document().names()).hasSize(300).startsWith("name-400").endsWith("name-699");
		assertThat(working.document().properties()).hasSize(300).doesNotContainKey("name-0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":\"x\",\"b\":[1,{\"c\":null}],\"d\":{}}", "{\"a\":1.50,\"b\":-0,\"c\":1e3}",
			"{\"a\":\"é😀\\n\\\"\",\"b\":true,\"c\":[]}", "{\"x y\":1,\"org\":2,\"org.foo\":99999999999999999999}" })
	void documentsWithTheSameNamesAreMadeInStep(String json) {
		Document before = this.codec.encode(json);
		for (String other : List.of(json, json.replace("1", "7"), json.replace("true", "false"),
				json.replace("x", "a longer text"), json.replace("null", "\"null\""), json.replace("{}", "[]"),
				json.replace("-0", "0"), json.replace("a", "z"), json.replace("7", "\"7\""))) {
			Document whole = this.codec.encode(other);
			Document inStep = this.codec.encode(whole.tree(), before, Integer.MAX_VALUE);
			assertThat(inStep.json()).isEqualTo(whole.json());
			assertThat(inStep.properties()).isEqualTo(whole.properties());
			assertThat(inStep.stateHash()).isEqualTo(whole.stateHash());
			assertThat(inStep.sameAs(before)).isEqualTo(json.equals(other));
			Document decoded = this.codec.decode(whole.payload(), before);
			assertThat(decoded.json()).isEqualTo(whole.json());
			assertThat(decoded.properties()).isEqualTo(whole.properties());
			byte[] patch = inStep.patchOf(before);
			if (patch != null) {
				Document patched = new WorkingDocument(before, this.codec).apply(patch);
				assertSame(patched, whole);
			}
		}
	}

	@Test
	void encodeWhenOneValueOfManyChangedKnowsThePatch() {
		Map<String, Object> content = flat(1000);
		Document before = this.codec.encode(content);
		content.put("name-7", "a \"new\" one");
		Document after = this.codec.encode(content, before, Integer.MAX_VALUE);
		assertThat(after.isInStepWith(before)).isTrue();
		assertThat(new String(after.patchOf(before))).isEqualTo("""
				[{"op":"replace","path":"/name-7","value":"a \\"new\\" one"}]""");
		content.replaceAll((name, value) -> "all new");
		assertThat(this.codec.encode(content, before, Integer.MAX_VALUE).patchOf(before)).isNull();
	}

	/**
	 * What a program gives each time is known again without comparing it. Done each time,
	 * it would make old objects hold young ones.
	 */
	@Test
	void encodeTheFirstTimeAfterAnotherDocumentTakesTheTextsThatNameMembersFromItsSource() {
		Document before = this.codec.encode("{\"a\":{\"b\":1}}");
		String given = new String("a");
		Document first = this.codec.encode(Map.of(given, Map.of("b", 2)), before, Integer.MAX_VALUE);
		assertThat(first.isInStepWith(before)).isTrue();
		assertThat(before.shape().steps()).filteredOn((step) -> step == given).hasSize(1);
		Document second = this.codec.encode(Map.of(new String("a"), Map.of("b", 3)), first, Integer.MAX_VALUE);
		assertThat(second.shape().steps()).filteredOn((step) -> step == given).hasSize(1);
		assertThat(second.json()).isEqualTo("{\"a\":{\"b\":3}}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7, 8, 9, 40 })
	void textsAreWrittenAsTheyAreReadWhereverTheirOddCharacterStands(int at) {
		for (String odd : List.of("?", "\"", "\\", "\n", "\u001f", "\u007f", "\u0080", "é", "€", "😀", " ", "!", "~")) {
			char[] letters = new char[at];
			Arrays.fill(letters, 'x');
			String text = new String(letters) + odd + "tail of it";
			Document document = this.codec.encode(Map.of("text", text));
			assertThat(document.tree().path("text").stringValue()).isEqualTo(text);
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> this.codec.encode(Map.of("text", text + "\ud800")));
			assertThatExceptionOfType(InvalidDocumentException.class)
				.isThrownBy(() -> this.codec.encode(Map.of("text", text + "\ud800"), document, Integer.MAX_VALUE));
		}
	}

	private static Map<String, Object> flat(int count) {
		Map<String, Object> content = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			content.put("name-" + i, "value-" + i);
		}
		return content;
	}

}
