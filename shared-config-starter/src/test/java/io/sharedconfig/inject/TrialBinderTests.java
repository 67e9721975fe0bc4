package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sharedconfig.RefreshResult.Outcome;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrialBinder} in a running application: that it sees as much as it
 * needs.
 */
class TrialBinderTests {

	@TempDir
	Path directory;

	@Test
	void bindWhenNamesAreWrittenInAnotherWayFindsThem() {
		try (Following application = start(Beans.class,
				"{\"myApp\":{\"Pool\":{\"maxSize\":1,\"hosts\":[\"a\"]}},\"my-app.pool.names.k\":\"v\",\"my-apple\":1}")) {
			application.publish(
					"{\"myApp\":{\"Pool\":{\"maxSize\":2,\"hosts\":[\"b\",\"c\"]}},\"my-app.pool.names.l\":\"w\",\"my-apple\":2}");
			Pool pool = application.bean(Pool.class);
			assertThat(pool.getMaxSize()).isEqualTo(2);
			assertThat(pool.getHosts()).containsExactly("b", "c");
			assertThat(pool.getNames()).containsExactly(Map.entry("l", "w"));
		}
	}

	@Test
	void bindWhenPlaceholderLeadsElsewhereFindsItHoweverItIsWritten() {
		try (Following application = start(Beans.class,
				"{\"my-app\":{\"pool\":{\"hosts\":[\"${elsewhere.host-name}\"]}},\"elsewhere\":{\"hostName\":\"a\"}}")) {
			application.publish(
					"{\"my-app\":{\"pool\":{\"hosts\":[\"${elsewhere.host-name}\"]}},\"elsewhere\":{\"hostName\":\"b\"}}");
			assertThat(application.bean(Pool.class).getHosts()).containsExactly("b");
		}
	}

	@Test
	void bindWhenNamesComeAndGoFindsThoseThatThereAre() {
		try (Following application = start(Beans.class, "{\"my-app\":{\"pool\":{\"hosts\":[\"a\"]}},\"other\":1}")) {
			Pool pool = application.bean(Pool.class);
			application.publish("{\"my-app\":{\"pool\":{\"hosts\":[\"b\"]}}}");
			assertThat(pool.getHosts()).containsExactly("b");
			application.publish("{\"my-app\":{\"pool\":{\"hosts\":[\"b\",\"c\"],\"names\":{\"k\":\"v\"}}},\"new\":1}");
			assertThat(pool.getHosts()).containsExactly("b", "c");
			assertThat(pool.getNames()).containsExactly(Map.entry("k", "v"));
			application.publish("{\"my-app\":{\"pool\":{\"max-size\":3}}}");
			assertThat(pool.getMaxSize()).isEqualTo(3);
			assertThat(pool.getNames()).isEmpty();
		}
	}

	@Test
	void bindWhenAnAdvisorBindsOtherNamesLetsItSeeThem() {
		try (Following application = start(Advised.class,
				"{\"my-app\":{\"pool\":{\"max-size\":1}},\"defaults\":{\"names\":{\"k\":\"v\"}}}")) {
			application.publish("{\"my-app\":{\"pool\":{\"max-size\":2}},\"defaults\":{\"names\":{\"k\":\"v\"}}}");
			assertThat(application.bean(Pool.class).getMaxSize()).isEqualTo(2);
			assertThat(TakesDefaults.found).containsExactly(Map.entry("k", "v"));
		}
	}

	@Test
	void trialWhenTheValidatorOfTheApplicationRefusesRefuses() {
		try (Following application = start(WithValidator.class, "{\"my-app\":{\"pool\":{\"max-size\":1}}}")) {
			assertThat(application.publish("{\"my-app\":{\"pool\":{\"max-size\":13}}}").outcome())
				.isEqualTo(Outcome.REJECTED);
			assertThat(application.rejected().get(0).reasons()).singleElement().asString().contains("unlucky");
			assertThat(application.publish("{\"my-app\":{\"pool\":{\"max-size\":-1}}}").outcome())
				.isEqualTo(Outcome.REJECTED);
			assertThat(application.rejected().get(1).reasons()).singleElement().asString().contains("Min");
			assertThat(application.publish("{\"my-app\":{\"pool\":{\"max-size\":14}}}").outcome())
				.isEqualTo(Outcome.APPLIED);
		}
	}

	@Test
	void trialWhenOnlyTheBeanMethodSaysValidatedLooksAtConstraints() {
		try (Following application = start(ByMethod.class, "{\"plain\":{\"size\":1},\"checked\":{\"size\":1}}")) {
			assertThat(application.publish("{\"plain\":{\"size\":-1},\"checked\":{\"size\":2}}").outcome())
				.isEqualTo(Outcome.APPLIED);
			assertThat(application.publish("{\"plain\":{\"size\":-1},\"checked\":{\"size\":-2}}").outcome())
				.isEqualTo(Outcome.REJECTED);
			assertThat(application.context().getBean("plain", Sized.class).getSize()).isEqualTo(-1);
			assertThat(application.context().getBean("checked", Sized.class).getSize()).isEqualTo(2);
		}
	}

	@Test
	void canHideWhenThereIsNoBeanValidationReturnsFalse() {
		ClassLoader without = new FilteredClassLoader("jakarta.validation");
		assertThat(HiddenConstraints.canHide(without)).isFalse();
		assertThat(HiddenConstraints.canHide(getClass().getClassLoader())).isTrue();
		assertThat(HiddenConstraints.canHide(new HiddenConstraints(getClass().getClassLoader()))).isFalse();
	}

	private Following start(Class<?> source, String document) {
		return Following.start(this.directory, document, source);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pool.class)
	static class Beans {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pool.class)
	static class Advised {

		@Bean
		static TakesDefaults advisor() {
			return new TakesDefaults();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Pool.class)
	static class WithValidator {

		@Bean
		static Validator configurationPropertiesValidator() {
			return new Unlucky();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class ByMethod {

		@Bean
		@ConfigurationProperties("plain")
		Sized plain() {
			return new Sized();
		}

		@Bean
		@ConfigurationProperties("checked")
		@Validated
		Sized checked() {
			return new Sized();
		}

	}

	static class TakesDefaults implements ConfigurationPropertiesBindHandlerAdvisor {

		private static Map<String, String> found = Map.of();

		@Override
		public BindHandler apply(BindHandler bindHandler) {
			return new AbstractBindHandler(bindHandler) {

				@Override
				public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
						BindContext context) {
					if (name.toString().equals("my-app.pool")) {
						found = context.getBinder()
							.bind("defaults.names", Bindable.mapOf(String.class, String.class))
							.orElse(Map.of());
					}
					return super.onStart(name, target, context);
				}

			};
		}

	}

	static class Unlucky implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Pool.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Pool) target).getMaxSize() == 13) {
				errors.rejectValue("maxSize", "unlucky");
			}
		}

	}

	static class Sized {

		@Min(0)
		private int size;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

	@ConfigurationProperties("my-app.pool")
	@Validated
	static class Pool {

		@Min(0)
		private int maxSize;

		private List<String> hosts = List.of();

		private Map<String, String> names = new LinkedHashMap<>();

		public int getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(int maxSize) {
			this.maxSize = maxSize;
		}

		public List<String> getHosts() {
			return this.hosts;
		}

		public void setHosts(List<String> hosts) {
			this.hosts = hosts;
		}

		public Map<String, String> getNames() {
			return this.names;
		}

		public void setNames(Map<String, String> names) {
			this.names = names;
		}

	}

}
