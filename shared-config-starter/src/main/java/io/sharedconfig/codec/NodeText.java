package io.sharedconfig.codec;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Writes trees that were checked before, every number as {@link TreeReader} found it.
 */
final class NodeText {

	private NodeText() {
	}

	/**
	 * Return the bytes of a document.
	 */
	static byte[] payload(JsonNode tree, int expectedLength) {
		JsonBytes text = new JsonBytes(expectedLength + expectedLength / 8);
		write(tree, text);
		return text.toByteArray();
	}

	/**
	 * Write a value.
	 * @throws IllegalArgumentException if half of a surrogate pair is in it
	 */
	// the depth of the recursion is bounded by that of a document: JsonText.MAX_DEPTH
	static void write(JsonNode node, JsonBytes text) {
		if (node.isObject()) {
			char separator = '{';
			for (Map.Entry<String, JsonNode> member : node.properties()) {
				text.ascii(separator);
				quoted(member.getKey(), text);
				text.ascii(':');
				write(member.getValue(), text);
				separator = ',';
			}
			text.ascii((separator == '{') ? "{}" : "}");
		}
		else if (node.isArray()) {
			char separator = '[';
			for (JsonNode element : node) {
				text.ascii(separator);
				write(element, text);
				separator = ',';
			}
			text.ascii((separator == '[') ? "[]" : "]");
		}
		else if (node.isString()) {
			quoted(node.stringValue(), text);
		}
		else if (node instanceof LiteralNumberNode number) {
			text.ascii(number.literal());
		}
		else {
			text.ascii((node.isNull()) ? "null" : node.asString());
		}
	}

	static void quoted(String string, JsonBytes text) {
		if (!text.quoted(string)) {
			throw new IllegalArgumentException("Half of a surrogate pair is no character");
		}
	}

}
