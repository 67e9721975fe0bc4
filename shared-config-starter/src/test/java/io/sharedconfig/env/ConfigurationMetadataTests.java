package io.sharedconfig.env;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE says of the properties is what the code does.
 */
class ConfigurationMetadataTests {

	private static final Pattern KEBAB = Pattern.compile("([a-z])([A-Z])");

	private final JsonNode metadata = read();

	@Test
	void propertiesAreThoseOfTheRecord() {
		Map<String, RecordComponent> components = new TreeMap<>();
		collect(SharedConfigProperties.class, SharedConfigProperties.PREFIX, components);
		assertThat(properties(SharedConfigProperties.PREFIX).keySet()).isEqualTo(components.keySet());
		components.forEach((name, component) -> {
			JsonNode property = properties(name).get(name);
			assertThat(property.path("type").asString()).as(name)
				.isEqualTo(ClassUtils.resolvePrimitiveIfNecessary(component.getType()).getName()
						+ (Collection.class.isAssignableFrom(component.getType()) ? "<java.lang.String>" : ""));
			assertThat(property.path("defaultValue").asString("")).as(name).isEqualTo(defaultOf(component));
		});
	}

	@Test
	void propertiesWithoutPrefixAreOfTheEndpointOrItsHealth() {
		assertThat(properties("management").keySet()).containsExactly("management.endpoint.sharedconfig.access",
				"management.endpoint.sharedconfig.cache.time-to-live", "management.endpoint.sharedconfig.roles",
				"management.endpoint.sharedconfig.show-values", "management.health.shared-config.enabled");
		assertThat(properties("").size())
			.isEqualTo(properties("management").size() + properties(SharedConfigProperties.PREFIX).size());
	}

	@Test
	void propertiesAreDescribedAsAnIdeShowsThem() {
		properties("").forEach((name, property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(name).endsWith(".").doesNotStartWith("The ").doesNotContain("{@", "<");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).as(name).startsWith("Whether ");
			}
			assertThat(ConfigurationPropertyName.isValid(name)).as(name).isTrue();
		});
	}

	@Test
	void hintsAreOfPropertiesThatExistAndCanBeUsed() {
		for (JsonNode hint : this.metadata.path("hints")) {
			assertThat(properties("").keySet()).contains(hint.path("name").asString());
		}
		assertThat(hints("shared-config.publisher.permissions"))
			.allSatisfy((permissions) -> assertThat(publisher(permissions)).isNotEmpty())
			.contains("rw-------", "rw-r-----");
	}

	private List<String> hints(String name) {
		return this.metadata.path("hints")
			.valueStream()
			.filter((hint) -> hint.path("name").asString().equals(name))
			.flatMap((hint) -> hint.path("values").valueStream())
			.map((value) -> value.path("value").asString())
			.toList();
	}

	private static Collection<?> publisher(String permissions) {
		return new SharedConfigProperties.Publisher(null, null, null, new SharedConfigProperties.Backup(false, null),
				new SharedConfigProperties.History(1, DataSize.ofMegabytes(1)), DataSize.ofMegabytes(1),
				DataSize.ofMegabytes(1), permissions, null, List.of(), SharedConfigProperties.WhenTaken.FAIL)
			.permissionSet();
	}

	private static void collect(Class<?> record, String prefix, Map<String, RecordComponent> components) {
		for (RecordComponent component : record.getRecordComponents()) {
			String name = prefix + "." + nameOf(record, component);
			if (component.getType().isRecord()) {
				collect(component.getType(), name, components);
			}
			else {
				components.put(name, component);
			}
		}
	}

	private static String nameOf(Class<?> record, RecordComponent component) {
		Name name = record.getDeclaredConstructors()[0].getParameters()[indexOf(record, component)]
			.getAnnotation(Name.class);
		return (name != null) ? name.value()
				: KEBAB.matcher(component.getName()).replaceAll("$1-$2").toLowerCase(Locale.ROOT);
	}

	private static int indexOf(Class<?> record, RecordComponent component) {
		for (int i = 0; i < record.getRecordComponents().length; i++) {
			if (record.getRecordComponents()[i].getName().equals(component.getName())) {
				return i;
			}
		}
		throw new IllegalArgumentException(component.toString());
	}

	private static String defaultOf(RecordComponent component) {
		Class<?> record = component.getDeclaringRecord();
		DefaultValue value = record.getDeclaredConstructors()[0].getParameters()[indexOf(record, component)]
			.getAnnotation(DefaultValue.class);
		return (value != null) ? String.join(",", value.value()) : "";
	}

	private Map<String, JsonNode> properties(String prefix) {
		Map<String, JsonNode> properties = new TreeMap<>();
		for (JsonNode property : this.metadata.path("properties")) {
			if (property.path("name").asString().startsWith(prefix)) {
				properties.put(property.path("name").asString(), property);
			}
		}
		return properties;
	}

	private static JsonNode read() {
		try {
			for (URL url : Collections.list(SharedConfigProperties.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream content = url.openStream()) {
					JsonNode metadata = new JsonMapper().readTree(content);
					if (metadata.toString().contains("\"shared-config.enabled\"")) {
						return metadata;
					}
				}
			}
			throw new AssertionError("No metadata: did the annotation processor run?");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
