package io.sharedconfig.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One mistake: text of one source file to be found, and what to put in its place. White
 * space counts as little as it does in Java.
 * <p>
 * Immutable.
 *
 * @param name the mistake, in words
 * @param file the source file, below {@code src/main/java/io/sharedconfig}
 * @param edits what to replace
 * @param test the tests that must fail: {@code Class} or {@code Class#method*}
 */
record Mutation(String name, String file, List<Edit> edits, String test) {

	static final Path TABLE = Path.of("src", "mutation", "mutations.txt");

	/**
	 * Read the table.
	 * @param module the directory of the module
	 */
	static List<Mutation> read(Path module) throws IOException {
		String text = Files.readString(module.resolve(TABLE)).replaceAll("(?m)^#.*\\R", "");
		return Arrays.stream(text.strip().split("\\R\\s*\\R")).map((block) -> parse(block.lines().toList())).toList();
	}

	private static Mutation parse(List<String> lines) {
		String name = "";
		String file = "";
		String test = "";
		List<Edit> edits = new ArrayList<>();
		for (String line : lines) {
			String[] field = line.split(":", 2);
			String value = field[1].strip();
			switch (field[0]) {
				case "name" -> name = value;
				case "file" -> file = value;
				case "test" -> test = value;
				case "find" -> edits.add(new Edit(value, ""));
				case "with" -> edits.set(edits.size() - 1, new Edit(edits.get(edits.size() - 1).find(), value));
				default -> throw new IllegalArgumentException("Unknown field: " + line);
			}
		}
		return new Mutation(name, file, edits, test);
	}

	/**
	 * Return where the mistake is to be made.
	 * @param module the directory of the module
	 */
	Path source(Path module) {
		return module.resolve("src/main/java/io/sharedconfig").resolve(this.file);
	}

	/**
	 * Make the mistake.
	 * @param source the source without it
	 * @return the source with it
	 * @throws IllegalStateException if a text is not there exactly once
	 */
	String apply(String source) {
		String mutated = source;
		for (Edit edit : this.edits) {
			mutated = edit.apply(mutated);
		}
		return mutated;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * A replacement.
	 *
	 * @param find the text to be found
	 * @param with what to put in its place
	 */
	record Edit(String find, String with) {

		private String apply(String source) {
			Pattern pattern = Pattern.compile(
					Arrays.stream(this.find.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
			long found = pattern.matcher(source).results().count();
			if (found != 1) {
				throw new IllegalStateException("Found %d times instead of once: %s".formatted(found, this.find));
			}
			return pattern.matcher(source).replaceFirst(Matcher.quoteReplacement(this.with));
		}

	}

}
