package io.sharedconfig.actuate;

import java.util.List;

import io.sharedconfig.ConfigChange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the body of a {@code POST} asks for.
 * <p>
 * Immutable, as long as nobody changes the nodes. {@code toString()} shows no value.
 *
 * @param document the whole document to publish, {@code null} if not given
 * @param mergePatch the changes to publish, {@code null} if not given
 * @param author who makes the change, {@code null} if not given
 * @param comment why the change is made, {@code null} if not given
 * @param expectedVersion the version the change was made for, {@code null} if not given
 */
record ChangeRequest(@Nullable JsonNode document, @Nullable JsonNode mergePatch, @Nullable String author,
		@Nullable String comment, @Nullable Long expectedVersion) {

	private static final List<String> FIELDS = List.of("document", "mergePatch", "author", "comment",
			"expectedVersion");

	/**
	 * Read a request.
	 * @throws InvalidChangeRequestException if it asks for nothing that can be done
	 */
	static ChangeRequest of(ObjectNode body) {
		for (String field : body.propertyNames()) {
			if (!FIELDS.contains(field)) {
				throw new InvalidChangeRequestException(
						"'%s' is not a field of a change: expected %s".formatted(field, FIELDS));
			}
		}
		JsonNode document = body.get("document");
		JsonNode mergePatch = body.get("mergePatch");
		if ((document == null) == (mergePatch == null)) {
			throw new InvalidChangeRequestException(
					"expected one of 'document' and 'mergePatch', found " + ((document == null) ? "neither" : "both"));
		}
		requireObject("document", document);
		requireObject("mergePatch", mergePatch);
		return new ChangeRequest(document, mergePatch, text(body, "author"), text(body, "comment"),
				version(body, "expectedVersion"));
	}

	private static void requireObject(String field, @Nullable JsonNode node) {
		if (node != null && !node.isObject()) {
			throw notA(field, "a JSON object", node);
		}
	}

	private static @Nullable String text(ObjectNode body, String field) {
		JsonNode node = body.get(field);
		if (node == null || node.isNull()) {
			return null;
		}
		if (!node.isString()) {
			throw notA(field, "a text", node);
		}
		return node.stringValue();
	}

	private static @Nullable Long version(ObjectNode body, String field) {
		JsonNode node = body.get(field);
		if (node == null || node.isNull()) {
			return null;
		}
		if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
			throw notA(field, "an integer of 0 or more", node);
		}
		return node.longValue();
	}

	private static InvalidChangeRequestException notA(String field, String expected, JsonNode found) {
		return new InvalidChangeRequestException(
				"'%s' must be %s: found %s".formatted(field, expected, found.getNodeType()));
	}

	/**
	 * Put what is asked for into a change.
	 */
	ConfigChange applyTo(ConfigChange change) {
		if (this.document != null) {
			change.document(this.document);
		}
		if (this.mergePatch != null) {
			change.merge(this.mergePatch);
		}
		return change.author(this.author).comment(this.comment);
	}

	@Override
	public String toString() {
		return "ChangeRequest[%s]".formatted((this.document != null) ? "document" : "mergePatch");
	}

}
