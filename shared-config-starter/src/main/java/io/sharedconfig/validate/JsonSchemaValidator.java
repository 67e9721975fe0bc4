package io.sharedconfig.validate;

import java.io.FileNotFoundException;
import java.util.List;
import java.util.Objects;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.DocumentValidator;
import io.sharedconfig.DocumentViolation;
import io.sharedconfig.InvalidSchemaException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds documents to a JSON Schema: that of the draft it names, or of 2020-12. Formats
 * are checked, too. A schema is one file: nothing is fetched for it.
 * <p>
 * Needs {@code com.networknt:json-schema-validator}. Immutable.
 *
 * @since 1.0.0
 */
public final class JsonSchemaValidator implements DocumentValidator {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final Schema schema;

	private JsonSchemaValidator(Schema schema) {
		this.schema = schema;
	}

	/**
	 * Read a schema.
	 * @param name what it is called in messages, for example its file
	 * @param json the schema
	 * @return a validator
	 * @throws InvalidSchemaException if it is no JSON, no schema, of an unknown draft, or
	 * refers to something that is not in it
	 */
	public static JsonSchemaValidator of(String name, String json) {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(json, "'json' must not be null");
		JsonNode root = read(name, json);
		try {
			SchemaRegistry registry = registry();
			requireSchema(name, root, registry);
			Schema schema = registry.getSchema(root);
			schema.initializeValidators();
			return new JsonSchemaValidator(schema);
		}
		catch (SchemaException ex) {
			throw new InvalidSchemaException(name,
					(ex.getCause() instanceof FileNotFoundException missing)
							? "it refers to '%s', which is not in it".formatted(missing.getMessage())
							: Objects.requireNonNullElse(ex.getMessage(), ex.toString()));
		}
	}

	private static JsonNode read(String name, String json) {
		try {
			JsonNode root = MAPPER.readTree(json);
			if (!root.isObject()) {
				throw new InvalidSchemaException(name, "expected a JSON object, found " + root.getNodeType());
			}
			return root;
		}
		catch (JacksonException ex) {
			TokenStreamLocation where = ex.getLocation();
			throw new InvalidSchemaException(name, "it is not JSON" + ((where != null)
					? ", at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr()) : ""));
		}
	}

	private static SchemaRegistry registry() {
		SchemaRegistryConfig config = SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
				(registry) -> registry.schemaRegistryConfig(config)
					.schemaLoader((loader) -> loader.fetchRemoteResources(false)));
	}

	// a keyword with a value that it cannot have would be left out without a word
	private static void requireSchema(String name, JsonNode root, SchemaRegistry registry) {
		String dialect = root.path("$schema").asString(SpecificationVersion.DRAFT_2020_12.getDialectId());
		List<Error> errors = registry.getSchema(SchemaLocation.of(dialect)).validate(root);
		if (!errors.isEmpty()) {
			throw new InvalidSchemaException(name, SchemaProblem.of(errors.get(0)).toString());
		}
	}

	@Override
	public List<DocumentViolation> validate(ConfigSnapshot proposed) {
		return this.schema.validate(proposed.document()).stream().map(SchemaProblem::of).distinct().toList();
	}

	@Override
	public String toString() {
		return "JsonSchemaValidator[%s]".formatted(this.schema.getId());
	}

}
