package io.sharedconfig.publish;

import java.io.ByteArrayOutputStream;

import io.sharedconfig.codec.Document;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * A document as a person reads and edits it: indented, every number and text as it is.
 * <p>
 * Thread-safe.
 */
final class ReadableJson {

	private static final JsonMapper MAPPER = new JsonMapper();

	private ReadableJson() {
	}

	static byte[] of(Document document) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(document.payload().length * 2);
		try (JsonParser in = MAPPER.createParser(document.payload());
				JsonGenerator out = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(bytes)) {
			JsonToken token = in.nextToken();
			while (token != null) {
				switch (token) {
					case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> out.writeNumber(in.getString());
					default -> out.copyCurrentEvent(in);
				}
				token = in.nextToken();
			}
		}
		bytes.write('\n');
		return bytes.toByteArray();
	}

}
