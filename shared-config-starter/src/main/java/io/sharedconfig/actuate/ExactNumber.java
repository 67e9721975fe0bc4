package io.sharedconfig.actuate;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * A number that is written as it was published, {@code 1e10} and not {@code 1E+10}.
 * <p>
 * Immutable.
 *
 * @param text the number as JSON writes it
 */
record ExactNumber(String text) implements JacksonSerializable {

	@Override
	public void serialize(JsonGenerator generator, SerializationContext context) {
		generator.writeNumber(this.text);
	}

	@Override
	public void serializeWithType(JsonGenerator generator, SerializationContext context,
			TypeSerializer typeSerializer) {
		serialize(generator, context);
	}

}
