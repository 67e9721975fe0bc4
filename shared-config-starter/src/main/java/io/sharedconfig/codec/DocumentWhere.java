package io.sharedconfig.codec;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Says where in a document a problem is: by line and column in a text that a person
 * wrote, by JSON pointer always.
 */
final class DocumentWhere {

	private final JsonParser parser;

	private final DocumentPath path;

	private final boolean lines;

	DocumentWhere(JsonParser parser, DocumentPath path, boolean lines) {
		this.parser = parser;
		this.path = path;
		this.lines = lines;
	}

	InvalidDocumentException invalid(String problem) {
		return new InvalidDocumentException(problem + line(this.parser.currentTokenLocation()) + pointer());
	}

	InvalidDocumentException invalid(JacksonException failure) {
		String problem = "it is not JSON";
		if (failure instanceof StreamConstraintsException) {
			problem = "a number, name or text is too long";
		}
		else if (failure instanceof UnexpectedEndOfInputException) {
			problem = "it ends too early";
		}
		// the parser is ahead of the path here
		String line = line(failure.getLocation());
		return new InvalidDocumentException(problem + (line.isEmpty() ? pointer() : line));
	}

	InvalidDocumentException notAnObject(@Nullable JsonToken token) {
		String found = (token == null) ? "nothing" : switch (token) {
			case START_ARRAY -> "an array";
			case VALUE_STRING -> "a string";
			case VALUE_TRUE, VALUE_FALSE -> "a boolean";
			case VALUE_NULL -> "null";
			default -> "a number";
		};
		return new InvalidDocumentException("expected a JSON object, found " + found);
	}

	private String line(@Nullable TokenStreamLocation location) {
		return (this.lines && location != null && location.getLineNr() > 0)
				? ", at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr()) : "";
	}

	private String pointer() {
		String pointer = this.path.pointer();
		return pointer.isEmpty() ? "" : ", at '%s'".formatted(Shown.text(pointer));
	}

}
