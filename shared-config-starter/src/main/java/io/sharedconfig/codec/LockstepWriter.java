package io.sharedconfig.codec;

import java.math.BigInteger;

import io.sharedconfig.codec.DocumentShape.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a document that has the names of the one before it, in the same order, straight
 * from what a serializer gives. Whatever else it is, it is refused here: then it is
 * written as text, and {@link DocumentScan} says what is wrong with it.
 * <p>
 * Not thread-safe; one per document.
 */
final class LockstepWriter extends SourceGenerator {

	/*
	 * {"op":"replace","path":"/a","value":1}, and half of the document is too much.
	 */
	private static final int MIN_OPERATION_LENGTH = 80;

	private final ShapeMatch match;

	private final JsonBytes payload;

	private final int maxBytes;

	private boolean first = true;

	/*
	 * Of each changed property, where its value begins and ends in the payload.
	 */
	private final int[] spans;

	private LockstepWriter(ShapeMatch match, JsonBytes payload, int maxBytes) {
		this.match = match;
		this.payload = payload;
		this.maxBytes = maxBytes;
		this.spans = new int[2 * match.shape().properties()];
	}

	/**
	 * Write a document.
	 * @param source what is written
	 * @param before the document before, {@code null} if there is none
	 * @param buffer what it is written into; nothing of it is kept
	 * @param maxBytes how long it may be
	 * @return the document, {@code null} if it has other names, or is none
	 */
	static @Nullable Document write(Object source, @Nullable Document before, JsonBytes buffer, int maxBytes) {
		ShapeMatch match = ShapeMatch.forWriting(before);
		if (before == null || match == null) {
			return null;
		}
		try (LockstepWriter writer = new LockstepWriter(match, buffer, maxBytes)) {
			SourceWriter.write(source, writer);
			return match.isComplete() ? writer.document(before) : null;
		}
		catch (RuntimeException ex) {
			// the long way says what is wrong
			return null;
		}
	}

	private Document document(Document before) {
		if (this.match.changes() == 0) {
			return before;
		}
		byte[] patch = patch();
		return (patch != null) ? Document.patched(before, this.match, patch, this.payload.length())
				: new Document(this.payload.toByteArray(), this.match);
	}

	private byte @Nullable [] patch() {
		int changes = this.match.changes();
		if (this.payload.length() < Document.SHORTEST_WORTH_A_PATCH) {
			return null;
		}
		// by far too many to be worth a patch
		if (changes > this.payload.length() / MIN_OPERATION_LENGTH) {
			return null;
		}
		byte[] patch = PatchText.replaces(this.match.shape().pointers(this.match.changed()), this.payload.array(),
				this.spans);
		return (patch.length <= this.payload.length() / 2) ? patch : null;
	}

	@Override
	public JsonGenerator writeStartObject() {
		beforeValue();
		this.payload.ascii('{');
		return enter(Step.OBJECT);
	}

	@Override
	public JsonGenerator writeStartArray() {
		beforeValue();
		this.payload.ascii('[');
		return enter(Step.LIST);
	}

	private JsonGenerator enter(Step step) {
		this.first = true;
		return require(this.match.enter(step));
	}

	@Override
	public JsonGenerator writeEndObject() {
		return leave('}');
	}

	@Override
	public JsonGenerator writeEndArray() {
		return leave(']');
	}

	private JsonGenerator leave(char bracket) {
		this.first = false;
		this.payload.ascii(bracket);
		return require(this.match.leave());
	}

	@Override
	public JsonGenerator writeName(String name) {
		if (!this.first) {
			this.payload.ascii(',');
		}
		// of the value that comes next
		this.first = true;
		return require(this.match.write(name, this.payload));
	}

	@Override
	public JsonGenerator writeString(@Nullable String text) {
		if (text == null) {
			return writeNull();
		}
		int start = beforeValue();
		return require(this.payload.quoted(text) && leaf(Step.TEXT, text, start));
	}

	@Override
	JsonGenerator integer(Number number) {
		int start = beforeValue();
		this.payload.ascii(number.toString());
		return require(leaf(Step.INTEGER, number, start));
	}

	@Override
	JsonGenerator number(String literal) {
		if (literal.indexOf('.') < 0 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0) {
			return literal.equals("-0") ? refuse() : integer(narrowed(new BigInteger(literal)));
		}
		int start = beforeValue();
		this.payload.ascii(literal);
		return require(JsonText.isNumber(literal) && JsonText.isInRange(literal) && leaf(Step.DECIMAL, literal, start));
	}

	private static Number narrowed(BigInteger number) {
		if (number.bitLength() >= Long.SIZE) {
			return number;
		}
		long value = number.longValue();
		return (value == (int) value) ? (Number) (int) value : (Number) value;
	}

	@Override
	public JsonGenerator writeBoolean(boolean state) {
		int start = beforeValue();
		this.payload.ascii(String.valueOf(state));
		return require(leaf(Step.TRUTH, state, start));
	}

	@Override
	public JsonGenerator writeNull() {
		int start = beforeValue();
		this.payload.ascii("null");
		return require(leaf(Step.NULL, "", start));
	}

	private int beforeValue() {
		if (!this.first) {
			this.payload.ascii(',');
		}
		this.first = false;
		return this.payload.length();
	}

	private boolean leaf(Step step, Object value, int start) {
		int changes = this.match.changes();
		if (!this.match.leaf(step, value)) {
			return false;
		}
		if (this.match.changes() > changes) {
			this.spans[changes * 2] = start;
			this.spans[changes * 2 + 1] = this.payload.length();
		}
		return this.payload.length() <= this.maxBytes;
	}

	@Override
	JsonGenerator refuse() {
		return require(false);
	}

	private JsonGenerator require(boolean inStep) {
		if (!inStep) {
			throw OutOfStepException.INSTANCE;
		}
		return this;
	}

	/**
	 * The document is not written here.
	 */
	private static final class OutOfStepException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		static final OutOfStepException INSTANCE = new OutOfStepException();

		private OutOfStepException() {
			super(null, null, false, false);
		}

	}

}
