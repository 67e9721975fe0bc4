package io.sharedconfig.codec;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one tree of another with as few edits as can be found without a search: members
 * are compared by name, elements by index. The order of names does not count.
 */
final class TreeDiff {

	private final TreeEdits edits;

	private TreeDiff(TreeEdits edits) {
		this.edits = edits;
	}

	/**
	 * Make the edits.
	 * @param before the tree that is edited
	 * @param after what it shall be; its nodes may become those of the edited tree
	 * @param edits makes them
	 */
	static void make(ObjectNode before, ObjectNode after, TreeEdits edits) {
		new TreeDiff(edits).object(JsonPointerPath.ROOT, before, after);
	}

	// the depth of the recursion is bounded by that of a document: JsonText.MAX_DEPTH
	private void object(JsonPointerPath path, ObjectNode before, ObjectNode after) {
		for (String name : List.copyOf(before.propertyNames())) {
			if (!after.has(name)) {
				this.edits.remove(path.to(name), before);
			}
		}
		for (Map.Entry<String, JsonNode> member : after.properties()) {
			JsonNode old = before.get(member.getKey());
			if (old == null || !isMadeWithin(path, member.getKey(), old, member.getValue())) {
				this.edits.set(path.to(member.getKey()), before, member.getValue());
			}
		}
	}

	private void list(JsonPointerPath path, ArrayNode before, ArrayNode after) {
		for (int i = before.size() - 1; i >= after.size(); i--) {
			this.edits.remove(path.to(String.valueOf(i)), before, i);
		}
		for (int i = 0; i < after.size(); i++) {
			String step = String.valueOf(i);
			if (i == before.size()) {
				this.edits.insert(path.to(step), before, i, after.get(i));
			}
			else if (!isMadeWithin(path, step, before.get(i), after.get(i))) {
				this.edits.replace(path.to(step), before, i, after.get(i));
			}
		}
	}

	private boolean isMadeWithin(JsonPointerPath path, String step, JsonNode old, JsonNode value) {
		if (old instanceof ObjectNode before && value instanceof ObjectNode after) {
			object(path.to(step), before, after);
			return true;
		}
		if (old instanceof ArrayNode before && value instanceof ArrayNode after) {
			list(path.to(step), before, after);
			return true;
		}
		return old.equals(value);
	}

}
