package io.sharedconfig.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.DocumentShape.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one walk that checks a document, minifies and flattens it.
 * <p>
 * Not thread-safe; one per document.
 */
final class DocumentScan {

	private final JsonParser parser;

	private final DocumentPath path = new DocumentPath();

	private final DocumentWhere where;

	private final Deque<Set<String>> names = new ArrayDeque<>();

	private final JsonBytes payload;

	private final List<Object> steps = new ArrayList<>();

	private final List<String> properties = new ArrayList<>();

	private final List<Object> values = new ArrayList<>();

	private final int maxLength;

	private int maxDepth = JsonText.MAX_DEPTH;

	private @Nullable ValuePlaces places;

	private long stateHash;

	private int valueBegin;

	/**
	 * Create a walk.
	 * @param parser where the tokens come from
	 * @param lines whether a line and column mean anything to the user
	 * @param expectedLength about how many bytes the payload will have
	 */
	DocumentScan(JsonParser parser, boolean lines, int expectedLength) {
		this(parser, lines, expectedLength, Integer.MAX_VALUE);
	}

	/**
	 * Create a walk that ends when the payload becomes too long.
	 * @param parser where the tokens come from
	 * @param lines whether a line and column mean anything to the user
	 * @param expectedLength about how many bytes the payload will have
	 * @param maxLength how many bytes it may have
	 */
	DocumentScan(JsonParser parser, boolean lines, int expectedLength, int maxLength) {
		this.maxLength = maxLength;
		this.parser = parser;
		this.where = new DocumentWhere(parser, this.path, lines);
		this.payload = new JsonBytes(expectedLength);
	}

	/**
	 * Walk through an object that must be a document.
	 * @param before the document before, whose names are shared if they are the same
	 */
	Document document(@Nullable Document before) {
		walk(true);
		byte[] bytes = this.payload.toByteArray();
		String[] names = this.properties.toArray(String[]::new);
		NameIndex index = NameIndex.of(names, (before != null) ? before.table().keys().index() : NameIndex.EMPTY);
		if (index.twin() >= 0) {
			throw conflict(bytes, index.names()[index.twin()]);
		}
		return new Document(bytes, PropertyTable.of(index, this.values.toArray(), this.values.size()),
				new DocumentShape(this.steps, index, this.places),
				(this.places != null) ? Document.nonZero(this.stateHash) : 0);
	}

	/**
	 * Let the document know its hash, and where its values are. The walk has all that
	 * these are made of; asked for later, they would take other ones.
	 */
	DocumentScan withStateHash() {
		this.places = new ValuePlaces(256);
		return this;
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
		if (this.payload.length() > this.maxLength) {
			throw new TooLongException(this.payload.length());
		}
		switch (token) {
			case PROPERTY_NAME -> name(this.parser.currentName());
			case END_OBJECT -> close('}');
			case END_ARRAY -> close(']');
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
		this.steps.add(name);
	}

	private void value(JsonToken token) {
		if (this.path.inList() && !this.path.element()) {
			this.payload.ascii(',');
		}
		this.valueBegin = this.payload.length();
		switch (token) {
			case START_OBJECT -> open('{');
			case START_ARRAY -> open('[');
			case VALUE_STRING -> {
				String text = this.parser.getString();
				text(text);
				leaf(Step.TEXT, text);
			}
			case VALUE_NUMBER_INT -> {
				String literal = this.parser.getString();
				number(literal);
				leaf(literal.equals("-0") ? Step.MINUS_ZERO : Step.INTEGER, this.parser.getNumberValue());
			}
			case VALUE_NUMBER_FLOAT -> {
				String literal = this.parser.getString();
				number(literal);
				leaf(Step.DECIMAL, literal);
			}
			case VALUE_TRUE, VALUE_FALSE -> {
				this.payload.ascii(token.asString());
				leaf(Step.TRUTH, token == JsonToken.VALUE_TRUE);
			}
			default -> {
				this.payload.ascii("null");
				leaf(Step.NULL, "");
			}
		}
	}

	private void open(char bracket) {
		this.payload.ascii(bracket);
		this.steps.add((bracket == '{') ? Step.OBJECT : Step.LIST);
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

	private void close(char bracket) {
		this.payload.ascii(bracket);
		if (bracket == '}') {
			this.names.pop();
		}
		this.steps.add(Step.END);
		if (this.path.leave()) {
			// empty: what was begun last is this
			hash();
			if (this.path.depth() > 0) {
				property(Step.END, "");
			}
		}
	}

	private void leaf(Step step, Object value) {
		this.steps.add(step);
		hash();
		property(step, value);
	}

	private void hash() {
		if (this.places != null) {
			this.stateHash += StateHash.value(this.path.pointerHash(), this.payload.array(), this.valueBegin,
					this.payload.length());
		}
	}

	private void property(Step step, Object value) {
		if (this.places != null) {
			this.places.add(step, this.path.pointerHash());
		}
		this.properties.add(this.path.property());
		this.values.add(value);
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
		if (!JsonText.isInRange(literal)) {
			throw invalid("a number has an exponent that is out of range");
		}
		this.payload.ascii(literal);
	}

	private void requireEnd() {
		if (this.parser.nextToken() != null) {
			throw invalid("there is more behind its end");
		}
	}

	private static InvalidDocumentException conflict(byte[] payload, String property) {
		List<String> pointers = PointerIndex.of(payload, property);
		return new InvalidDocumentException("'%s' and '%s' are both the property '%s'"
			.formatted(Shown.text(pointers.get(0)), Shown.text(pointers.get(1)), Shown.text(property)));
	}

	private InvalidDocumentException invalid(String problem) {
		return this.where.invalid(problem);
	}

}
