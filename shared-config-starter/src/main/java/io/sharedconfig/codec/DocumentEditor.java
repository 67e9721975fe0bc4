package io.sharedconfig.codec;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Edits a document's tree by property name, as Spring writes them: {@code pool.hosts[1]},
 * {@code map[a.b]}.
 * <p>
 * Not thread-safe; one per tree. An edit that fails leaves the tree as it was. Whether
 * the result is a document is checked when it is encoded.
 *
 * @since 1.0.0
 */
public final class DocumentEditor {

	private final TreeEdits edits;

	/**
	 * Create an editor.
	 * @param root the tree to edit, in place
	 */
	public DocumentEditor(ObjectNode root) {
		this(new TreeEdits(Objects.requireNonNull(root, "'root' must not be null")));
	}

	DocumentEditor(TreeEdits edits) {
		this.edits = edits;
	}

	/**
	 * Set one property, or everything below it. A property that is there is set where it
	 * stands, nested or joined. A new one goes into the deepest object that is there
	 * already; below a single value it is put beside that value under a joined name
	 * ({@code org} and {@code org.foo}). An index one above the last appends to a list,
	 * and {@code [0]} begins one.
	 * @param key the property name
	 * @param value the value, copied
	 * @throws InvalidDocumentException if the key is no property name, leaves a gap in a
	 * list, or does not fit what is there
	 */
	public void set(String key, JsonNode value) {
		PropertyPath path = PropertyPath.parse(key);
		PropertySearch search = new PropertySearch(root(), path, false);
		List<PropertyPlace> places = search.places();
		PropertyPlace property = property(places);
		if (places.isEmpty()) {
			new PropertyInsert(path, value.deepCopy(), this.edits).into(search.deepestPath(), search.deepest(),
					search.depth());
		}
		else if (property != null) {
			property.put(value.deepCopy(), this.edits);
		}
		else {
			places.get(0).put(value.deepCopy(), this.edits);
			places.subList(1, places.size()).forEach(this::remove);
		}
	}

	private static @Nullable PropertyPlace property(List<PropertyPlace> places) {
		for (PropertyPlace place : places) {
			if (place.isProperty()) {
				return place;
			}
		}
		return null;
	}

	/**
	 * Remove one property and everything below it, nested or joined, and every object
	 * that held nothing else. The elements behind a removed one move up. A property that
	 * is not there is left alone.
	 * @param key the property name
	 * @throws InvalidDocumentException if the key is no property name
	 */
	public void remove(String key) {
		PropertySearch search = new PropertySearch(root(), PropertyPath.parse(key), true);
		search.places().forEach(this::remove);
		search.below().forEach(this::remove);
	}

	/**
	 * Merge a patch into the tree by the rules of JSON Merge Patch (RFC 7396). It works
	 * on the names in the document, not on property names.
	 * @param mergePatch the patch, an object
	 * @throws InvalidDocumentException if the patch is not an object
	 */
	public void merge(JsonNode mergePatch) {
		if (!(mergePatch instanceof ObjectNode patch)) {
			throw new InvalidDocumentException("a merge patch must be a JSON object: the document must stay one");
		}
		merge(JsonPointerPath.ROOT, root(), patch);
	}

	private void remove(PropertyPlace place) {
		place.remove(this.edits);
	}

	/**
	 * Return the tree.
	 * @return the tree that was given, with all edits
	 */
	public ObjectNode root() {
		return (ObjectNode) this.edits.root();
	}

	private void merge(JsonPointerPath path, ObjectNode target, ObjectNode patch) {
		for (Map.Entry<String, JsonNode> change : patch.properties()) {
			JsonNode present = target.get(change.getKey());
			JsonPointerPath member = path.to(change.getKey());
			if (present instanceof ObjectNode object && change.getValue() instanceof ObjectNode changes) {
				merge(member, object, changes);
			}
			else if (!change.getValue().isNull()) {
				this.edits.set(member, target, merged(JsonNodeFactory.instance.objectNode(), change.getValue()));
			}
			else if (present != null) {
				this.edits.remove(member, target);
			}
		}
	}

	static JsonNode merged(JsonNode target, JsonNode patch) {
		if (!(patch instanceof ObjectNode changes)) {
			return patch.deepCopy();
		}
		ObjectNode object = (target instanceof ObjectNode present) ? present : JsonNodeFactory.instance.objectNode();
		new DocumentEditor(object).merge(changes);
		return object;
	}

}
