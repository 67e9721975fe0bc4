package io.sharedconfig;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.sharedconfig.env.SharedConfigProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code README.md} says what the code does.
 */
class ReadmeTests {

	private static final Pattern ROW = Pattern.compile("\\| `(shared-config\\.[a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|.*");

	private static final Path README = Path.of("..", "README.md");

	@Test
	void propertiesWhenComparedWithMetadataAreCompleteWithTheirDefaults() throws Exception {
		Map<String, String> documented = documented();
		Map<String, String> defaults = defaults();
		assertThat(documented.keySet()).isEqualTo(defaults.keySet());
		defaults.values().removeIf(String::isEmpty);
		assertThat(documented).containsAllEntriesOf(defaults);
	}

	private static Map<String, String> documented() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		Files.readAllLines(README)
			.stream()
			.map(ROW::matcher)
			.filter((row) -> row.matches())
			.forEach((row) -> documented.put(row.group(1), (row.group(2) != null) ? row.group(2) : ""));
		return documented;
	}

	private static Map<String, String> defaults() throws URISyntaxException {
		Path classes = Path
			.of(SharedConfigProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		JsonNode metadata = JsonMapper.shared()
			.readTree(classes.resolve("META-INF/spring-configuration-metadata.json").toFile());
		Map<String, String> defaults = new TreeMap<>();
		for (JsonNode property : metadata.get("properties")) {
			String name = property.get("name").asString();
			if (name.startsWith(SharedConfigProperties.PREFIX + ".")) {
				defaults.put(name, property.path("defaultValue").asString(""));
			}
		}
		return defaults;
	}

}
