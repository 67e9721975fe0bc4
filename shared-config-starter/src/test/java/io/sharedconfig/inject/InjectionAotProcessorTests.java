package io.sharedconfig.inject;

import java.lang.reflect.Constructor;
import java.util.Optional;

import io.sharedconfig.LiveProperties;
import io.sharedconfig.env.SharedConfigProperties;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InjectionAotProcessor}: what a native image is told.
 */
class InjectionAotProcessorTests {

	@Test
	void hintsWhenMembersAreRefreshableAreOfThese() throws Exception {
		RuntimeHints hints = process(Shop.class);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(Shop.class, "limit")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Shop.class.getDeclaredMethod("setCurrency", String.class))).accepts(hints);
	}

	@Test
	void hintsWhenLivePropertiesAreInjectedAreThoseOfTheirTypes() {
		RuntimeHints hints = process(Making.class);
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(constructorOf(Pricing.class)))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(constructorOf(Nested.class)))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(constructorOf(Stock.class)))
			.accepts(hints);
	}

	@Test
	void hintsAreOfThePropertiesThatAreBoundBeforeThereAreBeans() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(constructorOf(SharedConfigProperties.Follower.class)))
			.accepts(process(Shop.class));
	}

	private static Constructor<?> constructorOf(Class<?> record) {
		return record.getDeclaredConstructors()[0];
	}

	private static RuntimeHints process(Class<?> source) {
		GenericApplicationContext context = new GenericApplicationContext();
		new AnnotatedBeanDefinitionReader(context).register(source);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(source)), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	static class Shop {

		@Value("${limit:1}")
		private int limit;

		@Value("${currency:EUR}")
		void setCurrency(String currency) {
		}

		@Override
		public String toString() {
			return "limit=" + this.limit;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Taking.class)
	static class Making {

		@Bean
		String text(Optional<LiveProperties<Stock>> stock) {
			return "";
		}

	}

	static class Taking {

		Taking(Optional<LiveProperties<Pricing>> pricing) {
		}

	}

	@ConfigurationProperties("pricing")
	record Pricing(Nested nested) {
	}

	record Nested(int depth) {
	}

	@ConfigurationProperties("stock")
	record Stock(int amount) {
	}

}
