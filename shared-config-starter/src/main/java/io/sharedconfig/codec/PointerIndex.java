package io.sharedconfig.codec;

import java.util.HashMap;
import java.util.Map;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds the JSON pointers of a payload's properties in one more walk.
 */
final class PointerIndex {

	private PointerIndex() {
	}

	/**
	 * Return property name to pointer; of two pointers with one name, the first.
	 */
	static Map<String, String> of(byte[] payload) {
		Map<String, String> pointers = new HashMap<>();
		DocumentPath path = new DocumentPath();
		try (JsonParser parser = JsonText.parser(payload)) {
			JsonToken token;
			while ((token = parser.nextToken()) != null) {
				if (!token.isStructEnd() && token != JsonToken.PROPERTY_NAME && path.inList()) {
					path.element();
				}
				switch (token) {
					case PROPERTY_NAME -> path.member(parser.currentName());
					case START_OBJECT -> path.enterObject();
					case START_ARRAY -> path.enterList();
					case END_OBJECT, END_ARRAY -> {
						if (path.leave()) {
							pointers.putIfAbsent(path.property(), path.pointer());
						}
					}
					default -> pointers.putIfAbsent(path.property(), path.pointer());
				}
			}
		}
		return pointers;
	}

}
