package io.sharedconfig.codec;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a tree of flattened properties, so that flattened again they are what they were:
 * {@code hosts[0]}, {@code hosts[1]} become a list, {@code a.b} an object, and what is
 * below a single value ({@code org}, {@code org.foo}) is put beside it under a joined
 * name. Indexes with gaps stay names in brackets.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class PropertyTree {

	private final DocumentCodec codec;

	private final Branch root = new Branch();

	private PropertyTree(DocumentCodec codec) {
		this.codec = codec;
	}

	/**
	 * Make a tree of properties.
	 * @param properties property name, as Spring writes it, to value
	 * @param codec what makes nodes of values
	 * @return the tree, in the order of the properties
	 * @throws InvalidDocumentException if they contradict each other, or a value has no
	 * JSON form
	 */
	public static ObjectNode of(Map<String, ?> properties, DocumentCodec codec) {
		PropertyTree tree = new PropertyTree(codec);
		properties.forEach(tree::put);
		return tree.toObject();
	}

	private void put(String key, @Nullable Object value) {
		Branch branch = this.root;
		for (PropertyPath.Part part : PropertyPath.parseForeign(key).parts()) {
			branch = branch.children.computeIfAbsent(part, (missing) -> new Branch());
		}
		branch.key = key;
		try {
			branch.value = this.codec.value(value);
		}
		catch (InvalidDocumentException ex) {
			throw new InvalidDocumentException("'%s': %s".formatted(Shown.text(key), ex.problem()));
		}
	}

	private ObjectNode toObject() {
		return object(this.root);
	}

	private static JsonNode node(Branch branch) {
		if (branch.children.isEmpty() && branch.value != null) {
			return branch.value;
		}
		return branch.isList() ? list(branch) : object(branch);
	}

	private static ArrayNode list(Branch branch) {
		ArrayNode list = JsonNodeFactory.instance.arrayNode();
		for (int i = 0; i < branch.children.size(); i++) {
			Branch element = branch.children.get(new PropertyPath.Part(String.valueOf(i), true));
			if (element != null) {
				requireOne(element);
				list.add(node(element));
			}
		}
		return list;
	}

	private static ObjectNode object(Branch branch) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		branch.children.forEach((part, child) -> member(object, name(part), child));
		return object;
	}

	private static void member(ObjectNode object, String name, Branch child) {
		if (child.value == null || child.children.isEmpty() || !child.isJoinableTo(name)) {
			requireOne(child);
			object.set(name, node(child));
			return;
		}
		object.set(name, child.value);
		child.children.forEach((part, below) -> member(object, name + '.' + part.text(), below));
	}

	private static String name(PropertyPath.Part part) {
		if (!part.bracketed()) {
			return part.text();
		}
		return part.names()
			.stream()
			.findFirst()
			.orElseThrow(() -> new InvalidDocumentException(
					"no name in a document reads like '[%s]'".formatted(Shown.text(part.text()))));
	}

	private static void requireOne(Branch branch) {
		boolean empty = branch.value != null && branch.value.isString() && branch.value.stringValue().isEmpty();
		if (branch.value != null && !empty && !branch.children.isEmpty()) {
			throw new InvalidDocumentException("'%s' has a value of its own and others in brackets below it"
				.formatted(Shown.text(String.valueOf(branch.key))));
		}
	}

	private static final class Branch {

		private final Map<PropertyPath.Part, Branch> children = new LinkedHashMap<>();

		private @Nullable String key;

		private @Nullable JsonNode value;

		boolean isList() {
			for (int i = 0; i < this.children.size(); i++) {
				if (!this.children.containsKey(new PropertyPath.Part(String.valueOf(i), true))) {
					return false;
				}
			}
			return !this.children.isEmpty();
		}

		boolean isJoinableTo(String name) {
			return PropertyNames.isJoinable(name)
					&& this.children.keySet().stream().noneMatch(PropertyPath.Part::bracketed);
		}

	}

}
