package io.sharedconfig.codec;

import java.util.Map;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.node.DoubleNode;

/**
 * Writes a tree with every number as {@link TreeReader} found it.
 * <p>
 * Thread-safe.
 */
final class TreeWriter extends ValueSerializer<JsonNode> {

	// the depth of the recursion is bounded by the generator: StreamWriteConstraints
	@Override
	public void serialize(JsonNode node, JsonGenerator generator, SerializationContext context) {
		if (node.isObject()) {
			generator.writeStartObject();
			for (Map.Entry<String, JsonNode> member : node.properties()) {
				generator.writeName(member.getKey());
				serialize(member.getValue(), generator, context);
			}
			generator.writeEndObject();
		}
		else if (node.isArray()) {
			generator.writeStartArray();
			for (JsonNode element : node) {
				serialize(element, generator, context);
			}
			generator.writeEndArray();
		}
		else if (node instanceof LiteralNumberNode number) {
			generator.writeNumber(number.literal());
		}
		else if (node instanceof DoubleNode number) {
			generator.writeNumber(Double.toString(number.doubleValue()));
		}
		else {
			node.serialize(generator, context);
		}
	}

}
