package io.sharedconfig.actuate;

import java.util.HashMap;
import java.util.Map;

import io.sharedconfig.ConfigSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.PropertySource;

/**
 * Shows documents with the values that may be shown: every value is given to Spring
 * Boot's sanitizer under its property name, as {@code /actuator/env} does it. A value
 * that is shown is shown exactly as it was published.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class DocumentSanitizer {

	private final Sanitizer sanitizer;

	/**
	 * Create the sanitizer.
	 * @param functions what the application hides even where values may be shown
	 */
	public DocumentSanitizer(Iterable<SanitizingFunction> functions) {
		this.sanitizer = new Sanitizer(functions);
	}

	JsonNode sanitize(ConfigSnapshot snapshot, @Nullable PropertySource<?> source, boolean showUnsanitized) {
		return new Walk(snapshot, source, showUnsanitized).copy(snapshot.document(), "");
	}

	/**
	 * One document on its way into a copy.
	 */
	private final class Walk {

		private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

		private final Map<String, Object> properties;

		private final Map<String, String> names = new HashMap<>();

		private final @Nullable PropertySource<?> source;

		private final boolean showUnsanitized;

		Walk(ConfigSnapshot snapshot, @Nullable PropertySource<?> source, boolean showUnsanitized) {
			this.properties = snapshot.properties();
			this.properties.keySet().forEach((name) -> this.names.put(snapshot.pointer(name), name));
			this.source = source;
			this.showUnsanitized = showUnsanitized;
		}

		JsonNode copy(JsonNode node, String pointer) {
			if (node.isObject() && (!node.isEmpty() || pointer.isEmpty())) {
				ObjectNode copy = NODES.objectNode();
				node.properties()
					.forEach((member) -> copy.set(member.getKey(),
							copy(member.getValue(), pointer + "/" + escaped(member.getKey()))));
				return copy;
			}
			if (node.isArray() && !node.isEmpty()) {
				ArrayNode copy = NODES.arrayNode(node.size());
				for (int i = 0; i < node.size(); i++) {
					copy.add(copy(node.get(i), pointer + "/" + i));
				}
				return copy;
			}
			return sanitized(node, pointer);
		}

		private JsonNode sanitized(JsonNode node, String pointer) {
			String name = this.names.getOrDefault(pointer, pointer);
			Object value = this.properties.getOrDefault(name, "");
			Object shown = DocumentSanitizer.this.sanitizer.sanitize(new SanitizableData(this.source, name, value),
					this.showUnsanitized);
			if (value.equals(shown)) {
				// a tree writes other numbers than integers in its own way
				return (node.isBigDecimal()) ? NODES.pojoNode(new ExactNumber(node.toString())) : node;
			}
			return (shown != null) ? NODES.stringNode(shown.toString()) : NODES.nullNode();
		}

		private static String escaped(String name) {
			return name.replace("~", "~0").replace("/", "~1");
		}

	}

}
