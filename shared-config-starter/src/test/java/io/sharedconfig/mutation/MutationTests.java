package io.sharedconfig.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of mutations fits the source and the tests as they are now.
 */
class MutationTests {

	private static final Path MODULE = Path.of("");

	static List<Mutation> mutations() throws IOException {
		return Mutation.read(MODULE);
	}

	@ParameterizedTest
	@MethodSource("mutations")
	void mutationWhenAppliedChangesTheSource(Mutation mutation) throws IOException {
		String source = Files.readString(mutation.source(MODULE));
		assertThat(mutation.edits()).isNotEmpty();
		assertThat(mutation.apply(source)).isNotEqualTo(source);
	}

	@ParameterizedTest
	@MethodSource("mutations")
	void mutationWhenItNamesTestsNamesSomeThatExist(Mutation mutation) throws Exception {
		String[] names = mutation.test().split("#");
		Class<?> tests = Class.forName(fullName(names[0]));
		if (names.length > 1) {
			assertThat(tests.getDeclaredMethods())
				.anyMatch((method) -> method.getName().matches(names[1].replace("*", ".*")));
		}
	}

	@Test
	void mutationsAreNamedDifferently() throws IOException {
		assertThat(mutations()).extracting(Mutation::name).doesNotHaveDuplicates().hasSizeGreaterThan(12);
	}

	private static String fullName(String simpleName) throws IOException {
		Path tests = MODULE.resolve("src/test/java");
		try (Stream<Path> files = Files.walk(tests)) {
			Path file = files.filter((path) -> path.endsWith(simpleName + ".java")).findAny().orElseThrow();
			String[] names = tests.relativize(file).toString().replace(".java", "").split("[/\\\\]");
			return String.join(".", Arrays.asList(names));
		}
	}

}
