package io.sharedconfig.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InitialDocument}.
 */
class InitialDocumentTests {

	private static final int MEBIBYTE = 1024 * 1024;

	@TempDir
	Path temp;

	@Test
	void loadWhenJsonKeepsItExactly() {
		assertThat(load("orders.json", "{ \"rate\": 1.50, \"a.b\": [1e10, null] }").json())
			.isEqualTo("{\"rate\":1.50,\"a.b\":[1e10,null]}");
	}

	@Test
	void loadWhenYamlMakesATree() {
		Document document = load("orders.yaml", """
				pricing:
				  discount: "0.15"
				  rates: [1, 2.5, true]
				  nested:
				  - name: a
				    list: [[1], [2, 3]]
				  - name: b
				empty: []
				nothing:
				url: http://${host}/
				logging.level.org: INFO
				logging.level.org.foo: DEBUG
				map:
				  "[a.b]": 1
				  "[the key]": 2
				  12: 3
				""");
		assertThat(document.json()).isEqualTo("{\"pricing\":{\"discount\":\"0.15\",\"rates\":[1,2.5,true],"
				+ "\"nested\":[{\"name\":\"a\",\"list\":[[1],[2,3]]},{\"name\":\"b\"}]},\"empty\":\"\",\"nothing\":\"\","
				+ "\"url\":\"http://${host}/\",\"logging\":{\"level\":{\"org\":\"INFO\",\"org.foo\":\"DEBUG\"}},"
				+ "\"map\":{\"[a.b]\":1,\"the key\":2,\"[12]\":3}}");
	}

	@Test
	void loadWhenPropertiesMakesATree() {
		Document document = load("orders.properties", """
				org.bar=2
				pool.hosts[0]=a
				pool.hosts[1].port=1
				org=1
				gap[0]=x
				gap[2]=y
				map[a.b]=1
				""");
		assertThat(document.json())
			.isEqualTo("{\"org\":\"1\",\"org.bar\":\"2\",\"pool\":{\"hosts\":[\"a\",{\"port\":\"1\"}]},"
					+ "\"gap\":{\"[0]\":\"x\",\"[2]\":\"y\"},\"map\":{\"[a.b]\":\"1\"}}");
		assertThat(document.properties()).containsOnlyKeys("org", "org.bar", "pool.hosts[0]", "pool.hosts[1].port",
				"gap[0]", "gap[2]", "map[a.b]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			         | base | {"name":"default","a":{"x":1,"y":2},"list":["b"],"late":true}
			default  | base | {"name":"default","a":{"x":1,"y":2},"list":["b"],"late":true}
			prod     | base | {"name":"prod","a":{"x":1},"list":"","late":true}
			test     | base | {"name":"base","list":["a1","a2"],"a":{"x":1},"late":true}
			prod,eu  | base | {"name":"eu","a":{"x":1},"list":"","late":true}
			""")
	void loadWhenSeveralDocumentsLaysThoseThatAreActiveOverEachOther(String profiles, String name, String expected) {
		String yaml = """
				name: %s
				list: [a1, a2]
				a:
				  x: 1
				---
				spring.config.activate.on-profile: default
				name: default
				list: [b]
				a.y: 2
				---
				spring:
				  config:
				    activate:
				      on-profile: [prod, live]
				name: prod
				list: []
				---
				spring.config.activate.on-profile: "prod & eu"
				name: eu
				---
				spring.config.activate.on-cloud-platform: kubernetes
				name: cloud
				---
				late: true
				""".formatted(name);
		Set<String> active = (profiles != null) ? Set.of(profiles.split(",")) : Set.of();
		assertThat(InitialDocument.load(resource("orders.yml", yaml), active).json()).isEqualTo(expected);
	}

	@Test
	void loadWhenLaterListOrValueTakesTheOthersPlaceWins() {
		assertThat(load("orders.yaml", "a: text\nb: [1, 2]\n---\na: [3]\nb: text\n").json())
			.isEqualTo("{\"a\":[3],\"b\":\"text\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders.yaml", "orders.yml", "orders.YAML", "orders.properties", "orders.json" })
	void loadWhenNothingIsInItGivesAnEmptyDocument(String name) {
		assertThat(load(name, name.endsWith("json") ? "{}" : "").json()).isEqualTo("{}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					orders.txt        | a: 1                      | expected a name that ends with .json, .yaml or .properties
					orders            | a: 1                      | expected a name that ends with .json, .yaml or .properties
					orders.yaml       | a: 1¶  b: [secret¶c: 2    | it is not YAML, at line 2, column 4
					orders.yaml       | a:¶\tb: secret            | it is not YAML, at line 2, column 1
					orders.yaml       | a: secret¶a: secret       | it is not YAML, at line 2, column 1
					orders.yaml       | a: .nan                   | 'a': NaN and infinite numbers are not JSON
					orders.json       | {"a":1,¶"b":secret}       | it is not JSON, at line 2, column 5
					orders.json       | [1]                       | expected a JSON object, found an array
					orders.properties | a=\\u00zz                 | it is not in the format that its name says, at line 1, column 3
					orders.properties | a=secret¶a[0]=secret      | 'a' has a value of its own and others in brackets below it
					""")
	void loadWhenNotADocumentSaysWhatAndWhere(String name, String text, String problem) {
		Resource resource = resource(name, text.replace('¶', '\n').replace("\\t", "\t"));
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> InitialDocument.load(resource, Set.of()))
			.withMessage("Not a valid shared config document: %s: %s", resource.getDescription(), problem)
			.withNoCause();
	}

	@Test
	void loadWhenResourceIsNotThereSaysSo() {
		for (String name : List.of("absent.json", "absent.yaml", "absent.properties")) {
			for (Resource resource : List.of(new ClassPathResource(name),
					new FileSystemResource(this.temp.resolve(name)))) {
				assertThatExceptionOfType(InvalidDocumentException.class)
					.isThrownBy(() -> InitialDocument.load(resource, Set.of()))
					.withMessage("Not a valid shared config document: %s: it is not there", resource.getDescription());
			}
		}
	}

	@Test
	void loadWhenResourceIsAFolderSaysSo() throws IOException {
		Resource resource = new FileSystemResource(Files.createDirectory(this.temp.resolve("folder.yaml")));
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> InitialDocument.load(resource, Set.of()))
			.withMessageContaining("it could not be read");
	}

	@Test
	void loadWhenJsonIsNotUtf8SaysSo() {
		Resource resource = new NamedResource("orders.json", "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> InitialDocument.load(resource, Set.of()))
			.withMessageContaining("it is not UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "docker", "mysql", "chaos-monkey" })
	void loadWhenPetClinicYamlGivesWhatSpringBootGives(String profile) throws IOException {
		try (Stream<Path> files = Files.list(sharedData().resolve("petclinic-config"))) {
			List<Path> yaml = files.filter((file) -> file.toString().endsWith(".yml")).toList();
			assertThat(yaml).hasSize(9);
			for (Path file : yaml) {
				Document document = InitialDocument.load(new FileSystemResource(file), Set.of(profile));
				assertThat(asText(document.properties()))
					.isEqualTo(bootFlattened(new FileSystemResource(file), profile));
			}
		}
	}

	@Test
	void loadWhenSchemaStoreCatalogGivesWhatSpringBootGives() throws IOException {
		Path catalog = sharedData().resolve("schemastore-catalog.json");
		Document document = InitialDocument.load(new FileSystemResource(catalog), Set.of());
		Map<String, String> withoutBrackets = new TreeMap<>();
		document.properties()
			.forEach((name, value) -> withoutBrackets
				.put(name.replaceAll("\\.?\\[(?!\\d+])([^]]*)]", ".$1").replaceFirst("^\\.", ""), value.toString()));
		assertThat(withoutBrackets)
			.isEqualTo(bootFlattened(new NamedResource("catalog.yaml", Files.readAllBytes(catalog)), "default"));
	}

	@Test
	void loadWhenFileIsTooLongDoesNotReadIt() throws IOException {
		Path large = this.temp.resolve("large.json");
		try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
			file.setLength(100 * MEBIBYTE);
		}
		FileSystemResource resource = new FileSystemResource(large) {

			@Override
			public InputStream getInputStream() {
				throw new AssertionError("read");
			}

		};
		assertThatExceptionOfType(ConfigTooLargeException.class)
			.isThrownBy(() -> InitialDocument.load("orders", resource, Set.of(), MEBIBYTE))
			.withMessage("The document for shared config 'orders' is too large: lengthBytes=104857600 maxBytes=1048576."
					+ " File [%s] is that long: make it shorter, or set 'shared-config.publisher.max-size' (at most 128MB)"
						.formatted(large));
	}

	@ParameterizedTest
	@CsvSource({ "15, true", "14, false" })
	void loadWhenResourceDoesNotSayHowLongItIsReadsNoMoreThanItMay(int maxBytes, boolean fits) {
		byte[] bytes = "{\"text\":\"1234\"}".getBytes(StandardCharsets.UTF_8);
		ByteArrayInputStream stream = new ByteArrayInputStream(Arrays.copyOf(bytes, fits ? bytes.length : 1000));
		Resource resource = new InputStreamResource(stream) {

			@Override
			public String getFilename() {
				return "orders.json";
			}

		};
		if (fits) {
			assertThat(InitialDocument.load("orders", resource, Set.of(), maxBytes).json()).hasSize(15);
		}
		else {
			assertThatExceptionOfType(ConfigTooLargeException.class)
				.isThrownBy(() -> InitialDocument.load("orders", resource, Set.of(), maxBytes))
				.withMessageContainingAll("lengthBytes=15 maxBytes=14", "is at least that long");
			assertThat(stream.available()).isEqualTo(1000 - 15);
		}
	}

	private static Map<String, String> bootFlattened(Resource resource, String profile) throws IOException {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("boot", resource)) {
			Object on = source.getProperty("spring.config.activate.on-profile");
			if (on == null || on.equals(profile)) {
				for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
					properties.put(name, source.getProperty(name));
				}
			}
		}
		properties.remove("spring.config.activate.on-profile");
		return asText(properties);
	}

	private static Map<String, String> asText(Map<String, Object> properties) {
		Map<String, String> texts = new TreeMap<>();
		properties.forEach((name, value) -> texts.put(name, value.toString()));
		return texts;
	}

	private static Path sharedData() {
		Path folder = Path.of("").toAbsolutePath();
		while (folder != null && !Files.isDirectory(folder.resolve("shared/data"))) {
			folder = folder.getParent();
		}
		Assumptions.assumeTrue(folder != null, "there is no shared/data above this folder");
		return folder.resolve("shared/data");
	}

	private static Document load(String name, String text) {
		return InitialDocument.load(resource(name, text), Set.of());
	}

	private static Resource resource(String name, String text) {
		return new NamedResource(name, text.getBytes(StandardCharsets.UTF_8));
	}

	private static final class NamedResource extends ByteArrayResource {

		private final String name;

		NamedResource(String name, byte[] bytes) {
			super(bytes, name);
			this.name = name;
		}

		@Override
		public String getFilename() {
			return this.name;
		}

	}

}
