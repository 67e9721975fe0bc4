package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for a property in a tree, also where names are joined:
 * {@code logging.level.org.foo} may be the member {@code org.foo} of an object.
 * <p>
 * Not thread-safe; one per search.
 */
final class PropertySearch {

	private final PropertyPath path;

	private final List<PropertyPlace> places = new ArrayList<>();

	private final List<PropertyPlace> below = new ArrayList<>();

	private final boolean lookBelow;

	private JsonNode deepest;

	private @Nullable PropertyPlace deepestPlace;

	private int depth;

	/**
	 * Search.
	 * @param root where to begin
	 * @param path what to look for
	 * @param lookBelow whether to look for joined names that go on below it, too
	 */
	PropertySearch(ObjectNode root, PropertyPath path, boolean lookBelow) {
		this.path = path;
		this.lookBelow = lookBelow;
		this.deepest = root;
		look(root, 0, null);
	}

	/**
	 * Return where the property stands: more than one place if its values are spread over
	 * nested and joined names.
	 */
	List<PropertyPlace> places() {
		return this.places;
	}

	/**
	 * Return where joined names go on below the property.
	 */
	List<PropertyPlace> below() {
		return this.below;
	}

	/**
	 * Return the container that has most of the path behind it.
	 */
	JsonNode deepest() {
		return this.deepest;
	}

	/**
	 * Return the pointer to that container.
	 */
	JsonPointerPath deepestPath() {
		return (this.deepestPlace != null) ? this.deepestPlace.path() : JsonPointerPath.ROOT;
	}

	/**
	 * Return how many parts of the path are behind the deepest container.
	 */
	int depth() {
		return this.depth;
	}

	private void look(JsonNode container, int from, @Nullable PropertyPlace parent) {
		if (from > this.depth) {
			this.deepest = container;
			this.deepestPlace = parent;
			this.depth = from;
		}
		PropertyPath.Part part = this.path.part(from);
		if (container instanceof ArrayNode list) {
			int index = part.index();
			if (index >= 0 && index < list.size()) {
				found(list.get(index), from + 1, new PropertyPlace(parent, list, "", index));
			}
		}
		else if (container instanceof ObjectNode object) {
			if (part.bracketed()) {
				part.names().forEach((name) -> lookFor(name, object, from + 1, parent));
			}
			else {
				lookForJoined(object, from, parent);
			}
		}
	}

	private void lookForJoined(ObjectNode object, int from, @Nullable PropertyPlace parent) {
		StringBuilder joined = new StringBuilder();
		int next = from;
		while (next < this.path.size() && !this.path.part(next).bracketed()) {
			joined.append((next > from) ? "." : "").append(this.path.part(next).text());
			lookFor(joined.toString(), object, ++next, parent);
		}
		if (this.lookBelow && next == this.path.size()) {
			String prefix = joined.append('.').toString();
			object.propertyNames()
				.stream()
				.filter((name) -> name.startsWith(prefix) && PropertyNames.isJoinable(name))
				.forEach((name) -> this.below.add(new PropertyPlace(parent, object, name, -1)));
		}
	}

	private void lookFor(String name, ObjectNode object, int next, @Nullable PropertyPlace parent) {
		JsonNode value = object.get(name);
		if (value != null) {
			found(value, next, new PropertyPlace(parent, object, name, -1));
		}
	}

	private void found(JsonNode value, int next, PropertyPlace place) {
		if (next == this.path.size()) {
			this.places.add(place);
		}
		else if (value.isContainer()) {
			look(value, next, place);
		}
	}

}
