package io.sharedconfig.codec;

import java.util.List;
import java.util.Map;

import io.sharedconfig.codec.DocumentShape.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Edits of a tree whose document is known: what they change of its properties, hash and
 * length is kept up, and a patch is written. When that is not possible (the properties
 * contradict each other for a while, it becomes too deep, another tree takes its place),
 * the edits go on and nothing is told.
 * <p>
 * Not thread-safe; one per version.
 */
final class TrackedEdits extends TreeEdits {

	private static final int ADD = 1;

	private static final int REMOVE = -1;

	private final Document before;

	private final PropertyEdit properties;

	private final PatchText patch = new PatchText();

	private final JsonBytes text = new JsonBytes(256);

	private long stateHash;

	private int lengthBytes;

	private boolean sameShape = true;

	private boolean untold;

	private boolean touched;

	TrackedEdits(JsonNode root, Document before) {
		super(root);
		this.before = before;
		this.properties = new PropertyEdit(before.table());
		this.stateHash = before.stateHash();
		this.lengthBytes = before.lengthBytes();
	}

	/**
	 * Return the document that the edits made.
	 * @return the document, the one before if they changed nothing, {@code null} if
	 * nothing can be told
	 */
	@Nullable Document toDocument(byte[] patch) {
		if (this.untold) {
			return null;
		}
		PropertyTable table = this.properties.toTable();
		return new Document(PatchedDocument.of(this.before, patch), table,
				(this.sameShape) ? this.before.shape() : null, this.lengthBytes, Document.nonZero(this.stateHash),
				this.properties.changes(), patch);
	}

	/**
	 * Return whether the edits took back what they made, if they can tell.
	 */
	boolean isUnchanged() {
		return !this.untold && this.stateHash == this.before.stateHash()
				&& this.lengthBytes == this.before.lengthBytes() && this.properties.isUnchanged();
	}

	/**
	 * Return whether nothing was edited at all.
	 */
	boolean isUntouched() {
		return !this.touched;
	}

	/**
	 * Return the edits as a patch.
	 */
	byte[] patch() {
		return this.patch.toByteArray();
	}

	@Override
	void replaceRoot(JsonNode value) {
		this.touched = true;
		this.untold = true;
		super.replaceRoot(value);
	}

	@Override
	void set(JsonPointerPath path, ObjectNode object, JsonNode value) {
		JsonNode old = object.get(path.last());
		if (old != null && isSame(old, value)) {
			return;
		}
		if (!canTell(path, value)) {
			super.set(path, object, value);
		}
		else if (old != null) {
			replaced(path, old, value);
			super.set(path, object, value);
		}
		else {
			added(path, object, value);
		}
	}

	private void added(JsonPointerPath path, ObjectNode object, JsonNode value) {
		this.sameShape = false;
		container(path, object, REMOVE);
		super.set(path, object, value);
		visit(path, value, ADD);
		this.lengthBytes += lengthOfName(path.last()) + ((object.size() > 1) ? 1 : 0) + write(value).length();
		this.patch.operation("add", path.text(), this.text);
	}

	@Override
	void remove(JsonPointerPath path, ObjectNode object) {
		if (canTell(path, null)) {
			JsonNode old = object.path(path.last());
			this.sameShape = false;
			visit(path, old, REMOVE);
			this.lengthBytes -= lengthOfName(path.last()) + ((object.size() > 1) ? 1 : 0) + write(old).length();
			this.patch.remove(path.text());
			super.remove(path, object);
			container(path, object, ADD);
		}
		else {
			super.remove(path, object);
		}
	}

	@Override
	void replace(JsonPointerPath path, ArrayNode list, int index, JsonNode value) {
		JsonNode old = list.get(index);
		if (isSame(old, value)) {
			return;
		}
		if (canTell(path, value)) {
			replaced(path, old, value);
		}
		super.replace(path, list, index, value);
	}

	@Override
	void insert(JsonPointerPath path, ArrayNode list, int index, JsonNode value) {
		if (!canTell(path, value)) {
			super.insert(path, list, index, value);
			return;
		}
		this.sameShape = false;
		container(path, list, REMOVE);
		elements(path, list, index, REMOVE);
		super.insert(path, list, index, value);
		elements(path, list, index, ADD);
		this.lengthBytes += ((list.size() > 1) ? 1 : 0) + write(value).length();
		this.patch.operation("add", path.text(), this.text);
	}

	@Override
	void remove(JsonPointerPath path, ArrayNode list, int index) {
		if (!canTell(path, null)) {
			super.remove(path, list, index);
			return;
		}
		this.sameShape = false;
		elements(path, list, index, REMOVE);
		this.lengthBytes -= ((list.size() > 1) ? 1 : 0) + write(list.get(index)).length();
		this.patch.remove(path.text());
		super.remove(path, list, index);
		elements(path, list, index, ADD);
		container(path, list, ADD);
	}

	private static boolean isSame(JsonNode old, JsonNode value) {
		return !old.isContainer() && old.equals(value);
	}

	private boolean canTell(JsonPointerPath path, @Nullable JsonNode value) {
		this.touched = true;
		int depth = path.steps().size() + ((value != null) ? depth(value) : 0);
		if (depth > JsonText.MAX_DEPTH || !isText(path.last())) {
			this.untold = true;
		}
		return !this.untold;
	}

	private boolean isText(String name) {
		this.text.truncate(0);
		return this.text.quoted(name);
	}

	private static int depth(JsonNode node) {
		int deepest = 0;
		for (JsonNode child : node) {
			deepest = Math.max(deepest, depth(child));
		}
		return (node.isContainer()) ? deepest + 1 : 0;
	}

	private void replaced(JsonPointerPath path, JsonNode old, JsonNode value) {
		DocumentPath position = position(path.steps());
		if (old.isContainer() || value.isContainer()) {
			this.sameShape = false;
			visit(position, old, REMOVE);
			visit(position, value, ADD);
			this.lengthBytes -= write(old).length();
			this.lengthBytes += write(value).length();
		}
		else {
			// nearly always: what both have in common is looked for once
			this.sameShape &= step(old) == step(value);
			this.properties.replace(position.property(), value(value));
			this.stateHash -= hash(position, write(old));
			this.lengthBytes -= this.text.length();
			this.stateHash += hash(position, write(value));
			this.lengthBytes += this.text.length();
		}
		this.patch.operation("replace", path.text(), this.text);
	}

	private static long hash(DocumentPath path, JsonBytes written) {
		return StateHash.value(path.pointerHash(), written.array(), 0, written.length());
	}

	private JsonBytes write(JsonNode node) {
		this.text.truncate(0);
		NodeText.write(node, this.text);
		return this.text;
	}

	private int lengthOfName(String name) {
		this.text.truncate(0);
		NodeText.quoted(name, this.text);
		return this.text.length() + 1;
	}

	/*
	 * An empty container has a hash and a property of its own, others have none.
	 */
	private void container(JsonPointerPath member, JsonNode container, int sign) {
		if (container.isEmpty()) {
			visit(position(member.parent()), container, sign);
		}
	}

	private void elements(JsonPointerPath element, ArrayNode list, int from, int sign) {
		DocumentPath path = position(element.parent());
		path.enterList();
		for (int i = from; i < list.size(); i++) {
			path.element(i);
			visit(path, list.get(i), sign);
		}
	}

	private void visit(JsonPointerPath path, JsonNode node, int sign) {
		visit(position(path.steps()), node, sign);
	}

	private DocumentPath position(List<String> steps) {
		DocumentPath path = new DocumentPath();
		JsonNode node = root();
		for (String step : steps) {
			if (node.isArray()) {
				int index = Integer.parseInt(step);
				path.enterList();
				path.element(index);
				node = node.path(index);
			}
			else {
				path.enterObject();
				path.member(step);
				node = node.path(step);
			}
		}
		return path;
	}

	// the depth of the recursion is bounded, see canTell
	private void visit(DocumentPath path, JsonNode node, int sign) {
		if (node.isEmpty()) {
			leaf(path, node, sign);
		}
		else if (node.isArray()) {
			path.enterList();
			for (JsonNode element : node) {
				path.element();
				visit(path, element, sign);
			}
			path.leave();
		}
		else {
			path.enterObject();
			for (Map.Entry<String, JsonNode> member : node.properties()) {
				path.member(member.getKey());
				visit(path, member.getValue(), sign);
			}
			path.leave();
		}
	}

	private void leaf(DocumentPath path, JsonNode node, int sign) {
		this.stateHash += sign * hash(path, write(node));
		if (path.depth() == 0) {
			return;
		}
		if (sign == REMOVE) {
			this.properties.remove(path.property());
		}
		else if (!this.properties.put(path.property(), value(node))) {
			this.untold = true;
		}
	}

	private static Object value(JsonNode node) {
		return switch (step(node)) {
			case TEXT -> node.stringValue();
			case INTEGER -> node.numberValue();
			case MINUS_ZERO -> 0;
			case DECIMAL -> (node instanceof LiteralNumberNode number) ? number.literal() : node.asString();
			case TRUTH -> node.booleanValue();
			default -> "";
		};
	}

	private static Step step(JsonNode node) {
		if (node.isString()) {
			return Step.TEXT;
		}
		if (node instanceof LiteralNumberNode number) {
			return number.literal().equals("-0") ? Step.MINUS_ZERO : Step.DECIMAL;
		}
		if (node.isNumber()) {
			return node.isIntegralNumber() ? Step.INTEGER : Step.DECIMAL;
		}
		return node.isBoolean() ? Step.TRUTH : Step.NULL;
	}

}
