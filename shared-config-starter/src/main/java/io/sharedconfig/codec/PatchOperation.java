package io.sharedconfig.codec;

import java.util.Locale;
import java.util.Objects;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One operation of a JSON patch.
 * <p>
 * Immutable, as long as nobody changes the value.
 *
 * @param number which one of the patch it is, from 1
 * @param kind what it does
 * @param path where
 * @param from where it takes a value from, {@code null} if it takes none
 * @param value the value, {@code null} if it has none
 */
record PatchOperation(int number, Kind kind, JsonPointerPath path, @Nullable JsonPointerPath from,
		@Nullable JsonNode value) {

	static PatchOperation of(int number, JsonNode operation) {
		if (!operation.isObject()) {
			throw malformed(number, "it must be a JSON object");
		}
		Kind kind = kind(number, text(number, operation, "op"));
		JsonPointerPath path = pointer(number, operation, "path");
		JsonPointerPath from = kind.hasFrom ? pointer(number, operation, "from") : null;
		JsonNode value = kind.hasValue ? operation.get("value") : null;
		if (kind.hasValue && value == null) {
			throw malformed(number, "it lacks 'value'");
		}
		return new PatchOperation(number, kind, path, from, value);
	}

	private static Kind kind(int number, String name) {
		for (Kind kind : Kind.values()) {
			if (kind.title().equals(name)) {
				return kind;
			}
		}
		throw malformed(number, "'op' must be one of add, remove, replace, move, copy and test");
	}

	private static JsonPointerPath pointer(int number, JsonNode operation, String field) {
		String text = text(number, operation, field);
		JsonPointerPath pointer = JsonPointerPath.parse(text);
		if (pointer == null) {
			throw malformed(number, "'%s' must be a JSON pointer: '%s'".formatted(field, Shown.text(text)));
		}
		return pointer;
	}

	private static String text(int number, JsonNode operation, String field) {
		JsonNode node = operation.get(field);
		if (node == null || !node.isString()) {
			throw malformed(number, "'%s' must be a text".formatted(field));
		}
		return node.stringValue();
	}

	private static InvalidDocumentException malformed(int number, String problem) {
		return new InvalidDocumentException(
				"operation %d of the JSON patch is none: %s".formatted(number, Shown.text(problem)));
	}

	/**
	 * Make the operation.
	 * @throws InvalidDocumentException if it does not apply
	 */
	void applyTo(PatchTarget target) {
		try {
			switch (this.kind) {
				case ADD -> target.add(this.path, value());
				case REMOVE -> target.remove(this.path);
				case REPLACE -> target.replace(this.path, value());
				case MOVE -> target.move(from(), this.path);
				case COPY -> target.copy(from(), this.path);
				case TEST -> target.test(this.path, value());
			}
		}
		catch (PatchTarget.NotApplicableException ex) {
			throw new InvalidDocumentException("operation %d of the JSON patch cannot be made: %s '%s': %s"
				.formatted(this.number, this.kind.title(), Shown.text(this.path.text()), ex.getMessage()));
		}
	}

	// each operation brings a value of its own: a patch can be applied again
	@Override
	public JsonNode value() {
		return Objects.requireNonNull(this.value).deepCopy();
	}

	@Override
	public JsonPointerPath from() {
		return Objects.requireNonNull(this.from);
	}

	@Override
	public String toString() {
		return "PatchOperation[%s %s]".formatted(this.kind.title(), Shown.text(this.path.text()));
	}

	/**
	 * What an operation does, and what it needs for it.
	 */
	enum Kind {

		ADD(false, true), REMOVE(false, false), REPLACE(false, true), MOVE(true, false), COPY(true, false),
		TEST(false, true);

		private final boolean hasFrom;

		private final boolean hasValue;

		private final String title = name().toLowerCase(Locale.ROOT);

		Kind(boolean hasFrom, boolean hasValue) {
			this.hasFrom = hasFrom;
			this.hasValue = hasValue;
		}

		String title() {
			return this.title;
		}

	}

}
