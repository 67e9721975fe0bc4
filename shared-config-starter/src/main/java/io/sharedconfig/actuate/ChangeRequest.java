package io.sharedconfig.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sharedconfig.ConfigChange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the body of a {@code POST} asks for.
 * <p>
 * Immutable, as long as nobody changes the nodes. {@code toString()} shows no value.
 *
 * @param kind which of the four ways to change a document is asked for
 * @param content the document, the patch, or the version to go back to
 * @param author who makes the change, {@code null} if not given
 * @param comment why the change is made, {@code null} if not given
 * @param expectedVersion the version the change was made for, {@code null} if not given
 * @param preview whether to answer only what would change
 * @param stage whether followers are to try the change instead of applying it
 */
record ChangeRequest(Kind kind, JsonNode content, @Nullable String author, @Nullable String comment,
		@Nullable Long expectedVersion, boolean preview, boolean stage) {

	private static final List<String> FIELDS = Stream
		.concat(Arrays.stream(Kind.values()).map((kind) -> kind.field),
				Stream.of("author", "comment", "expectedVersion", "preview", "stage"))
		.toList();

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
		Kind kind = Kind.of(body);
		JsonNode content = body.path(kind.field);
		if (!kind.isValid(content)) {
			throw notA(kind.field, kind.expected, content);
		}
		return new ChangeRequest(kind, content, text(body, "author"), text(body, "comment"),
				version(body, "expectedVersion"), flag(body, "preview"), flag(body, "stage"));
	}

	private static boolean flag(ObjectNode body, String field) {
		JsonNode node = body.path(field);
		if (!node.isMissingNode() && !node.isBoolean()) {
			throw notA(field, "true or false", node);
		}
		return node.asBoolean(false);
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
		if (!isVersion(node)) {
			throw notA(field, "an integer of 0 or more", node);
		}
		return node.longValue();
	}

	private static boolean isVersion(JsonNode node) {
		return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
	}

	private static InvalidChangeRequestException notA(String field, String expected, JsonNode found) {
		return new InvalidChangeRequestException(
				"'%s' must be %s: found %s".formatted(field, expected, found.getNodeType()));
	}

	/**
	 * Put what is asked for into a change.
	 */
	ConfigChange applyTo(ConfigChange change) {
		switch (this.kind) {
			case DOCUMENT -> change.document(this.content);
			case MERGE_PATCH -> change.merge(this.content);
			case JSON_PATCH -> change.patch(this.content);
			case ROLLBACK_TO -> change.rollbackTo(this.content.longValue());
		}
		return change.author(this.author).comment(this.comment);
	}

	@Override
	public String toString() {
		return "ChangeRequest[%s]".formatted(this.kind.field);
	}

	/**
	 * A way to change a document.
	 */
	enum Kind {

		DOCUMENT("document", "a JSON object"), MERGE_PATCH("mergePatch", "a JSON object"),
		JSON_PATCH("jsonPatch", "a JSON array"), ROLLBACK_TO("rollbackTo", "an integer of 0 or more");

		private final String field;

		private final String expected;

		Kind(String field, String expected) {
			this.field = field;
			this.expected = expected;
		}

		static Kind of(ObjectNode body) {
			List<Kind> given = Arrays.stream(values()).filter((kind) -> body.has(kind.field)).toList();
			if (given.size() != 1) {
				throw new InvalidChangeRequestException("expected one of %s, found %s"
					.formatted(fields(List.of(values())), given.isEmpty() ? "none" : fields(given)));
			}
			return given.get(0);
		}

		private static String fields(List<Kind> kinds) {
			return kinds.stream().map((kind) -> "'" + kind.field + "'").collect(Collectors.joining(", "));
		}

		boolean isValid(JsonNode node) {
			return switch (this) {
				case DOCUMENT, MERGE_PATCH -> node.isObject();
				case JSON_PATCH -> node.isArray();
				case ROLLBACK_TO -> isVersion(node);
			};
		}

	}

}
