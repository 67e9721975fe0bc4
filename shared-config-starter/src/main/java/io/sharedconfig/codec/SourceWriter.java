package io.sharedconfig.codec;

import java.util.List;

import io.sharedconfig.InvalidDocumentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes a map, record, bean or tree as JSON text, which is then checked as any text is.
 * The mapper is our own: how an application writes its JSON does not change its
 * configuration.
 */
final class SourceWriter {

	private static final int LONGEST_PATH = 20;

	private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
		.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
		.streamWriteConstraints(
				StreamWriteConstraints.builder().maxNestingDepth(JsonText.MAX_DEPTH + JsonText.ENVELOPE_DEPTH).build())
		.build())
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
		.addModule(new SimpleModule("shared-config").addSerializer(JsonNode.class, new TreeWriter()))
		.build();

	private SourceWriter() {
	}

	/**
	 * Write a source.
	 * @param source what is written
	 * @param generator where to
	 */
	static void write(Object source, JsonGenerator generator) {
		MAPPER.writeValue(generator, source);
	}

	/**
	 * Write a source as text.
	 * @param source what is written
	 * @param maxLength how long the text may be
	 * @return the text
	 * @throws TooLongException if it is longer
	 */
	static String write(Object source, int maxLength) {
		BoundedText text = new BoundedText(maxLength);
		try {
			MAPPER.writeValue(text, source);
			return text.toString();
		}
		catch (RuntimeException ex) {
			text.requireBounded();
			// not as cause: its message may hold values
			throw new InvalidDocumentException(problem(source, ex));
		}
	}

	private static String problem(Object source, RuntimeException failure) {
		List<JacksonException.Reference> path = (failure instanceof JacksonException ex) ? ex.getPath() : List.of();
		Throwable cause = failure;
		while (cause instanceof JacksonException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof StreamConstraintsException) {
			return "it is nested deeper than %d levels, or contains itself".formatted(JsonText.MAX_DEPTH);
		}
		String where = (path.isEmpty()) ? "at the top" : "at '%s'".formatted(pointer(path));
		if (cause instanceof InvalidDefinitionException ex && ex.getType() != null) {
			return "type %s has no JSON form, %s".formatted(ex.getType().getRawClass().getName(), where);
		}
		String reason = (cause instanceof JacksonException) ? "it has no JSON form"
				: "%s was thrown".formatted(cause.getClass().getName());
		return "%s could not be read %s: %s".formatted(source.getClass().getName(), where, reason);
	}

	private static String pointer(List<JacksonException.Reference> path) {
		StringBuilder pointer = new StringBuilder();
		for (JacksonException.Reference step : path.subList(0, Math.min(LONGEST_PATH, path.size()))) {
			@Nullable String name = step.getPropertyName();
			pointer.append('/').append((name != null) ? name : String.valueOf(step.getIndex()));
		}
		return Shown.text(pointer.toString());
	}

}
