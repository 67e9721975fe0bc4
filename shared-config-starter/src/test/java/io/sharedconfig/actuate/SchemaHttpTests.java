package io.sharedconfig.actuate;

import java.nio.file.Path;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.HttpApplication.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChangeHandler} over HTTP where there is a schema.
 */
class SchemaHttpTests {

	@TempDir
	Path directory;

	@Test
	void postWhenDocumentViolatesTheSchemaAnswersEveryViolationAndPublishesNothing() {
		try (HttpApplication master = HttpApplication.start(WebApplicationType.SERVLET, this.directory,
				"shared-config.publisher.name=orders", "management.endpoint.sharedconfig.access=unrestricted",
				"shared-config.publisher.schema=classpath:io/sharedconfig/validate/orders.schema.json")) {
			Answer answer = master.post("/actuator/sharedconfig/orders",
					"{\"document\":{\"pricing\":{\"discount\":\"s3cr3t\"},\"a/b~c\":\"s3cr3t\"}}");
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.json().get("error").stringValue()).contains("'/pricing/currency' is required");
			assertThat(answer.json().get("violations")).extracting((violation) -> violation.get("pointer"))
				.extracting(JsonNode::stringValue)
				.containsExactlyInAnyOrder("/pricing/discount", "/pricing/currency", "/a~1b~0c");
			assertThat(answer.json().get("violations").get(0).get("problem").isString()).isTrue();
			assertThat(answer.body()).doesNotContain("s3cr3t");
			assertThat(master.context().getBean(SharedConfigPublisher.class).current()).isNull();
		}
	}

}
