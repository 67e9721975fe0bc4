package io.sharedconfig.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds a tree of JSON that was checked before, or checks it on the way. The tree equals
 * the one that Jackson builds by default, except that numbers which Java would write
 * differently remember how they were written.
 */
final class TreeReader {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private TreeReader() {
	}

	/**
	 * Return the tree of a document. The JVM verifies who calls this for a
	 * {@link JsonNode} without loading data binding, and who calls
	 * {@link Document#tree()} for one by loading it.
	 */
	static JsonNode of(Document document) {
		return document.tree();
	}

	/**
	 * Return JSON's null, as {@link #of(Document)} does.
	 */
	static JsonNode nothing() {
		return NODES.nullNode();
	}

	/**
	 * Return a text, as {@link #of(Document)} does.
	 */
	static JsonNode text(String text) {
		return NODES.stringNode(text);
	}

	/**
	 * Return a truth value, as {@link #of(Document)} does.
	 */
	static JsonNode truth(boolean truth) {
		return NODES.booleanNode(truth);
	}

	/**
	 * Return an integer, as {@link #of(Document)} does.
	 */
	static JsonNode integer(long value) {
		return ((int) value == value) ? NODES.numberNode((int) value) : NODES.numberNode(value);
	}

	/**
	 * Return the tree of JSON that nobody has checked.
	 * @return the tree, {@code null} if {@link DocumentScan} has to read it, and to say
	 * what is wrong with it if something is
	 */
	static @Nullable JsonNode readUnchecked(byte[] utf8) {
		if (JsonText.hasNumberedCharacters(utf8)) {
			return null;
		}
		try (JsonParser parser = JsonText.parser(utf8)) {
			JsonToken token = parser.nextToken();
			JsonNode tree = (token != null) ? value(parser, token) : null;
			return (parser.nextToken() == null) ? tree : null;
		}
		catch (JacksonException | IllegalStateException ex) {
			return null;
		}
	}

	/**
	 * Return the value that begins at the parser's next token.
	 * @throws IllegalStateException if it was not checked before, and is no JSON
	 */
	static JsonNode read(JsonParser parser) {
		return value(parser, parser.nextToken());
	}

	// the depth of the recursion is bounded by the parser: JsonText.MAX_DEPTH
	private static JsonNode value(JsonParser parser, JsonToken token) {
		return switch (token) {
			case START_OBJECT -> object(parser);
			case START_ARRAY -> list(parser);
			case VALUE_STRING -> NODES.stringNode(parser.getString());
			case VALUE_NUMBER_INT -> integer(parser);
			case VALUE_NUMBER_FLOAT -> decimal(parser.getString());
			case VALUE_TRUE -> NODES.booleanNode(true);
			case VALUE_FALSE -> NODES.booleanNode(false);
			default -> NODES.nullNode();
		};
	}

	private static ObjectNode object(JsonParser parser) {
		ObjectNode object = NODES.objectNode();
		int members = 0;
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			object.set(name, value(parser, parser.nextToken()));
			members++;
		}
		require(object.size() == members, "a name is there twice");
		return object;
	}

	private static ArrayNode list(JsonParser parser) {
		ArrayNode list = NODES.arrayNode();
		JsonToken token;
		while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
			list.add(value(parser, token));
		}
		return list;
	}

	private static JsonNode integer(JsonParser parser) {
		if (parser.getString().equals("-0")) {
			return new LiteralNumberNode("-0");
		}
		return switch (parser.getNumberType()) {
			case INT -> NODES.numberNode(parser.getIntValue());
			case LONG -> NODES.numberNode(parser.getLongValue());
			default -> NODES.numberNode(parser.getBigIntegerValue());
		};
	}

	/**
	 * Return a number that is no integer, as {@link #of(Document)} does.
	 * @throws IllegalStateException if it is none in JSON, or out of range
	 */
	static JsonNode decimal(String literal) {
		require(JsonText.isNumber(literal) && JsonText.isInRange(literal), "a number is none in JSON, or out of range");
		double value = Double.parseDouble(literal);
		// TreeWriter writes Double.toString() for such a node
		return Double.toString(value).equals(literal) ? NODES.numberNode(value) : new LiteralNumberNode(literal);
	}

	private static void require(boolean condition, String problem) {
		if (!condition) {
			throw new IllegalStateException(problem);
		}
	}

}
