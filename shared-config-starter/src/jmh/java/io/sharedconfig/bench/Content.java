package io.sharedconfig.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document of as many properties as wanted, in objects of ten.
 * <p>
 * Not thread-safe.
 */
final class Content {

	private static final int MEMBERS = 10;

	private final int size;

	private final Map<String, Object> groups = new LinkedHashMap<>();

	private long lastValue;

	Content(int size) {
		this.size = size;
		for (int i = 0; i < size; i++) {
			group(i).put(member(i), "value " + i);
		}
	}

	/**
	 * Return the properties as a tree of maps that lives on.
	 */
	Map<String, Object> tree() {
		return this.groups;
	}

	int size() {
		return this.size;
	}

	static String name(int index) {
		return groupName(index) + '.' + member(index);
	}

	/**
	 * Give a number of properties, evenly spread, another value.
	 * @return name to new value
	 */
	Map<String, Object> change(int count) {
		Map<String, Object> changed = new LinkedHashMap<>();
		this.lastValue++;
		int first = (int) (this.lastValue * 7919 % this.size);
		for (int i = 0; i < count; i++) {
			int index = (int) ((first + (long) i * this.size / count) % this.size);
			String value = "value " + index + " of change " + this.lastValue;
			group(index).put(member(index), value);
			changed.put(name(index), value);
		}
		return changed;
	}

	/**
	 * Give the same property another value each time.
	 * @return name to new value
	 */
	Map<String, Object> changeSame() {
		String value = "value of change " + ++this.lastValue;
		group(0).put(member(0), value);
		return Map.of(name(0), value);
	}

	/**
	 * Return the properties as a file of Spring Boot's.
	 */
	String yaml() {
		StringBuilder yaml = new StringBuilder();
		for (int i = 0; i < this.size; i++) {
			if (i % MEMBERS == 0) {
				yaml.append(groupName(i)).append(":\n");
			}
			yaml.append("  ").append(member(i)).append(": \"").append(group(i).get(member(i))).append("\"\n");
		}
		return yaml.toString();
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> group(int index) {
		return (Map<String, Object>) this.groups.computeIfAbsent(groupName(index),
				(name) -> new LinkedHashMap<String, Object>());
	}

	private static String groupName(int index) {
		return "group-" + index / MEMBERS;
	}

	private static String member(int index) {
		return "property-" + index % MEMBERS;
	}

}
