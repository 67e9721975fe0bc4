package io.sharedconfig.env;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties that no document can set: those that configure this library and those
 * that decide how an application starts. Otherwise whoever publishes a document could
 * turn every follower into a master, or into another application.
 * <p>
 * Names are compared as the binder compares them, ignoring case and punctuation within an
 * element, and, more strictly, brackets.
 */
final class ReservedNames {

	private static final List<List<String>> RESERVED = List.of(List.of("sharedconfig"), List.of("spring", "profiles"),
			List.of("spring", "config"), List.of("spring", "main"), List.of("spring", "cloud", "bootstrap"));

	private static final int LONGEST = 3;

	private ReservedNames() {
	}

	/**
	 * Return the properties without the reserved ones: the same map if there are none.
	 */
	static Map<String, Object> removeFrom(Map<String, Object> properties) {
		for (String name : properties.keySet()) {
			if (contains(name)) {
				return copyWithout(properties);
			}
		}
		return properties;
	}

	private static Map<String, Object> copyWithout(Map<String, Object> properties) {
		Map<String, Object> remaining = new LinkedHashMap<>(properties);
		remaining.keySet().removeIf(ReservedNames::contains);
		return remaining;
	}

	static boolean contains(String name) {
		char first = Character.toLowerCase((name.isEmpty()) ? '.' : name.charAt(0));
		if (first != 's' && isAlphanumeric(first)) {
			return false;
		}
		List<String> elements = firstElements(name);
		return RESERVED.stream()
			.anyMatch((reserved) -> elements.size() >= reserved.size()
					&& elements.subList(0, reserved.size()).equals(reserved));
	}

	private static List<String> firstElements(String name) {
		List<String> elements = new ArrayList<>(LONGEST);
		StringBuilder element = new StringBuilder();
		for (int i = 0; i <= name.length() && elements.size() < LONGEST; i++) {
			char ch = (i < name.length()) ? Character.toLowerCase(name.charAt(i)) : '.';
			if (isAlphanumeric(ch)) {
				element.append(ch);
			}
			else if ((ch == '.' || ch == '[' || ch == ']') && !element.isEmpty()) {
				elements.add(element.toString());
				element.setLength(0);
			}
		}
		return elements;
	}

	private static boolean isAlphanumeric(char ch) {
		return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
	}

}
