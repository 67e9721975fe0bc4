package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.env.TestMaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.ServletContextPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtherNames}: in a running application what is left out makes no
 * difference.
 */
class OtherNamesTests {

	private static final int VERSIONS = 60;

	private static final String[] FORMS = { "bean.text-one", "bean.textOne", "BEAN_TEXTONE", "bean.text_one",
			"bean.map.k", "bean[map][k]", "bean.list[0]", "BEAN_LIST_0", "elsewhere", "bean.text-two", "bean" };

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void applyWhenOtherSourcesChangeAllTheTimeGivesWhatALookEverywhereWouldGive(long seed) {
		Random random = new Random(seed);
		Map<String, Object> document = new TreeMap<>();
		List<Map<String, Object>> others = List.of(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(),
				new LinkedHashMap<>());
		try (Following application = Following.start(this.directory, "{}", Beans.class)) {
			ConfigurableEnvironment environment = application.context().getEnvironment();
			MutablePropertySources sources = environment.getPropertySources();
			sources.addFirst(new MapPropertySource("first", others.get(0)));
			sources.addFirst(new SystemEnvironmentPropertySource("env", others.get(1)));
			sources.addFirst(new Unlisted("unlisted", others.get(2)));
			sources.addLast(new MapPropertySource("last", others.get(3)));
			for (int i = 0; i < VERSIONS; i++) {
				if (random.nextInt(3) == 0) {
					change(others.get(random.nextInt(others.size())), random, "other");
				}
				// so that whatever it is has to be looked up again
				document.put("bean.version", i);
				change(document, random, "shared");
				change(document, random, "shared");
				application.publish(Following.json(document));
				Values expected = Binder.get(environment).bindOrCreate("bean", Values.class);
				assertThat(application.live(Values.class)).as("version %d of seed %d", i, seed).isEqualTo(expected);
				assertThat(application.bean(Members.class).text).as("version %d of seed %d", i, seed)
					.isEqualTo(environment.resolvePlaceholders(Members.TEXT));
			}
		}
	}

	@Test
	void applyWhenAnotherSourceGetsANameFindsItWithTheNextVersion() {
		Map<String, Object> own = new LinkedHashMap<>();
		try (Following application = Following.start(this.directory, "{\"bean\":{\"text-one\":\"a\"}}", Beans.class)) {
			application.context().getEnvironment().getPropertySources().addFirst(new MapPropertySource("own", own));
			application.set("bean.text-one", "b");
			assertThat(application.live(Values.class).textOne()).isEqualTo("b");
			own.put("BEAN.textOne", "own");
			application.set("bean.text-two", "c");
			assertThat(application.live(Values.class)).isEqualTo(new Values("own", "c", Map.of(), List.of()));
			assertThat(application.bean(Members.class).text).startsWith("own|c|");
			own.clear();
			application.set("bean.text-two", "d");
			assertThat(application.live(Values.class).textOne()).isEqualTo("b");
		}
	}

	@Test
	void applyWhenTwoConfigurationsHaveANameInTwoFormsGivesTheOneThatComesFirst() {
		try (TestMaster common = TestMaster.publish(this.directory, "common", "{\"bean\":{\"textOne\":\"common\"}}");
				Following application = Following.start(this.directory, "{\"bean\":{\"text-one\":\"a\"}}", Beans.class,
						"spring.config.import=shared-config:common")) {
			refresh(application, "b");
			assertThat(application.property("bean.text-one")).isEqualTo("common");
			assertThat(application.changed().get(0).diff().keys()).isEmpty();
			common.set("bean.textOne", "later");
			refresh(application, "c");
			assertThat(application.property("bean.text-one")).isEqualTo("later");
			assertThat(application.live(Values.class).textOne()).isEqualTo("later");
			assertThat(application.bean(Members.class).text).startsWith("later|");
		}
	}

	@Test
	void applyWhenAPlaceholderLeadsToASourceThatIsLeftOutFindsIt() {
		try (Following application = Following.start(this.directory, "{\"bean\":{\"text-one\":\"a\"}}", Beans.class,
				"far.away=here")) {
			application.set("bean.text-one", "${FAR_AWAY:}${farAway:}${far.away}");
			assertThat(application.live(Values.class).textOne()).isEqualTo("here");
			assertThat(application.bean(Members.class).text).startsWith("here|");
		}
	}

	@ParameterizedTest
	@CsvSource({ "a.b-c, true", "a.bc, true", "A_BC, true", "a.b.c, true", "a.b, false", "a.b-c.d, false",
			"prefix.a.bc, true", "d, true", "prefix.d, true" })
	void mayListWhenNamesDifferInFormOnly(String name, boolean expected) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(new MapPropertySource("map", Map.of("a.bC", 1)));
		sources.addLast(new Prefixed(Map.of("PREFIX_D", 1, "PREFIX_A_BC", 2)));
		assertThat(OtherNames.of(sources).mayList(name)).isEqualTo(expected);
	}

	@Test
	void silentBelowLeavesOutWhatHasNothingThereAndIsKnownToHaveNothingElse() {
		MutablePropertySources sources = new MutablePropertySources();
		PropertySource<?> silent = new MapPropertySource("silent", Map.of("b.a", 1));
		PropertySource<?> speaks = new MapPropertySource("speaks", Map.of("A_B", 1));
		PropertySource<?> prefixed = new Prefixed(Map.of("PREFIX_A_B", 1));
		PropertySource<?> listsLess = new EnumerablePropertySource<>("lists less", "") {

			@Override
			public String[] getPropertyNames() {
				return new String[0];
			}

			@Override
			public Object getProperty(String name) {
				return "here";
			}

		};
		List.of(silent, speaks, prefixed, listsLess, new Unlisted("unlisted", Map.of())).forEach(sources::addLast);
		OtherNames names = OtherNames.of(sources);
		assertThat(names.silentBelow(ConfigurationPropertyName.of("a.b"))).containsExactly(silent);
		assertThat(names.silentBelow(ConfigurationPropertyName.of("c"))).containsExactlyInAnyOrder(silent, speaks,
				prefixed);
		assertThat(names.areAllOf(speaks)).isTrue();
		assertThat(names.areAllOf(listsLess)).isFalse();
	}

	@Test
	void silentBelowLeavesOutWhatHasTheNameWithinAnotherOneOnly() {
		MutablePropertySources sources = new MutablePropertySources();
		PropertySource<?> within = new MapPropertySource("within", Map.of("run.a-b", 1, "RUN_A_B", 2));
		sources.addLast(within);
		assertThat(OtherNames.of(sources).silentBelow(ConfigurationPropertyName.of("a.b"))).containsExactly(within);
	}

	@ParameterizedTest
	@CsvSource({ "order, true", "ran, true", "random, false", "random.below, false", "random-order, false" })
	void silentBelowLeavesOutRandomValuesBelowOtherNames(String name, boolean expected) {
		MutablePropertySources sources = new MutablePropertySources();
		PropertySource<?> random = new RandomValuePropertySource();
		sources.addLast(random);
		assertThat(OtherNames.of(sources).silentBelow(ConfigurationPropertyName.of(name)).contains(random))
			.isEqualTo(expected);
		assertThat(OtherNames.of(sources).areAllOf(random)).isFalse();
	}

	@Test
	void silentBelowLeavesOutWhatAWebApplicationHas() {
		MockServletContext servlets = new MockServletContext();
		servlets.addInitParameter("order.text", "a");
		MutablePropertySources sources = new MutablePropertySources();
		PropertySource<?> stub = new PropertySource.StubPropertySource("servletConfigInitParams");
		PropertySource<?> context = new ServletContextPropertySource("servletContextInitParams", servlets);
		sources.addLast(stub);
		sources.addLast(context);
		OtherNames names = OtherNames.of(sources);
		assertThat(names.silentBelow(ConfigurationPropertyName.of("pricing"))).containsExactlyInAnyOrder(stub, context);
		assertThat(names.silentBelow(ConfigurationPropertyName.of("order"))).containsExactly(stub);
	}

	private static void refresh(Following application, String value) {
		application.publishOnly("bean.text-one", value);
		application.context()
			.getBeansOfType(SharedConfigFollower.class)
			.values()
			.forEach(SharedConfigFollower::refresh);
	}

	private static void change(Map<String, Object> names, Random random, String value) {
		String name = FORMS[random.nextInt(FORMS.length)];
		if (random.nextBoolean()) {
			names.remove(name);
		}
		else {
			boolean leads = random.nextInt(4) == 0 && !name.equals("elsewhere");
			names.put(name, (leads) ? "${elsewhere:none}" : value + random.nextInt(10));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Values.class)
	static class Beans {

		@Bean
		Members members() {
			return new Members();
		}

	}

	static class Members {

		private static final String TEXT = "${bean.text-one:none}|${bean.text-two:none}|${bean.textOne:none}|${bean.list[0]:none}"
				+ "|${bean.map.k:none}|${elsewhere:none}|${bean.version:none}";

		@Value(TEXT)
		private String text;

	}

	@ConfigurationProperties("bean")
	record Values(String textOne, String textTwo, Map<String, String> map, List<String> list) {

		Values {
			map = (map != null) ? map : Map.of();
			list = (list != null) ? list : List.of();
		}

	}

	/**
	 * A source that cannot be listed.
	 */
	private static final class Unlisted extends PropertySource<Map<String, Object>> {

		Unlisted(String name, Map<String, Object> source) {
			super(name, source);
		}

		@Override
		public Object getProperty(String name) {
			return this.source.get(name);
		}

	}

	/**
	 * Environment variables whose names begin with a prefix for Spring Boot.
	 */
	private static final class Prefixed extends SystemEnvironmentPropertySource implements PropertySourceInfo {

		Prefixed(Map<String, Object> source) {
			super("prefixed", source);
		}

		@Override
		public boolean isImmutable() {
			return true;
		}

		@Override
		public String getPrefix() {
			return "prefix";
		}

	}

}
