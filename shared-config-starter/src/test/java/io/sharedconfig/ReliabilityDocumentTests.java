package io.sharedconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code docs/reliability.md} names tests that exist.
 */
class ReliabilityDocumentTests {

	private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Tests|IT))\\.(\\w+)`");

	private static final Path ROOT = Path.of("..");

	@Test
	void testsThatAreNamedExist() throws IOException {
		List<String> sources = sources();
		List<String> missing = new ArrayList<>();
		Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/reliability.md")));
		int count = 0;
		for (; named.find(); count++) {
			Pattern type = Pattern.compile("class " + named.group(1) + "\\b");
			Pattern method = Pattern.compile("void " + named.group(2) + "\\(");
			if (sources.stream().noneMatch((source) -> type.matcher(source).find() && method.matcher(source).find())) {
				missing.add(named.group());
			}
		}
		assertThat(missing).isEmpty();
		assertThat(count).isGreaterThan(15);
	}

	private static List<String> sources() throws IOException {
		List<String> sources = new ArrayList<>();
		for (String module : List.of("shared-config-starter", "sample-master-app", "sample-follower-app")) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
				for (Path file : files.filter((candidate) -> candidate.toString().endsWith(".java")).toList()) {
					sources.add(Files.readString(file));
				}
			}
		}
		return sources;
	}

}
