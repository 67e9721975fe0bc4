package io.sharedconfig.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where in a tree a value stands.
 *
 * @param parent the place of the container, {@code null} for the root
 * @param container the object or list that holds the value
 * @param name the value's name in an object
 * @param index the value's index in a list
 */
record PropertyPlace(@Nullable PropertyPlace parent, JsonNode container, String name, int index) {

	/**
	 * Return whether the value has nothing below it, and so is a property itself.
	 */
	boolean isProperty() {
		JsonNode value = (this.container instanceof ArrayNode list) ? list.get(this.index)
				: this.container.get(this.name);
		return value.isEmpty();
	}

	/**
	 * Return the pointer to the value.
	 */
	JsonPointerPath path() {
		JsonPointerPath container = (this.parent != null) ? this.parent.path() : JsonPointerPath.ROOT;
		return container.to((this.index >= 0) ? String.valueOf(this.index) : this.name);
	}

	void put(JsonNode value, TreeEdits edits) {
		if (this.container instanceof ArrayNode list) {
			edits.replace(path(), list, this.index, value);
		}
		else {
			edits.set(path(), (ObjectNode) this.container, value);
		}
	}

	/**
	 * Remove the value, and every object that held nothing else.
	 */
	void remove(TreeEdits edits) {
		if (this.container instanceof ArrayNode list) {
			edits.remove(path(), list, this.index);
		}
		else if (this.container.size() == 1 && this.parent != null && this.parent.container.isObject()) {
			this.parent.remove(edits);
		}
		else {
			edits.remove(path(), (ObjectNode) this.container);
		}
	}

}
