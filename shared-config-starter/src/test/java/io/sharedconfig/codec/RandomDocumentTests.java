package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import io.sharedconfig.InvalidDocumentException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the codec with documents of odd names and shapes: what must hold for any.
 */
class RandomDocumentTests {

	static final List<String> NAMES = List.of("a", "b", "org", "org.foo", "a.b", "a.b.c", "[a.b]", "[0]", "0",
			"the key", "x[0]", "", "a..b", "größe", "a/b~", "😀", "[[]", "\"\\\n");

	private static final List<Object> VALUES = List.of("new", "", "größe", 7, -7_000_000_000L, 1.5, true, List.of(),
			Map.of("a", 1));

	private final DocumentCodec codec = new DocumentCodec();

	static LongStream seeds() {
		return LongStream.range(0, 300);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void anyDocumentWhenReadBackIsTheSame(long seed) {
		Document document = document(new Random(seed));
		Document decoded = this.codec.decode(document.payload());
		assertThat(decoded.json()).isEqualTo(document.json());
		assertThat(decoded.tree()).isEqualTo(JsonMapper.builder().build().readTree(document.json()));
		assertThat(decoded.sameAs(document)).isTrue();
		document.properties().forEach((property, value) -> {
			JsonNode node = document.tree().at(document.pointer(property));
			assertThat(node.isContainer() || node.isNull() ? "" : node.asString()).isEqualTo(value.toString());
		});
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void anyPropertyWhenSetOrRemovedIsFoundWhereItStands(long seed) {
		Document document = document(new Random(seed));
		document.properties().forEach((property, value) -> {
			if (!isName(property)) {
				return;
			}
			DocumentEditor editor = new DocumentEditor(document.tree());
			editor.set(property, document.tree().at(document.pointer(property)));
			assertThat(this.codec.encode(editor.root()).json()).as(property).isEqualTo(document.json());
			editor.set(property, this.codec.value("new"));
			Map<String, Object> expected = new LinkedHashMap<>(document.properties());
			expected.put(property, "new");
			assertThat(this.codec.encode(editor.root()).properties()).as(property).containsExactlyEntriesOf(expected);
			editor.remove(property);
			if (!property.endsWith("]")) {
				assertThat(this.codec.encode(editor.root()).properties().keySet()).as(property)
					.noneMatch((other) -> other.equals(property) || other.startsWith(property + '.'));
			}
		});
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void anyDocumentWhenChangedIsTheSameForWhoeverFollowsAndWhoeverBegins(long seed) {
		Random random = new Random(seed);
		Document whole = document(random);
		List<String> names = whole.properties().keySet().stream().filter(RandomDocumentTests::isName).toList();
		WorkingDocument working = new WorkingDocument(whole, this.codec);
		List<byte[]> patches = new ArrayList<>();
		DocumentLine later = new DocumentLine(this.codec);
		later.next(whole.payload(), List.of(), 0);
		for (int i = random.nextInt(4); i >= 0 && !names.isEmpty(); i--) {
			String name = names.get(random.nextInt(names.size()));
			JsonNode value = this.codec.value(VALUES.get(random.nextInt(VALUES.size())));
			WorkingDocument.Result result = working.edit((edits) -> edits.set(name, value));
			assertThat(result.document()).isNotNull();
			patches.add(result.patch());
			assertSame(later.next(null, List.of(result.patch()), working.document().stateHash()), working.document());
		}
		Document expected = working.document();
		DocumentLine line = new DocumentLine(this.codec);
		assertSame(line.next(whole.payload(), patches, expected.stateHash()), expected);
	}

	private static void assertSame(Document found, Document expected) {
		assertThat(found).isNotNull();
		assertThat(found.json()).isEqualTo(expected.json());
		assertThat(found.lengthBytes()).isEqualTo(found.payload().length);
		assertThat(found.properties()).containsExactlyEntriesOf(expected.properties());
	}

	private static boolean isName(String property) {
		try {
			return PropertyPath.parse(property).size() > 0;
		}
		catch (InvalidDocumentException ex) {
			return false;
		}
	}

	private Document document(Random random) {
		while (true) {
			try {
				return this.codec.encode(object(random, 4));
			}
			catch (InvalidDocumentException ex) {
				assertThat(ex).hasMessageContaining("are both the property");
			}
		}
	}

	static JsonNode node(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 9 : 6)) {
			case 0 -> JsonNodeFactory.instance.numberNode(random.nextInt());
			case 1 -> JsonNodeFactory.instance.numberNode(random.nextLong());
			case 2 -> JsonNodeFactory.instance.numberNode(0.5 + random.nextInt(1000));
			case 3 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
			case 4 -> JsonNodeFactory.instance.nullNode();
			case 5 -> JsonNodeFactory.instance.stringNode(NAMES.get(random.nextInt(NAMES.size())));
			case 6 -> list(random, depth - 1);
			default -> object(random, depth - 1);
		};
	}

	private static ArrayNode list(Random random, int depth) {
		ArrayNode list = JsonNodeFactory.instance.arrayNode();
		for (int i = random.nextInt(4); i > 0; i--) {
			list.add(node(random, depth));
		}
		return list;
	}

	static ObjectNode object(Random random, int depth) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = random.nextInt(5); i > 0; i--) {
			object.set(NAMES.get(random.nextInt(NAMES.size())), node(random, depth));
		}
		return object;
	}

}
