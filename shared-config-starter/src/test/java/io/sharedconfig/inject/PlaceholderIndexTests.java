package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlaceholderIndex} in a running application: what it finds is what a
 * look at everything would find.
 */
class PlaceholderIndexTests {

	private static final int NAMES = 9;

	private static final int VERSIONS = 60;

	private static final String[] FOREIGN = { "foreign.a=${n0:none}-${n3:none}", "foreign.b=${n8:${n1:none}}",
			"foreign.c=${foreign.a}+${n${n7:5}:gone}", "n2=below ${n5:none}", "bean.text=<${foreign.b}>" };

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void applyWhenPlaceholdersChangeAllTheTimeTellsWhatDiffers(long seed) {
		Random random = new Random(seed);
		Map<String, String> document = new TreeMap<>();
		try (Following application = Following.start(this.directory, Following.json(document), Beans.class, FOREIGN)) {
			Map<String, String> before = texts(application);
			for (int i = 0; i < VERSIONS; i++) {
				change(document, random);
				int told = application.changed().size();
				application.publish(Following.json(document));
				Map<String, String> now = texts(application);
				Set<String> keys = (application.changed().size() > told) ? application.changed().get(told).diff().keys()
						: Set.of();
				assertThat(new TreeSet<>(keys)).as("version %d of seed %d", i, seed).isEqualTo(differing(before, now));
				assertThat(application.bean(Members.class).text).isEqualTo(now.get("foreign.c") + now.get("n4"));
				assertThat(application.bean(Bound.class).getText()).isEqualTo(now.get("bean.text"));
				before = now;
			}
		}
	}

	@Test
	void applyWhenAnotherSourceHasChangedMeanwhileFollowsThat() {
		Map<String, Object> own = new HashMap<>(Map.of("foreign.d", "plain"));
		try (Following application = Following.start(this.directory, "{\"n0\":\"a\",\"n1\":\"b\"}", Beans.class,
				FOREIGN)) {
			application.context().getEnvironment().getPropertySources().addFirst(new MapPropertySource("own", own));
			application.set("n0", "c");
			own.put("foreign.d", "${n1}");
			application.set("n1", "d");
			assertThat(application.changed().get(1).diff().keys()).contains("n1", "foreign.d");
			own.put("n6", "${n1}");
			own.put("foreign.d", "${n6}");
			application.set("n1", "e");
			assertThat(application.changed().get(2).diff().keys()).contains("n1", "n6", "foreign.d");
			own.remove("foreign.d");
			application.set("n1", "f");
			assertThat(application.changed().get(3).diff().keys()).contains("n1", "n6").doesNotContain("foreign.d");
		}
	}

	@Test
	void applyWhenAVersionWasRefusedForgetsWhereItsPlaceholdersLed() {
		try (Following application = Following.start(this.directory,
				"{\"n0\":\"a\",\"n1\":\"b\",\"number\":{\"of\":1}}", Beans.class, FOREIGN)) {
			application.publish("{\"n0\":\"${n1}\",\"n1\":\"b\",\"number\":{\"of\":\"x\"}}");
			assertThat(application.rejected()).hasSize(1);
			application.publish("{\"n0\":\"a\",\"n1\":\"c\",\"number\":{\"of\":1}}");
			assertThat(application.changed().get(0).diff().keys()).contains("n1", "foreign.b")
				.doesNotContain("n0", "foreign.a");
		}
	}

	/*
	 * A name leads to higher ones only, so there are no circles.
	 */
	private static void change(Map<String, String> document, Random random) {
		for (int i = random.nextInt(3); i >= 0; i--) {
			int number = random.nextInt(NAMES);
			int higher = number + 1 + random.nextInt(NAMES);
			String text = switch (random.nextInt(5)) {
				case 0 -> "${n%d:none}".formatted(higher);
				case 1 -> "x${n%d:${n%d:both}}".formatted(higher, higher + 1);
				case 2 -> "${N%d:other}".formatted(higher);
				default -> String.valueOf(random.nextInt(10));
			};
			if (random.nextInt(4) == 0) {
				document.remove("n" + number);
			}
			else {
				document.put("n" + number, text);
			}
		}
	}

	private static Map<String, String> texts(Following application) {
		List<String> names = new ArrayList<>(List.of("foreign.a", "foreign.b", "foreign.c", "bean.text"));
		for (int i = 0; i < NAMES; i++) {
			names.add("n" + i);
		}
		Map<String, String> texts = new TreeMap<>();
		names.forEach((name) -> texts.put(name, application.property(name)));
		return texts;
	}

	private static Set<String> differing(Map<String, String> before, Map<String, String> now) {
		Set<String> names = new TreeSet<>(now.keySet());
		names.removeIf((name) -> now.get(name).equals(before.get(name)));
		return names;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Bound.class, Numbered.class })
	static class Beans {

		@Bean
		Members members() {
			return new Members();
		}

	}

	static class Members {

		@Value("${foreign.c}${n4:(none)}")
		private String text;

	}

	@ConfigurationProperties("bean")
	static class Bound {

		private String text;

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = text;
		}

	}

	@ConfigurationProperties("number")
	static class Numbered {

		private int of;

		public int getOf() {
			return this.of;
		}

		public void setOf(int of) {
			this.of = of;
		}

	}

}
