package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code null}, {@code []} and <code>{}</code> in a document are for an application:
 * the empty text, as in a YAML file, and not the same as a name that is left out.
 */
class EmptyValuesTests {

	private static final String FULL = "{\"shop\":{\"text\":\"a\",\"number\":1,\"list\":[\"x\",\"y\"],\"map\":{\"k\":\"v\"}}}";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "{}", "\"\"" })
	void applyWhenValuesAreEmptyGivesEmptyTextTheDefaultNumberAndNoElements(String empty) {
		try (Following application = Following.start(this.directory, FULL, Beans.class)) {
			assertThat(application.bean(Shop.class).describe()).isEqualTo("a 1 [x, y] {k=v}");
			application.publish("{\"shop\":{\"text\":E,\"number\":E,\"list\":E,\"map\":E}}".replace("E", empty));
			assertThat(application.rejected()).isEmpty();
			assertThat(application.property("shop.text")).isEmpty();
			assertThat(application.bean(Shop.class).describe()).isEqualTo(" 7 [] {}");
			assertThat(application.bean(Member.class).text).isEmpty();
			application.publish(FULL);
			assertThat(application.bean(Shop.class).describe()).isEqualTo("a 1 [x, y] {k=v}");
		}
	}

	@Test
	void applyWhenNamesAreLeftOutGivesDefaults() {
		try (Following application = Following.start(this.directory, FULL, Beans.class)) {
			application.publish("{\"other\":1}");
			assertThat(application.property("shop.text")).isEqualTo("(none)");
			assertThat(application.bean(Shop.class).describe()).isEqualTo("default 7 [default] {}");
			assertThat(application.bean(Member.class).text).isEqualTo("default");
		}
	}

	@Test
	void applyWhenListIsEmptyHidesThatOfTheApplication() {
		try (Following application = Following.start(this.directory, FULL, Beans.class)) {
			application.context().getEnvironment().getPropertySources().addLast(lower());
			application.publish("{\"shop\":{\"number\":1}}");
			assertThat(application.bean(Shop.class).describe()).isEqualTo("default 1 [lower] {}");
			application.publish("{\"shop\":{\"number\":1,\"list\":[]}}");
			assertThat(application.bean(Shop.class).describe()).isEqualTo("default 1 [] {}");
		}
	}

	private static MapPropertySource lower() {
		return new MapPropertySource("lower", Map.of("shop.list[0]", "lower"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Shop.class)
	@Import(Member.class)
	static class Beans {

	}

	static class Member {

		@Value("${shop.text:default}")
		private volatile @Nullable String text;

	}

	@ConfigurationProperties("shop")
	static class Shop {

		private String text = "default";

		private @Nullable Integer number = 7;

		private List<String> list = new ArrayList<>(List.of("default"));

		private Map<String, String> map = new LinkedHashMap<>();

		String describe() {
			return this.text + " " + this.number + " " + this.list + " " + this.map;
		}

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = text;
		}

		public @Nullable Integer getNumber() {
			return this.number;
		}

		public void setNumber(@Nullable Integer number) {
			this.number = number;
		}

		public List<String> getList() {
			return this.list;
		}

		public void setList(List<String> list) {
			this.list = list;
		}

		public Map<String, String> getMap() {
			return this.map;
		}

		public void setMap(Map<String, String> map) {
			this.map = map;
		}

	}

}
