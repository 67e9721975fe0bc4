package io.sharedconfig.codec;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tree that a JSON patch is applied to.
 * <p>
 * Not thread-safe; one for each application of a patch.
 */
final class PatchTarget {

	private final TreeEdits edits;

	private int mayCopy;

	PatchTarget(TreeEdits edits, int mayCopy) {
		this.edits = edits;
		this.mayCopy = mayCopy;
	}

	void add(JsonPointerPath path, JsonNode value) {
		if (path.isRoot()) {
			this.edits.replaceRoot(value);
			return;
		}
		JsonNode parent = find(path.parent());
		if (parent instanceof ObjectNode object) {
			this.edits.set(path, object, value);
		}
		else if (parent instanceof ArrayNode list) {
			boolean last = path.last().equals("-");
			int index = last ? list.size() : index(list, path.last(), list.size());
			this.edits.insert(last ? path.withLast(index) : path, list, index, value);
		}
		else {
			throw new NotApplicableException("what it is to be added to is neither an object nor a list");
		}
	}

	void replace(JsonPointerPath path, JsonNode value) {
		if (path.isRoot()) {
			this.edits.replaceRoot(value);
			return;
		}
		JsonNode parent = find(path.parent());
		requireChild(parent, path.last());
		if (parent instanceof ObjectNode object) {
			this.edits.set(path, object, value);
		}
		else if (parent instanceof ArrayNode list) {
			this.edits.replace(path, list, JsonPointerPath.index(path.last()), value);
		}
	}

	JsonNode remove(JsonPointerPath path) {
		if (path.isRoot()) {
			throw new NotApplicableException("the whole document cannot be removed");
		}
		JsonNode parent = find(path.parent());
		JsonNode removed = requireChild(parent, path.last());
		if (parent instanceof ObjectNode object) {
			this.edits.remove(path, object);
		}
		else if (parent instanceof ArrayNode list) {
			this.edits.remove(path, list, JsonPointerPath.index(path.last()));
		}
		return removed;
	}

	void move(JsonPointerPath from, JsonPointerPath path) {
		if (from.contains(path)) {
			throw new NotApplicableException("a value cannot be moved into itself");
		}
		if (from.steps().equals(path.steps())) {
			find(from.steps());
		}
		else {
			add(path, remove(from));
		}
	}

	void copy(JsonPointerPath from, JsonPointerPath path) {
		JsonNode original = find(from.steps());
		requireCopyable(original, 0);
		add(path, original.deepCopy());
	}

	// moves can make a tree deeper than any document: it must not overflow the stack
	private void requireCopyable(JsonNode node, int depth) {
		if (this.mayCopy-- == 0 || depth > JsonText.MAX_DEPTH) {
			throw new NotApplicableException("the patch copies more, or deeper, than a document can hold");
		}
		for (JsonNode child : node) {
			requireCopyable(child, depth + 1);
		}
	}

	void test(JsonPointerPath path, JsonNode expected) {
		if (!isSame(find(path.steps()), expected)) {
			throw new NotApplicableException("another value is there");
		}
	}

	private JsonNode find(List<String> steps) {
		JsonNode node = this.edits.root();
		for (String step : steps) {
			node = requireChild(node, step);
		}
		return node;
	}

	private static JsonNode requireChild(JsonNode parent, String step) {
		if (parent instanceof ArrayNode list) {
			return list.get(index(list, step, list.size() - 1));
		}
		JsonNode child = parent.get(step);
		if (child == null) {
			throw new NotApplicableException("there is no '%s'".formatted(Shown.text(step)));
		}
		return child;
	}

	private static int index(ArrayNode list, String step, int last) {
		int index = JsonPointerPath.index(step);
		if (index < 0 || index > last) {
			throw new NotApplicableException(
					"'%s' is no index into a list of %d".formatted(Shown.text(step), list.size()));
		}
		return index;
	}

	private static boolean isSame(JsonNode found, JsonNode expected) {
		if (found.isNumber() && expected.isNumber()) {
			return found.decimalValue().compareTo(expected.decimalValue()) == 0;
		}
		if (found.getNodeType() != expected.getNodeType() || found.size() != expected.size()) {
			return false;
		}
		if (found instanceof ArrayNode list) {
			for (int i = 0; i < list.size(); i++) {
				if (!isSame(list.get(i), expected.get(i))) {
					return false;
				}
			}
			return true;
		}
		if (found instanceof ObjectNode object) {
			for (Map.Entry<String, JsonNode> member : object.properties()) {
				JsonNode other = expected.get(member.getKey());
				if (other == null || !isSame(member.getValue(), other)) {
					return false;
				}
			}
			return true;
		}
		return found.equals(expected);
	}

	/**
	 * An operation does not apply.
	 */
	static final class NotApplicableException extends RuntimeException {

		NotApplicableException(String problem) {
			super(problem, null, false, false);
		}

	}

}
