package io.sharedconfig.actuate;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to a {@code POST}.
 * <p>
 * Not thread-safe; one per request.
 *
 * @param status the HTTP status
 * @param body a JSON object
 */
record ChangeAnswer(int status, ObjectNode body) {

	static ChangeAnswer ok() {
		return new ChangeAnswer(200, JsonNodeFactory.instance.objectNode());
	}

	static ChangeAnswer error(int status, @Nullable String message) {
		ChangeAnswer answer = new ChangeAnswer(status, JsonNodeFactory.instance.objectNode());
		answer.body().put("error", message);
		return answer;
	}

	byte[] bytes() {
		return this.body.toString().getBytes(StandardCharsets.UTF_8);
	}

}
