package io.sharedconfig.codec;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes documents of what a program has, and of what a file holds.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class DocumentCodec {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	/*
	 * Large arrays are dear to make: one is kept for the next document.
	 */
	private final AtomicReference<@Nullable JsonBytes> spare = new AtomicReference<>();

	/**
	 * Make a checked document.
	 * @param source a map, record, bean, {@code JsonNode} or JSON text that is an object,
	 * or a {@link Document}, which is returned as it is
	 * @return the document
	 * @throws InvalidDocumentException if it is no JSON object, is ambiguous or too deep;
	 * the message says what and where, and holds no value
	 */
	public Document encode(@Nullable Object source) {
		return encode(source, null, Integer.MAX_VALUE);
	}

	/**
	 * Make a checked document that comes after another one. If it has the same names, it
	 * shares them, and is made faster.
	 * @param source as for {@link #encode(Object)}
	 * @param before the document before, {@code null} for none
	 * @param maxLengthBytes how long it may be, in bytes
	 * @return the document
	 * @throws InvalidDocumentException as {@link #encode(Object)}
	 * @throws TooLongException if it is longer; it is not made to its end
	 */
	public Document encode(@Nullable Object source, @Nullable Document before, int maxLengthBytes) {
		if (source instanceof Document document) {
			return document;
		}
		Document inStep = (source == null || source instanceof CharSequence || before == null) ? null
				: inStep(source, before, maxLengthBytes);
		return (inStep != null) ? inStep : scan(source, maxLengthBytes, (scan) -> scan.document(before));
	}

	private @Nullable Document inStep(Object source, Document before, int maxLengthBytes) {
		JsonBytes spare = this.spare.getAndSet(null);
		JsonBytes buffer = (spare != null) ? spare : new JsonBytes(before.lengthBytes() + 64);
		buffer.truncate(0);
		Document document = LockstepWriter.write(source, before, buffer, maxLengthBytes);
		this.spare.set(buffer);
		return document;
	}

	/**
	 * Make a document of what {@link Document#payload()} gave.
	 * @param payload JSON in UTF-8
	 * @return the document
	 * @throws InvalidDocumentException as {@link #encode(Object)}
	 */
	public Document decode(byte[] payload) {
		return decode(payload, null);
	}

	/**
	 * Make a document of what {@link Document#payload()} gave, when the one before it is
	 * known. If it has the same names, it shares them, and is made faster.
	 * @param payload JSON in UTF-8
	 * @param before the document before, {@code null} for none
	 * @return the document
	 * @throws InvalidDocumentException as {@link #encode(Object)}
	 */
	public Document decode(byte[] payload, @Nullable Document before) {
		return decode(payload, before, false);
	}

	/**
	 * Make a document as {@link #decode(byte[], Document)} does.
	 * @param withStateHash whether its hash will be asked for: made by the same walk, it
	 * costs less
	 */
	Document decode(byte[] payload, @Nullable Document before, boolean withStateHash) {
		Objects.requireNonNull(payload, "'payload' must not be null");
		if (payload.length > 1 && (payload[0] != '{' || payload[1] == 0)) {
			// the parser would guess UTF-16 and UTF-32
			throw new InvalidDocumentException("expected a JSON object in UTF-8, found something else");
		}
		Document inStep = LockstepReader.read(payload, before);
		if (inStep != null) {
			return inStep;
		}
		try (JsonParser parser = JsonText.parser(payload)) {
			DocumentScan scan = new DocumentScan(parser, false, payload.length + 8);
			return ((withStateHash) ? scan.withStateHash() : scan).document(before);
		}
	}

	/**
	 * Make a tree of what is an object, but not a document: a merge patch may name one
	 * property twice, and an object that holds a document may be a little deeper. All
	 * other checks are made.
	 * @param source as for {@link #encode(Object)}
	 * @return a new tree, the caller's own
	 * @throws InvalidDocumentException as {@link #encode(Object)}
	 */
	public ObjectNode object(@Nullable Object source) {
		return (source instanceof Document document) ? document.tree()
				: scan(source, Integer.MAX_VALUE, DocumentScan::object);
	}

	/**
	 * Make a tree of a list, whose elements may be a little deeper than a document is.
	 * @param source a list, array, {@code JsonNode} or JSON text that is a list
	 * @return a new tree, the caller's own
	 * @throws InvalidDocumentException if it is no list; else as {@link #encode(Object)}
	 */
	public ArrayNode list(@Nullable Object source) {
		return scan(source, Integer.MAX_VALUE, DocumentScan::list);
	}

	/**
	 * Make a tree of any value that a document can hold.
	 * @param value a value, map, list, record, bean or {@code JsonNode}; a
	 * {@link CharSequence} is a text, not JSON; {@code null} is JSON's null
	 * @return a new tree, the caller's own
	 * @throws InvalidDocumentException if it has no JSON form
	 */
	public JsonNode value(@Nullable Object value) {
		if (value == null) {
			return TreeReader.nothing();
		}
		if (value instanceof CharSequence text) {
			return TreeReader.text(text.toString());
		}
		return scan(SourceWriter.write(value, Integer.MAX_VALUE), false, Integer.MAX_VALUE, DocumentScan::value);
	}

	private static <T> T scan(@Nullable Object source, int maxLength, Function<DocumentScan, T> walk) {
		if (source == null) {
			throw new InvalidDocumentException("expected a JSON object, found null");
		}
		return (source instanceof CharSequence text) ? scan(withoutMark(text.toString()), true, maxLength, walk)
				: scan(SourceWriter.write(source, maxLength), false, maxLength, walk);
	}

	private static <T> T scan(String text, boolean lines, int maxLength, Function<DocumentScan, T> walk) {
		try (JsonParser parser = JsonText.parser(text)) {
			int expectedLength = (int) Math.min(text.length() + 8L, Math.max(64, maxLength));
			return walk.apply(new DocumentScan(parser, lines, expectedLength, maxLength));
		}
	}

	private static String withoutMark(String text) {
		return (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

}
