package io.sharedconfig.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Tests of {@link DocumentCodec} with documents of the sizes that are promised.
 */
class LargeDocumentTests {

	private final DocumentCodec codec = new DocumentCodec();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1_000, 10_000, 100_000 })
	void encodeWhenManyPropertiesGoesThroughUnchanged(int count) {
		Map<String, Object> source = new LinkedHashMap<>();
		Map<String, Object> group = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			if (i % 5 == 0) {
				group = new LinkedHashMap<>();
				source.put("service" + i / 5, group);
			}
			group.put("property-" + i % 5, (i % 2 == 0) ? i : "text é " + i);
		}
		assertGoesThroughUnchanged(source, count);
	}

	@Test
	void encodeWhenFiveMegabytesGoesThroughUnchanged() {
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < 5_000; i++) {
			texts.add(("x" + i % 10).repeat(512));
		}
		Map<String, Object> source = Map.of("texts", texts, "text", "é".repeat(100_000));
		assertGoesThroughUnchanged(source, 5_001);
		assertThat(this.codec.encode(source).payload().length).isGreaterThan(5 * 1024 * 1024);
	}

	@Test
	void encodeWhenListHasManyElementsTakesLinearTime() {
		String json = "{\"a\":{\"b\":[" + "1,".repeat(500_000) + "1]}}";
		assertTimeout(Duration.ofSeconds(20), () -> {
			Document document = this.codec.encode(json);
			assertThat(document.pointer("a.b[500000]")).isEqualTo("/a/b/500000");
		});
	}

	@Test
	void encodeWhenSchemaStoreCatalogGoesThroughUnchanged() throws IOException {
		Path catalog = sharedData().resolve("schemastore-catalog.json");
		String json = Files.readString(catalog);
		Document document = this.codec.encode(json);
		assertThat(document.tree()).isEqualTo(JsonMapper.builder().build().readTree(json));
		assertReadBackUnchanged(document);
	}

	private static Path sharedData() {
		Path folder = Path.of("").toAbsolutePath();
		while (folder != null && !Files.isDirectory(folder.resolve("shared/data"))) {
			folder = folder.getParent();
		}
		Assumptions.assumeTrue(folder != null, "there is no shared/data above this folder");
		return folder.resolve("shared/data");
	}

	private void assertGoesThroughUnchanged(Map<String, Object> source, int properties) {
		Document document = this.codec.encode(source);
		assertThat(document.properties()).hasSize(properties);
		assertThat(document.tree()).isEqualTo(JsonMapper.builder().build().valueToTree(source));
		assertReadBackUnchanged(document);
	}

	private void assertReadBackUnchanged(Document document) {
		Document decoded = this.codec.decode(document.payload());
		assertThat(decoded.payload()).isEqualTo(document.payload());
		assertThat(new ArrayList<>(decoded.properties().entrySet()))
			.isEqualTo(new ArrayList<>(document.properties().entrySet()));
		assertThat(decoded.tree()).isEqualTo(document.tree());
		assertThat(decoded.stateHash()).isEqualTo(document.stateHash());
		assertThat(decoded.sameAs(document)).isTrue();
		assertThat(this.codec.encode(document.tree()).payload()).isEqualTo(document.payload());
	}

}
