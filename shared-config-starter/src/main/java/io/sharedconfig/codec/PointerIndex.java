package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
		walk(payload, (path) -> pointers.putIfAbsent(path.property(), path.pointer()));
		return pointers;
	}

	/**
	 * Return all pointers with a name.
	 */
	static List<String> of(byte[] payload, String property) {
		List<String> pointers = new ArrayList<>();
		walk(payload, (path) -> {
			if (path.property().equals(property)) {
				pointers.add(path.pointer());
			}
		});
		return pointers;
	}

	private static void walk(byte[] payload, Consumer<DocumentPath> property) {
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
							property.accept(path);
						}
					}
					default -> property.accept(path);
				}
			}
		}
	}

}
