package io.sharedconfig.codec;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one walk that checks a document, minifies, flattens and hashes it.
 * <p>
 * Not thread-safe; one per document.
 */
final class DocumentScan {

	private final JsonParser parser;

	private final DocumentPath path = new DocumentPath();

	private final DocumentWhere where;

	private final Deque<Set<String>> names = new ArrayDeque<>();

	private final JsonBytes payload;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private int maxDepth = JsonText.MAX_DEPTH;

	private long stateHash;

	private @Nullable Conflict conflict;

	/**
	 * Create a walk.
	 * @param parser where the tokens come from
	 * @param lines whether a line and column mean anything to the user
	 * @param expectedLength about how many bytes the payload will have
	 */
	DocumentScan(JsonParser parser, boolean lines, int expectedLength) {
		this.parser = parser;
		this.where = new DocumentWhere(parser, this.path, lines);
		this.payload = new JsonBytes(expectedLength);
	}

	/**
	 * Walk through an object that must be a document.
	 */
	Document document() {
		walk(true);
		byte[] bytes = this.payload.toByteArray();
		requireNoConflict(bytes);
		return new Document(bytes, this.properties, this.stateHash);
	}

	/**
	 * Walk through an object that may name one property twice, and may hold a document.
	 */
	ObjectNode object() {
		this.maxDepth += JsonText.ENVELOPE_DEPTH;
		walk(true);
		return (ObjectNode) tree();
	}

	/**
	 * Walk through a list that may hold what a document holds.
	 */
	ArrayNode list() {
		this.maxDepth += JsonText.ENVELOPE_DEPTH;
		walk(false);
		if (!(tree() instanceof ArrayNode list)) {
			throw new InvalidDocumentException("expected a JSON list, found something else");
		}
		return list;
	}

	/**
	 * Walk through any value.
	 */
	JsonNode value() {
		walk(false);
		return tree();
	}

	private JsonNode tree() {
		try (JsonParser checked = JsonText.parser(this.payload.toByteArray())) {
			return TreeReader.read(checked);
		}
	}

	private void walk(boolean objectOnly) {
		try {
			JsonToken token = this.parser.nextToken();
			if (token == null || objectOnly && token != JsonToken.START_OBJECT) {
				throw this.where.notAnObject(token);
			}
			take(token);
			while (this.path.depth() > 0) {
				take(this.parser.nextToken());
			}
			requireEnd();
		}
		catch (JacksonException ex) {
			// not as cause: its message quotes the text
			throw this.where.invalid(ex);
		}
	}

	private void take(JsonToken token) {
		switch (token) {
			case PROPERTY_NAME -> name(this.parser.currentName());
			case END_OBJECT -> close('}', "{}");
			case END_ARRAY -> close(']', "[]");
			default -> value(token);
		}
	}

	private void name(String name) {
		if (!Objects.requireNonNull(this.names.peek()).add(name)) {
			this.path.member(name);
			throw invalid("a name is there twice");
		}
		if (!this.path.member(name)) {
			this.payload.ascii(',');
		}
		text(name);
		this.payload.ascii(':');
	}

	private void value(JsonToken token) {
		if (this.path.inList() && !this.path.element()) {
			this.payload.ascii(',');
		}
		int start = this.payload.length();
		switch (token) {
			case START_OBJECT -> open('{');
			case START_ARRAY -> open('[');
			case VALUE_STRING -> {
				String text = this.parser.getString();
				text(text);
				leaf(text, start);
			}
			case VALUE_NUMBER_INT -> {
				number(this.parser.getString());
				leaf(this.parser.getNumberValue(), start);
			}
			case VALUE_NUMBER_FLOAT -> {
				String literal = this.parser.getString();
				number(literal);
				leaf(literal, start);
			}
			case VALUE_TRUE, VALUE_FALSE -> {
				this.payload.ascii(token.asString());
				leaf(token == JsonToken.VALUE_TRUE, start);
			}
			default -> {
				this.payload.ascii("null");
				leaf("", start);
			}
		}
	}

	private void open(char bracket) {
		this.payload.ascii(bracket);
		if (bracket == '{') {
			this.path.enterObject();
			this.names.push(new HashSet<>());
		}
		else {
			this.path.enterList();
		}
		if (this.path.depth() > this.maxDepth) {
			throw invalid("it is nested deeper than %d levels".formatted(this.maxDepth));
		}
	}

	private void close(char bracket, String empty) {
		this.payload.ascii(bracket);
		if (bracket == '}') {
			this.names.pop();
		}
		if (!this.path.leave()) {
			return;
		}
		if (this.path.depth() > 0) {
			leaf("", this.payload.length() - empty.length());
		}
		else {
			hash(this.payload.length() - empty.length());
		}
	}

	private void leaf(Object value, int start) {
		String property = this.path.property();
		if (this.properties.put(property, value) != null && this.conflict == null) {
			this.conflict = new Conflict(property, this.path.pointer());
		}
		hash(start);
	}

	private void hash(int start) {
		this.stateHash += StateHash.value(this.path.pointerHash(), this.payload.array(), start, this.payload.length());
	}

	private void text(String text) {
		if (!this.payload.quoted(text)) {
			throw invalid("half of a surrogate pair is no character");
		}
	}

	private void number(String literal) {
		if (!JsonText.isNumber(literal)) {
			throw invalid("NaN and infinite numbers are not JSON");
		}
		requireRange(literal);
		this.payload.ascii(literal);
	}

	private void requireRange(String literal) {
		int exponent = Math.max(literal.indexOf('e'), literal.indexOf('E'));
		if (exponent >= 0 && literal.length() - exponent > 9) {
			try {
				new BigDecimal(literal);
			}
			catch (NumberFormatException ex) {
				throw invalid("a number has an exponent that is out of range");
			}
		}
	}

	private void requireEnd() {
		if (this.parser.nextToken() != null) {
			throw invalid("there is more behind its end");
		}
	}

	private void requireNoConflict(byte[] bytes) {
		if (this.conflict != null) {
			String first = PointerIndex.of(bytes).get(this.conflict.property);
			throw new InvalidDocumentException(
					"'%s' and '%s' are both the property '%s'".formatted(Shown.text(String.valueOf(first)),
							Shown.text(this.conflict.pointer), Shown.text(this.conflict.property)));
		}
	}

	private InvalidDocumentException invalid(String problem) {
		return this.where.invalid(problem);
	}

	private record Conflict(String property, String pointer) {

	}

}
