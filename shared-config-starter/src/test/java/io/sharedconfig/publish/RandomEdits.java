package io.sharedconfig.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import tools.jackson.databind.node.ObjectNode;

/**
 * Edits of a document, most of them patches, some of them documents.
 */
final class RandomEdits {

	private static final List<String> NAMES = List.of("a", "b", "c/d", "e~f", "\u00fc");

	private static final List<String> VALUES = List.of("1", "1.50", "-0.0", "1e10", "\"\"", "\"t\\n\\u2028\u00fc\"",
			"null", "true", "{}", "[]", "{\"x\":[1,{\"y\":2.0}]}", "123456789012345678901234567890");

	private final SplittableRandom random;

	RandomEdits(SplittableRandom random) {
		this.random = random;
	}

	void commitTo(BackupLife life) {
		if (life.version() == 0 || this.random.nextInt(8) == 0) {
			String filler = "f".repeat(300 + this.random.nextInt(200));
			life.publish("{\"n\":%d,\"filler\":\"%s\",\"o\":{\"p\":%s},\"list\":[%s]}".formatted(life.version(), filler,
					value(), value()));
			return;
		}
		life.patch(operations(life.document().tree()));
	}

	private String operations(ObjectNode tree) {
		List<String> operations = new ArrayList<>();
		operations.add(operation("replace", "/n", String.valueOf(this.random.nextInt(1000))));
		List<String> present = new ArrayList<>(NAMES.stream().filter(tree::has).toList());
		int elements = tree.get("list").size();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			switch (this.random.nextInt(5)) {
				case 0 -> {
					String name = NAMES.get(this.random.nextInt(NAMES.size()));
					operations.add(operation("add", pointer(name), value()));
					if (!present.contains(name)) {
						present.add(name);
					}
				}
				case 1 -> {
					if (!present.isEmpty()) {
						operations.add("{\"op\":\"remove\",\"path\":\"%s\"}"
							.formatted(pointer(present.remove(this.random.nextInt(present.size())))));
					}
				}
				case 2 -> operations.add(operation("replace", "/o/p", value()));
				case 3 -> operations.add(operation("add", "/list/" + this.random.nextInt(++elements), value()));
				default -> operations.add(operation("replace", "/filler", "\"%s\"".formatted("g".repeat(300))));
			}
		}
		return "[" + String.join(",", operations) + "]";
	}

	private static String operation(String op, String path, String value) {
		return "{\"op\":\"%s\",\"path\":\"%s\",\"value\":%s}".formatted(op, path, value);
	}

	private static String pointer(String name) {
		return "/" + name.replace("~", "~0").replace("/", "~1");
	}

	private String value() {
		return VALUES.get(this.random.nextInt(VALUES.size()));
	}

}
