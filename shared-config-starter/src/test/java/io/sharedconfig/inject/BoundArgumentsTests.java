package io.sharedconfig.inject;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.sharedconfig.RefreshResult.Outcome;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundArguments} in a running application: what is bound by a
 * constructor is what Spring Boot's binder would make of it, and what no change reaches
 * is not bound again.
 */
class BoundArgumentsTests {

	private static final int VERSIONS = 80;

	private static final String ORDER = "{\"order\":{\"text\":\"a\",\"max-items\":1,\"color\":\"red\"}}";

	private static final String[] NAMES = { "order.text", "order.max-items", "order.maxItems", "order.MAX_ITEMS",
			"order.timeout", "order.color", "order.open", "order.note", "order.list[0]", "order.list", "order.map.k",
			"order.unknown", "order.text.below", "elsewhere" };

	@TempDir
	Path directory;

	@BeforeEach
	void reset() {
		ToColor.converted.set(0);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void applyWhenAnythingChangesGivesWhatSpringBootWouldBind(long seed) {
		Random random = new Random(seed);
		Map<String, Object> document = new TreeMap<>();
		Map<String, Object> other = new LinkedHashMap<>();
		try (Following application = start("{}", Beans.class)) {
			ConfigurableEnvironment environment = application.context().getEnvironment();
			environment.getPropertySources().addFirst(new MapPropertySource("other", other));
			for (int i = 0; i < VERSIONS; i++) {
				if (random.nextInt(8) == 0) {
					change(other, random);
				}
				// so that whatever it is has to be looked up again
				document.put("order.version", i);
				change(document, random);
				if (application.publish(Following.json(document)).outcome() == Outcome.APPLIED) {
					String version = "version %d of seed %d".formatted(i, seed);
					assertBoundAsBySpringBoot(application.live(Order.class), environment, version);
					assertBoundAsBySpringBoot(application.live(Mixed.class), environment, version);
				}
			}
		}
	}

	private static void assertBoundAsBySpringBoot(Object live, ConfigurableEnvironment environment, String version) {
		assertThat(live).as(version).isEqualTo(Binder.get(environment).bindOrCreate("order", live.getClass()));
	}

	private static void change(Map<String, Object> names, Random random) {
		String name = NAMES[random.nextInt(NAMES.length)];
		if (random.nextInt(3) == 0) {
			names.remove(name);
		}
		else if (random.nextInt(6) == 0 && !name.equals("elsewhere")) {
			names.put(name, "${elsewhere:3}");
		}
		else {
			names.put(name, switch (name) {
				case "order.color" -> (random.nextInt(9) > 0) ? Color.values()[random.nextInt(3)] : "none";
				case "order.open" -> random.nextBoolean();
				default -> random.nextInt(10);
			});
		}
	}

	@Test
	void applyWhenOneIsReachedBindsNoOther() {
		try (Following application = start(ORDER, Counting.class)) {
			application.live(Shown.class);
			application.set("order.text", "b");
			int before = ToColor.converted.get();
			for (int i = 0; i < 5; i++) {
				application.set("order.text", "c" + i);
				application.set("order.max-items", i);
				application.set("elsewhere", i);
			}
			assertThat(application.live(Shown.class)).isEqualTo(new Shown("c4", 4, Color.RED));
			assertThat(ToColor.converted).hasValue(before);
			application.set("order.color", "blue");
			assertThat(application.live(Shown.class)).isEqualTo(new Shown("c4", 4, Color.BLUE));
			assertThat(ToColor.converted).hasValue(before + 1);
		}
	}

	@Test
	void applyAfterAVersionWasRefusedBeginsWithTheOneThatIsApplied() {
		try (Following application = start(ORDER, Beans.class)) {
			application.live(Order.class);
			application.set("order.text", "b");
			assertThat(application.publish("{\"order\":{\"text\":\"c\",\"max-items\":\"many\",\"color\":\"green\"}}")
				.outcome()).isEqualTo(Outcome.REJECTED);
			application.publish("{\"order\":{\"text\":\"b\",\"max-items\":2,\"color\":\"red\"}}");
			assertThat(application.live(Order.class)).isEqualTo(new Order("b", 2, null, Color.RED, null, null, 0));
		}
	}

	@Test
	void applyWhenTheConstructorRefusesSaysWhy() {
		try (Following application = start(ORDER, Beans.class)) {
			application.live(Order.class);
			application.set("order.text", "b");
			assertThat(application.set("order.max-items", -1).outcome()).isEqualTo(Outcome.REJECTED);
			assertThat(application.rejected().get(0).reasons()).singleElement()
				.asString()
				.isEqualTo("'order' cannot be bound to %s: IllegalArgumentException".formatted(Order.class.getName()));
			assertThat(application.live(Order.class)).isEqualTo(new Order("b", 1, null, Color.RED, null, null, 0));
		}
	}

	@Test
	void applyWhenAnotherSourceWasHeardForAWhileIsNotMistaken() {
		Map<String, Object> other = new LinkedHashMap<>();
		try (Following application = start(ORDER, Beans.class)) {
			MutablePropertySources sources = application.context().getEnvironment().getPropertySources();
			sources.addFirst(new MapPropertySource("other", other));
			application.live(Order.class);
			application.set("order.text", "b");
			other.put("order.max-items", 7);
			// nobody sees that
			application.set("order.max-items", 2);
			other.clear();
			application.set("order.text", "d");
			assertThat(application.live(Order.class)).isEqualTo(new Order("d", 2, null, Color.RED, null, null, 0));
		}
	}

	@Test
	void applyWhenAPlaceholderLeadsToAnotherSourceFollowsThat() {
		Map<String, Object> other = new LinkedHashMap<>(Map.of("far", "here"));
		try (Following application = start(ORDER, Beans.class)) {
			application.context().getEnvironment().getPropertySources().addFirst(new MapPropertySource("other", other));
			application.live(Order.class);
			application.set("order.text", "b");
			application.set("order.text", "${far}");
			application.set("order.max-items", 2);
			other.put("far", "there");
			application.set("order.max-items", 3);
			assertThat(application.live(Order.class)).isEqualTo(new Order("there", 3, null, Color.RED, null, null, 0));
		}
	}

	@Test
	void applyWhenADefaultStandsForNothingTakesThatEachTime() {
		try (Following application = start("{\"order\":{\"text\":\"a\"}}", Beans.class)) {
			application.live(Defaulted.class);
			application.set("order.text", "b");
			application.set("order.text", "c");
			assertThat(application.live(Defaulted.class)).isEqualTo(new Defaulted("c", 5));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"x\",\"y\"]", "\"x,y\"" })
	void applyWhenAnArgumentCanBeChangedMakesAnotherOne(String list) {
		try (Following application = start("{\"order\":{\"text\":\"a\",\"list\":%s}}".formatted(list), Beans.class)) {
			application.live(Listed.class);
			application.set("order.text", "b");
			application.live(Listed.class).list().add("by the program");
			application.set("order.text", "c");
			assertThat(application.live(Listed.class)).isEqualTo(new Listed("c", List.of("x", "y")));
		}
	}

	@Test
	void applyWhenConstraintsAreToBeLookedAtLooksAtThemEachTime() {
		try (Following application = start(ORDER, Beans.class)) {
			application.live(Checked.class);
			application.set("order.max-items", 2);
			application.set("order.max-items", 3);
			assertThat(application.set("order.max-items", -3).outcome()).isEqualTo(Outcome.REJECTED);
			assertThat(application.set("order.max-items", 4).outcome()).isEqualTo(Outcome.APPLIED);
			assertThat(application.live(Checked.class).maxItems()).isEqualTo(4);
		}
	}

	@Test
	void applyWhenANameIsUnknownRefusesItWhereItMustBeKnown() {
		try (Following application = start("{\"order\":{\"text\":\"a\"}}", Beans.class)) {
			application.live(Known.class);
			application.set("order.text", "b");
			application.set("order.text", "c");
			assertThat(application.set("order.texts", "d").outcome()).isEqualTo(Outcome.REJECTED);
			assertThat(application.rejected().get(0).reasons()).singleElement()
				.asString()
				.startsWith("'order.texts' is unknown");
		}
	}

	@Test
	void applyWhenARecordValidatesItselfAsksItEachTime() {
		assertThirteenIsRefused(Beans.class, Self.class);
	}

	@Test
	void applyWhenTheApplicationHasAValidatorAsksItEachTime() {
		assertThirteenIsRefused(WithValidator.class, Shown.class);
	}

	private void assertThirteenIsRefused(Class<?> source, Class<?> type) {
		try (Following application = start(ORDER, source)) {
			application.live(type);
			application.set("order.max-items", 2);
			application.set("order.max-items", 3);
			assertThat(application.set("order.max-items", 13).outcome()).isEqualTo(Outcome.REJECTED);
		}
	}

	@Test
	void applyWhenAnAdvisorOfTheApplicationChangesWhatIsBoundAsksItEachTime() {
		try (Following application = start(ORDER, Advised.class)) {
			application.live(Shown.class);
			application.set("order.text", "b");
			application.set("order.text", "c");
			assertThat(application.live(Shown.class).text()).isEqualTo("advised c");
		}
	}

	private Following start(String document, Class<?> source) {
		return Following.start(this.directory, document, source);
	}

	enum Color {

		RED, GREEN, BLUE

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Shown.class)
	static class Counting {

		@Bean
		@ConfigurationPropertiesBinding
		static ToColor toColor() {
			return new ToColor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithValidator {

		@Bean
		static Validator configurationPropertiesValidator() {
			return new Unlucky();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Advised {

		@Bean
		static ConfigurationPropertiesBindHandlerAdvisor advisor() {
			return (handler) -> new AbstractBindHandler(handler) {

				@Override
				public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
						Object result) {
					Object bound = super.onSuccess(name, target, context, result);
					return (bound instanceof String text) ? "advised " + text : bound;
				}

			};
		}

	}

	static final class ToColor implements Converter<String, Color> {

		private static final AtomicInteger converted = new AtomicInteger();

		@Override
		public Color convert(String source) {
			converted.incrementAndGet();
			return Color.valueOf(source.toUpperCase());
		}

	}

	static final class Unlucky implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Integer.class || type == Shown.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (target instanceof Shown shown && shown.maxItems() == 13) {
				errors.rejectValue("maxItems", "unlucky");
			}
		}

	}

	@ConfigurationProperties("order")
	record Shown(String text, int maxItems, Color color) {

	}

	@ConfigurationProperties("order")
	record Order(String text, int maxItems, @DurationUnit(ChronoUnit.MINUTES) Duration timeout, Color color,
			Boolean open, String note, int version) {

		Order {
			if (maxItems < 0) {
				throw new IllegalArgumentException("max-items");
			}
		}

	}

	@ConfigurationProperties("order")
	record Mixed(String text, @DefaultValue("5") int maxItems, Optional<String> note, List<String> list,
			Map<String, String> map, int version) {

	}

	@ConfigurationProperties("order")
	record Defaulted(String text, @DefaultValue("5") int maxItems) {

	}

	@ConfigurationProperties("order")
	record Listed(String text, List<String> list) {

	}

	@ConfigurationProperties("order")
	@Validated
	record Checked(String text, @Min(0) int maxItems) {

	}

	@ConfigurationProperties(prefix = "order", ignoreUnknownFields = false)
	record Known(String text) {

	}

	@ConfigurationProperties("order")
	record Self(String text, int maxItems) implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Self.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (this.maxItems == 13) {
				errors.rejectValue("maxItems", "unlucky");
			}
		}

	}

}
