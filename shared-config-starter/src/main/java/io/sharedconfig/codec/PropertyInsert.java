package io.sharedconfig.codec;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a value into a tree under a property name that is not there yet.
 */
final class PropertyInsert {

	private final PropertyPath path;

	private final JsonNode value;

	private final TreeEdits edits;

	PropertyInsert(PropertyPath path, JsonNode value, TreeEdits edits) {
		this.path = path;
		this.value = value;
		this.edits = edits;
	}

	/**
	 * Put the value.
	 * @param pointer where the deepest container is that is there
	 * @param container that container
	 * @param from the first part of the path that is not there
	 */
	void into(JsonPointerPath pointer, JsonNode container, int from) {
		if (container instanceof ArrayNode list) {
			intoList(pointer, list, from);
		}
		else {
			intoObject(pointer, (ObjectNode) container, from);
		}
	}

	private void intoList(JsonPointerPath pointer, ArrayNode list, int from) {
		int index = this.path.part(from).index();
		if (index < 0) {
			throw invalid(from, "a list takes an index only");
		}
		if (index > list.size()) {
			throw invalid(from, "it leaves a gap in a list of %d".formatted(list.size()));
		}
		JsonNode present = list.get(index);
		JsonNode element = nested(from + 1);
		if (present == null) {
			this.edits.insert(pointer.to(String.valueOf(index)), list, index, element);
		}
		else if (present.isNull()) {
			this.edits.replace(pointer.to(String.valueOf(index)), list, index, element);
		}
		else {
			throw invalid(from, "a single value is there");
		}
	}

	private void intoObject(JsonPointerPath pointer, ObjectNode object, int from) {
		PropertyPath.Part part = this.path.part(from);
		if (part.index() >= 0) {
			throw invalid(from, "an object is there, not a list");
		}
		int end = from + 1;
		String name = (part.bracketed()) ? newName(from) : part.text();
		if (!isFree(object.get(name)) && !part.bracketed()) {
			end = endOfNames(from);
			name = joined(from, end);
		}
		if (!isFree(object.get(name))) {
			throw invalid(end - 1, "a single value is there");
		}
		this.edits.set(pointer.to(name), object, nested(end));
	}

	private static boolean isFree(@Nullable JsonNode present) {
		return present == null || present.isNull();
	}

	private int endOfNames(int from) {
		int end = from;
		while (end < this.path.size() && !this.path.part(end).bracketed()) {
			end++;
		}
		return end;
	}

	private String joined(int from, int end) {
		StringBuilder name = new StringBuilder(this.path.part(from).text());
		this.path.parts().subList(from + 1, end).forEach((part) -> name.append('.').append(part.text()));
		return name.toString();
	}

	private JsonNode nested(int from) {
		JsonNode nested = this.value;
		for (int i = this.path.size() - 1; i >= from; i--) {
			PropertyPath.Part part = this.path.part(i);
			if (part.index() > 0) {
				throw invalid(i, "a new list begins at [0]");
			}
			nested = (part.index() == 0) ? JsonNodeFactory.instance.arrayNode().add(nested)
					: JsonNodeFactory.instance.objectNode().set((part.bracketed()) ? newName(i) : part.text(), nested);
		}
		return nested;
	}

	private String newName(int at) {
		return this.path.part(at)
			.names()
			.stream()
			.findFirst()
			.orElseThrow(() -> invalid(at, "no name in a document reads like this"));
	}

	private InvalidDocumentException invalid(int at, String problem) {
		PropertyPath.Part part = this.path.part(at);
		return new InvalidDocumentException("'%s' cannot be set: %s, at '%s'".formatted(Shown.text(this.path.key()),
				problem, Shown.text((part.bracketed()) ? '[' + part.text() + ']' : part.text())));
	}

}
