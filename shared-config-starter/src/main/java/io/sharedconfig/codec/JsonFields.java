package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The texts, whole numbers and lists of texts of one JSON object that is information
 * only. All else in it is left out; what is no such object has no fields. It is read by
 * tokens, without a tree: this is on the way to a process's first property, and loading
 * data binding costs more than all else there.
 * <p>
 * Immutable.
 */
final class JsonFields {

	private static final JsonFields NONE = new JsonFields(Map.of());

	private final Map<String, Object> values;

	private JsonFields(Map<String, Object> values) {
		this.values = values;
	}

	/**
	 * Read an object.
	 * @param json the bytes, of anybody
	 * @return its fields; none if it is no object, ends too early, names a field twice or
	 * is not Unicode
	 */
	static JsonFields of(byte[] json) {
		try (JsonParser parser = JsonText.parser(json)) {
			Map<String, Object> values = new HashMap<>();
			boolean whole = parser.nextToken() == JsonToken.START_OBJECT && object(parser, values)
					&& parser.nextToken() == null;
			return (whole) ? new JsonFields(values) : NONE;
		}
		catch (JacksonException ex) {
			return NONE;
		}
	}

	private static boolean object(JsonParser parser, Map<String, Object> values) {
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Object value = value(parser);
			if (values.put(name, value) != null || !isUnicode(value)) {
				return false;
			}
		}
		return parser.hasToken(JsonToken.END_OBJECT);
	}

	private static Object value(JsonParser parser) {
		JsonToken token = parser.nextToken();
		if (token == JsonToken.VALUE_STRING) {
			return parser.getString();
		}
		if (token == JsonToken.VALUE_NUMBER_INT) {
			return parser.getNumberValue();
		}
		if (token == JsonToken.START_ARRAY) {
			return texts(parser);
		}
		parser.skipChildren();
		return token;
	}

	private static List<String> texts(JsonParser parser) {
		List<String> texts = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			if (parser.hasToken(JsonToken.VALUE_STRING)) {
				texts.add(parser.getString());
			}
			parser.skipChildren();
		}
		return texts;
	}

	private static boolean isUnicode(Object value) {
		if (value instanceof String text) {
			return text.codePoints().noneMatch(JsonFields::isHalf);
		}
		return !(value instanceof List<?> texts) || texts.stream().allMatch(JsonFields::isUnicode);
	}

	private static boolean isHalf(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

	/**
	 * Return a text.
	 */
	@Nullable String text(String field) {
		return (this.values.get(field) instanceof String text) ? text : null;
	}

	/**
	 * Return a whole number, 0 if there is none, or one that is no {@code long}.
	 */
	long number(String field) {
		return (this.values.get(field) instanceof Number number
				&& (number instanceof Integer || number instanceof Long)) ? number.longValue() : 0;
	}

	/**
	 * Return the texts in a list.
	 */
	List<String> texts(String field) {
		List<String> texts = new ArrayList<>();
		if (this.values.get(field) instanceof List<?> list) {
			list.forEach((text) -> texts.add((String) text));
		}
		return texts;
	}

}
