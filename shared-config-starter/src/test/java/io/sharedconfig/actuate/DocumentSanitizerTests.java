package io.sharedconfig.actuate;

import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentSanitizer}.
 */
class DocumentSanitizerTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final PropertySource<?> SOURCE = new MapPropertySource("source", java.util.Map.of());

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"a\":{\"b\":[1,[2,{}],{\"c\":null}]}}", "{\"a b\":{\"c.d\":1,\"\":2}}",
			"{\"a/b\":1,\"a~b\":2,\"~1\":3,\"ä\\\"\":4}", "{\"a\":1.50,\"b\":1e400,\"c\":-0,\"d\":-0.0,\"e\":1E5}",
			"{\"a\":123456789012345678901234567890,\"b\":10000000000.5}", "{\"a\":\"\",\"b\":[],\"c\":false}" })
	void sanitizeWhenAllIsShownGivesTheDocumentAsPublished(String document) {
		assertThat(sanitized(document, true)).isEqualTo(document);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                        | {}
			{"a":"x","b":[1,true]}    | {"a":"******","b":["******","******"]}
			{"a":{"b":1.5},"c":null}  | {"a":{"b":"******"},"c":"******"}
			{"a":[],"b":{}}           | {"a":"******","b":"******"}
			{"a/b":{"c.d":[{"e":1}]}} | {"a/b":{"c.d":[{"e":"******"}]}}
			""")
	void sanitizeWhenNothingIsShownKeepsNamesOnly(String document, String expected) {
		assertThat(sanitized(document, false)).isEqualTo(expected);
	}

	@Test
	void sanitizeGivesEachFunctionThePropertyNameValueAndSource() {
		List<SanitizableData> asked = new ArrayList<>();
		sanitized("{\"pool\":{\"hosts\":[\"x\"],\"a/b\":2.5}}", true, (data) -> {
			asked.add(data);
			return data;
		});
		assertThat(asked).extracting(SanitizableData::getKey).containsExactly("pool.hosts[0]", "pool[a/b]");
		assertThat(asked).extracting(SanitizableData::getValue).containsExactly("x", "2.5");
		assertThat(asked).extracting(SanitizableData::getPropertySource).containsOnly(SOURCE);
	}

	@Test
	void sanitizeWhenFunctionReplacesValueShowsTheReplacement() {
		assertThat(sanitized("{\"password\":\"p\",\"n\":1}", true,
				(data) -> data.getKey().equals("n") ? data.withValue(null) : data.withValue("hidden")))
			.isEqualTo("{\"password\":\"hidden\",\"n\":null}");
	}

	private static String sanitized(String document, boolean show, SanitizingFunction... functions) {
		Document content = new DocumentCodec().encode(document);
		ConfigSnapshot snapshot = new DocumentSnapshot("orders", 1, 0,
				new RecordMeta(null, null, List.of(), List.of(), List.of()), content);
		return JSON.writeValueAsString(new DocumentSanitizer(List.of(functions)).sanitize(snapshot, SOURCE, show));
	}

}
