package io.sharedconfig.codec;

import io.sharedconfig.codec.DocumentShape.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a document that has the names of the one before it, in the same order, and keeps
 * its bytes. Whatever else it is, {@link DocumentScan} reads it, and writes it anew or
 * says what is wrong with it.
 */
final class LockstepReader {

	private final JsonParser parser;

	private final ShapeMatch match;

	private LockstepReader(JsonParser parser, ShapeMatch match) {
		this.parser = parser;
		this.match = match;
	}

	/**
	 * Read a payload.
	 * @return the document, {@code null} if it has other names, is not minified, or is
	 * none
	 */
	static @Nullable Document read(byte[] payload, @Nullable Document before) {
		ShapeMatch match = ShapeMatch.of(before);
		if (match == null || !JsonText.isMinified(payload)) {
			return null;
		}
		try (JsonParser parser = JsonText.parser(payload)) {
			return new LockstepReader(parser, match).isMatch() ? new Document(payload, match) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private boolean isMatch() {
		JsonToken token = this.parser.nextToken();
		while (token != null && take(token)) {
			token = this.parser.nextToken();
		}
		return token == null && this.match.isComplete();
	}

	private boolean take(JsonToken token) {
		return switch (token) {
			case PROPERTY_NAME -> this.match.name(this.parser.currentName());
			case START_OBJECT -> this.match.enter(Step.OBJECT);
			case START_ARRAY -> this.match.enter(Step.LIST);
			case END_OBJECT, END_ARRAY -> this.match.leave();
			case VALUE_STRING -> this.match.leaf(Step.TEXT, this.parser.getString());
			case VALUE_NUMBER_INT -> integer();
			case VALUE_NUMBER_FLOAT -> decimal();
			case VALUE_TRUE -> this.match.leaf(Step.TRUTH, true);
			case VALUE_FALSE -> this.match.leaf(Step.TRUTH, false);
			default -> this.match.leaf(Step.NULL, "");
		};
	}

	private boolean integer() {
		boolean minusZero = this.parser.getStringLength() == 2 && this.parser.getString().equals("-0");
		return this.match.leaf((minusZero) ? Step.MINUS_ZERO : Step.INTEGER, this.parser.getNumberValue());
	}

	private boolean decimal() {
		String literal = this.parser.getString();
		return JsonText.isNumber(literal) && JsonText.isInRange(literal) && this.match.leaf(Step.DECIMAL, literal);
	}

}
