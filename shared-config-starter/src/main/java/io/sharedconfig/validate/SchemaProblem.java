package io.sharedconfig.validate;

import java.util.Set;

import com.networknt.schema.Error;
import io.sharedconfig.DocumentViolation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says what a document violates without showing what is in it. The messages of the
 * library may quote values; so may what a schema says of {@code const} and {@code enum},
 * of which one is the value that is configured.
 */
final class SchemaProblem {

	private static final Set<String> WITH_LIMIT = Set.of("type", "minimum", "maximum", "exclusiveMinimum",
			"exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties",
			"maxProperties", "minContains", "maxContains", "format", "pattern");

	private static final Set<String> NOT_ALLOWED = Set.of("additionalProperties", "unevaluatedProperties");

	private SchemaProblem() {
	}

	static DocumentViolation of(Error error) {
		String pointer = error.getInstanceLocation().toString();
		String keyword = error.getKeyword();
		@Nullable String property = error.getProperty();
		if (property != null && NOT_ALLOWED.contains(keyword)) {
			return new DocumentViolation(child(pointer, property), "is not allowed");
		}
		if (property != null && "required".equals(keyword)) {
			return new DocumentViolation(child(pointer, property), "is required");
		}
		@Nullable JsonNode rule = error.getSchemaNode();
		if (keyword == null || "false".equals(keyword)) {
			return new DocumentViolation(pointer, "is not allowed");
		}
		return new DocumentViolation(pointer, (rule != null && WITH_LIMIT.contains(keyword))
				? "violates '%s': %s".formatted(keyword, rule) : "violates '%s'".formatted(keyword));
	}

	private static String child(String pointer, String property) {
		return pointer + '/' + property.replace("~", "~0").replace("/", "~1");
	}

}
