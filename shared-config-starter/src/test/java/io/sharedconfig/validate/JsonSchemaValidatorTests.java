package io.sharedconfig.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import io.sharedconfig.DocumentViolation;
import io.sharedconfig.InvalidSchemaException;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonSchemaValidator}.
 */
class JsonSchemaValidatorTests {

	@Test
	void validateWhenDocumentSatisfiesTheSchemaFindsNothing() {
		assertThat(violations("{\"pricing\":{\"discount\":0.50,\"currency\":\"EUR\",\"tier\":\"gold\"},\"a/b~c\":1}"))
			.isEmpty();
	}

	@Test
	void validateFindsAllViolationsWithTheirPointers() {
		assertThat(violations("{\"pricing\":{\"discount\":0.75,\"tier\":\"bronze\",\"x/y\":1},\"a/b~c\":\"text\","
				+ "\"hosts\":[\"ok\",5,\"-bad-\"]}"))
			.extracting(DocumentViolation::toString)
			.containsExactlyInAnyOrder("'/pricing/discount' violates 'maximum': 0.5", "'/pricing/currency' is required",
					"'/pricing/tier' violates 'enum'", "'/pricing/x~1y' is not allowed",
					"'/a~1b~0c' violates 'type': \"integer\"", "'/hosts/1' violates 'type': \"string\"",
					"'/hosts/2' violates 'format': \"hostname\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"pricing":{"discount":123456.789,"currency":"s3cr3t"}}
			{"pricing":"s3cr3t"}
			{"pricing":{"discount":"s3cr3t","currency":["s3cr3t"]}}
			{"pricing":{"discount":0,"currency":"EUR","tier":"s3cr3t"}}
			{"pricing":{"discount":0,"currency":"EUR"},"hosts":["s3cr3t","s3cr3t","s3cr3t!!"]}
			{"pricing":{"discount":0,"currency":"EUR"},"mode":"s3cr3t"}
			""")
	void validateShowsNoValueNeitherOfTheDocumentNorTheOneThatTheSchemaWants(String document) {
		assertThat(violations(document)).isNotEmpty()
			.allSatisfy((violation) -> assertThat(violation.toString()).doesNotContain("s3cr3t")
				.doesNotContain("123456")
				.doesNotContain("top-secret-mode"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"maximum":0.1}                  | {"a":0.10000000000000000000000001} | '/a' violates 'maximum': 0.1
			{"type":"integer"}               | {"a":123456789012345678901234567890} |
			{"type":"integer"}               | {"a":1.5}   | '/a' violates 'type': "integer"
			{"type":["string","null"]}       | {"a":null}  |
			{"type":["string","null"]}       | {"a":5}     | '/a' violates 'type': ["string","null"]
			{"multipleOf":0.01}              | {"a":0.07}  |
			{"format":"email"}               | {"a":"x"}   | '/a' violates 'format': "email"
			{"not":{"type":"string"}}        | {"a":"x"}   | '/a' violates 'not'
			{"$ref":"#/$defs/x"}             | {"a":"x"}   | '/a' violates 'minLength': 2
			false                            | {"a":"x"}   | '/a' is not allowed
			""")
	void validateWhenRuleIsGivenJudgesByIt(String rule, String document, String violation) {
		JsonSchemaValidator validator = JsonSchemaValidator.of("rule",
				"{\"$defs\":{\"x\":{\"minLength\":2}},\"properties\":{\"a\":%s}}".formatted(rule));
		List<String> found = validator.validate(version(document)).stream().map(DocumentViolation::toString).toList();
		assertThat(found).isEqualTo((violation != null) ? List.of(violation) : List.of());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{                                                           | it is not JSON
					[]                                                          | expected a JSON object, found ARRAY
					``                                                          | expected a JSON object
					{"type":"object","type":"array"}                            | it is not JSON
					{"type":"objekt"}                                           | '/type' violates
					{"properties":{"a":{"maximum":"5"}}}                        | '/properties/a/maximum' violates 'type'
					{"$schema":"https://example.org/unknown"}                   | example.org/unknown
					{"$ref":"#/$defs/nope"}                                     | nope
					{"properties":{"a":{"$ref":"http://127.0.0.1:9/x.json"}}}   | it refers to 'http://127.0.0.1:9/x.json', which is not in it
					{"properties":{"a":{"pattern":"["}}}                        | pattern
					""")
	void ofWhenItIsNoSchemaSaysWhy(String schema, String problem) {
		assertThatExceptionOfType(InvalidSchemaException.class)
			.isThrownBy(() -> JsonSchemaValidator.of("orders.schema.json", schema))
			.withMessageStartingWith("The schema 'orders.schema.json' cannot be used: ")
			.withMessageContaining(problem);
	}

	private static List<DocumentViolation> violations(String document) {
		return JsonSchemaValidator.of("orders.schema.json", schema()).validate(version(document));
	}

	private static DocumentSnapshot version(String document) {
		return new DocumentSnapshot("orders", 1, 0, RecordMeta.NONE, new DocumentCodec().encode(document));
	}

	private static String schema() {
		try (InputStream in = JsonSchemaValidatorTests.class.getResourceAsStream("orders.schema.json")) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
