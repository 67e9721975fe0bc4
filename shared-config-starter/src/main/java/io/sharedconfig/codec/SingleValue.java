package io.sharedconfig.codec;

import io.sharedconfig.codec.DocumentShape.Step;
import tools.jackson.databind.JsonNode;

/**
 * A value that is no container.
 * <p>
 * Immutable.
 *
 * @param step its kind
 * @param value the value as a property has it
 */
record SingleValue(Step step, Object value) {

	static final SingleValue TRUE = new SingleValue(Step.TRUTH, true);

	static final SingleValue FALSE = new SingleValue(Step.TRUTH, false);

	static final SingleValue NULL = new SingleValue(Step.NULL, "");

	static SingleValue text(String text) {
		return new SingleValue(Step.TEXT, text);
	}

	static SingleValue integer(long value) {
		// not in one expression: that would be a Long in any case
		if ((int) value == value) {
			return new SingleValue(Step.INTEGER, (int) value);
		}
		return new SingleValue(Step.INTEGER, value);
	}

	static SingleValue decimal(String literal) {
		return new SingleValue(Step.DECIMAL, literal);
	}

	/**
	 * Return whether another one is written in the same way. The {@code equals} of a
	 * record is made at run time, when it is called for the first time, and somebody is
	 * waiting.
	 */
	boolean isSame(SingleValue other) {
		return this.step == other.step && this.value.equals(other.value);
	}

	/**
	 * Write it as the payload of a document has it.
	 */
	void write(JsonBytes text) {
		switch (this.step) {
			case TEXT -> NodeText.quoted((String) this.value, text);
			case MINUS_ZERO -> text.ascii("-0");
			case NULL -> text.ascii("null");
			default -> text.ascii(this.value.toString());
		}
	}

	/**
	 * Return it as a tree.
	 * @throws IllegalStateException if it is a minus zero, which no plain patch has
	 */
	JsonNode node() {
		return switch (this.step) {
			case TEXT -> TreeReader.text((String) this.value);
			case INTEGER -> TreeReader.integer(((Number) this.value).longValue());
			case DECIMAL -> TreeReader.decimal((String) this.value);
			case TRUTH -> TreeReader.truth((Boolean) this.value);
			case NULL -> TreeReader.nothing();
			default -> throw new IllegalStateException(this.step.name());
		};
	}

	@Override
	public String toString() {
		return "SingleValue[%s]".formatted(this.step);
	}

}
