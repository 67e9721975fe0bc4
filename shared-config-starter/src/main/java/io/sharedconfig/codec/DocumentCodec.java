package io.sharedconfig.codec;

import java.util.Objects;
import java.util.function.Function;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
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

	/**
	 * Make a checked document.
	 * @param source a map, record, bean, {@code JsonNode} or JSON text that is an object,
	 * or a {@link Document}, which is returned as it is
	 * @return the document
	 * @throws InvalidDocumentException if it is no JSON object, is ambiguous or too deep;
	 * the message says what and where, and holds no value
	 */
	public Document encode(@Nullable Object source) {
		if (source instanceof Document document) {
			return document;
		}
		return scan(source, DocumentScan::document);
	}

	/**
	 * Make a document of what {@link Document#payload()} gave.
	 * @param payload JSON in UTF-8
	 * @return the document
	 * @throws InvalidDocumentException as {@link #encode(Object)}
	 */
	public Document decode(byte[] payload) {
		Objects.requireNonNull(payload, "'payload' must not be null");
		if (payload.length > 1 && (payload[0] != '{' || payload[1] == 0)) {
			// the parser would guess UTF-16 and UTF-32
			throw new InvalidDocumentException("expected a JSON object in UTF-8, found something else");
		}
		try (JsonParser parser = JsonText.parser(payload)) {
			return new DocumentScan(parser, false, payload.length + 8).document();
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
		return (source instanceof Document document) ? document.tree() : scan(source, DocumentScan::object);
	}

	/**
	 * Make a tree of a list, whose elements may be a little deeper than a document is.
	 * @param source a list, array, {@code JsonNode} or JSON text that is a list
	 * @return a new tree, the caller's own
	 * @throws InvalidDocumentException if it is no list; else as {@link #encode(Object)}
	 */
	public ArrayNode list(@Nullable Object source) {
		return scan(source, DocumentScan::list);
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
			return JsonNodeFactory.instance.nullNode();
		}
		if (value instanceof CharSequence text) {
			return JsonNodeFactory.instance.stringNode(text.toString());
		}
		return scan(SourceWriter.write(value), false, DocumentScan::value);
	}

	private static <T> T scan(@Nullable Object source, Function<DocumentScan, T> walk) {
		if (source == null) {
			throw new InvalidDocumentException("expected a JSON object, found null");
		}
		return (source instanceof CharSequence text) ? scan(withoutMark(text.toString()), true, walk)
				: scan(SourceWriter.write(source), false, walk);
	}

	private static <T> T scan(String text, boolean lines, Function<DocumentScan, T> walk) {
		try (JsonParser parser = JsonText.parser(text)) {
			return walk.apply(new DocumentScan(parser, lines, text.length() + 8));
		}
	}

	private static String withoutMark(String text) {
		return (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

}
