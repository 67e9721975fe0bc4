package io.sharedconfig.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.sharedconfig.DocumentValidator;
import io.sharedconfig.InvalidSchemaException;
import io.sharedconfig.validate.JsonSchemaValidator;

import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * Makes a validator of the schema that is configured. A schema is never left out in
 * silence: without the library for it the start fails.
 */
final class SchemaSettings {

	private static final String LIBRARY = "com.networknt.schema.SchemaRegistry";

	private SchemaSettings() {
	}

	static DocumentValidator validator(Resource schema, ClassLoader classLoader) {
		if (!ClassUtils.isPresent(LIBRARY, classLoader)) {
			throw new InvalidSchemaException(schema.getDescription(),
					"the library 'com.networknt:json-schema-validator' is not on the class path");
		}
		if (!schema.exists()) {
			throw new InvalidSchemaException(schema.getDescription(), "it does not exist");
		}
		try {
			return JsonSchemaValidator.of(schema.getDescription(), schema.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new InvalidSchemaException(schema.getDescription(), "it cannot be read: " + ex);
		}
	}

}
