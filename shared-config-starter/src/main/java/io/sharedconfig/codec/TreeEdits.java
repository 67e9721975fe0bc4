package io.sharedconfig.codec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The five ways in which a tree is changed: whoever edits one does it through this, so
 * that what was changed can be told.
 * <p>
 * Not thread-safe; one per tree. The values are kept, not copied.
 */
class TreeEdits {

	private JsonNode root;

	TreeEdits(JsonNode root) {
		this.root = root;
	}

	/**
	 * Return the tree as it is now.
	 */
	JsonNode root() {
		return this.root;
	}

	/**
	 * Put another tree in the place of this one.
	 */
	void replaceRoot(JsonNode value) {
		this.root = value;
	}

	/**
	 * Set a member of an object.
	 * @param path where the member is, or will be
	 * @param object the object there
	 * @param value the value
	 */
	void set(JsonPointerPath path, ObjectNode object, JsonNode value) {
		object.set(path.last(), value);
	}

	/**
	 * Remove a member that is there.
	 */
	void remove(JsonPointerPath path, ObjectNode object) {
		object.remove(path.last());
	}

	/**
	 * Insert an element into a list.
	 * @param path where the element will be, with its index
	 * @param list the list there
	 * @param index the index, at most the size of the list
	 * @param value the value
	 */
	void insert(JsonPointerPath path, ArrayNode list, int index, JsonNode value) {
		list.insert(index, value);
	}

	/**
	 * Replace an element that is there.
	 */
	void replace(JsonPointerPath path, ArrayNode list, int index, JsonNode value) {
		list.set(index, value);
	}

	/**
	 * Remove an element that is there.
	 */
	void remove(JsonPointerPath path, ArrayNode list, int index) {
		list.remove(index);
	}

}
