package io.sharedconfig.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublisherResourceHints}.
 */
class PublisherResourceHintsTests {

	private static final String SCHEMA = "io/sharedconfig/validate/orders.schema.json";

	@Test
	void hintsWhenResourcesAreOnTheClassPathAreOfThese() {
		RuntimeHints hints = process(Map.of("shared-config.publisher.schema", "classpath:" + SCHEMA,
				"shared-config.publisher.initial", "classpath:/${first}", "first", "orders.yaml"));
		assertThat(RuntimeHintsPredicates.resource().forResource(SCHEMA)).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("orders.yaml")).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("other.yaml")).rejects(hints);
	}

	@Test
	void hintsWhenResourcesAreElsewhereAreNone() {
		RuntimeHints hints = process(Map.of("shared-config.publisher.schema", "file:" + SCHEMA));
		assertThat(RuntimeHintsPredicates.resource().forResource(SCHEMA)).rejects(hints);
	}

	private static RuntimeHints process(Map<String, Object> properties) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(PublisherResourceHintsTests.class)), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

}
