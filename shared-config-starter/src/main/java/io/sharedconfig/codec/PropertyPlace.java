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

	void put(JsonNode value) {
		if (this.container instanceof ArrayNode list) {
			list.set(this.index, value);
		}
		else {
			((ObjectNode) this.container).set(this.name, value);
		}
	}

	/**
	 * Remove the value, and every object that held nothing else.
	 */
	void remove() {
		if (this.container instanceof ArrayNode list) {
			list.remove(this.index);
			return;
		}
		((ObjectNode) this.container).remove(this.name);
		if (this.container.isEmpty() && this.parent != null && this.parent.container.isObject()) {
			this.parent.remove();
		}
	}

}
