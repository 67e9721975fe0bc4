package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.autoconfigure.SharedConfigSafeRebinderAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigSpringCloudAutoConfiguration;
import io.sharedconfig.refresh.SafeRebinder;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running application with Spring Cloud: who else changes the environment.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringCloudTests {

	@TempDir
	Path directory;

	@Test
	void eventWhenSomebodyElseChangedTheEnvironmentGivesBeansFreshValues() {
		try (Following application = start("{\"pricing\":{\"percent\":5}}")) {
			assertThat(application.bean(ConfigurationPropertiesRebinder.class)).isInstanceOf(SafeRebinder.class);
			Pricing pricing = application.bean(Pricing.class);
			Unrelated unrelated = application.bean(Unrelated.class);
			LivePropertiesFactory factory = application.bean(LivePropertiesFactory.class);
			assertThat(factory.of(Immutable.class).get().percent()).isEqualTo(5);
			change(application, Map.of("pricing.percent", "7", "pricing.name", "n"));
			assertThat(pricing.getPercent()).isEqualTo(7);
			assertThat(pricing.getName()).isEqualTo("n");
			assertThat(factory.of(Immutable.class).get().percent()).isEqualTo(7);
			assertThat(application.bean(Members.class).percent).isEqualTo(7);
			assertThat(pricing.initialized).isEqualTo(1);
			assertThat(unrelated.initialized).isEqualTo(1);
		}
	}

	@Test
	void eventWhenEnvironmentIsInvalidLeavesAllBeansAlone(CapturedOutput output) {
		try (Following application = start("{\"pricing\":{\"percent\":5}}")) {
			change(application, Map.of("pricing.percent", "-4711", "pricing.name", "n"));
			assertThat(application.bean(Pricing.class).getPercent()).isEqualTo(5);
			assertThat(application.bean(Pricing.class).getName()).isNull();
			assertThat(application.bean(Members.class).percent).isEqualTo(5);
			assertThat(output).contains("Beans keep what they have").contains("'pricing.percent' violates Min");
			assertThat(output).doesNotContain("4711");
		}
	}

	@Test
	void refreshWhenVersionIsRefusedKeepsTheLastGoodOne() {
		try (Following application = start("{\"pricing\":{\"percent\":5}}")) {
			application.publishOnly("{\"pricing\":{\"percent\":-1}}");
			assertThat(application.bean(ContextRefresher.class).refresh()).isEmpty();
			assertThat(application.property("pricing.percent")).isEqualTo("5");
			assertThat(application.bean(Pricing.class).getPercent()).isEqualTo(5);
			assertThat(application.follower().status().rejectedVersion()).isEqualTo(2);
			application.publishOnly("{\"pricing\":{\"percent\":6}}");
			assertThat(application.bean(ContextRefresher.class).refresh()).containsExactly("pricing.percent");
			assertThat(application.bean(Pricing.class).getPercent()).isEqualTo(6);
			assertThat(application.bean(Members.class).percent).isEqualTo(6);
		}
	}

	@Test
	void applyWhenBeanIsRefreshScopedLeavesItToSpringCloud() {
		try (Following application = start("{\"scoped\":\"a\"}")) {
			Scoped scoped = application.bean(Scoped.class);
			assertThat(scoped.text()).isEqualTo("a");
			application.publish("{\"scoped\":\"b\"}");
			assertThat(scoped.text()).isEqualTo("b");
			assertThat(scoped.created()).isEqualTo(2);
		}
	}

	@Test
	void trialWhenOnlyARefreshScopedBeanWouldRefuseAccepts() {
		try (Following application = start("{\"number\":1}")) {
			assertThat(application.bean(Scoped.class).text()).isEqualTo("none");
			assertThat(application.publish("{\"number\":\"x\"}").outcome()).isEqualTo(Outcome.APPLIED);
		}
	}

	private static void change(Following application, Map<String, Object> values) {
		application.context().getEnvironment().getPropertySources().addFirst(new MapPropertySource("own", values));
		application.context()
			.publishEvent(new EnvironmentChangeEvent(application.context(), Set.copyOf(values.keySet())));
	}

	private Following start(String document) {
		Scoped.count = 0;
		return Following.start(this.directory, document, Beans.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Unrelated.class })
	@ImportAutoConfiguration({ RefreshAutoConfiguration.class, ConfigurationPropertiesRebinderAutoConfiguration.class,
			SharedConfigSpringCloudAutoConfiguration.class, SharedConfigSafeRebinderAutoConfiguration.class })
	static class Beans {

		@Bean
		Members members() {
			return new Members();
		}

		@Bean
		@RefreshScope
		Scoped scoped() {
			return new Scoped();
		}

	}

	static class Members {

		@Value("${pricing.percent:0}")
		private int percent;

	}

	static class Scoped {

		private static int count;

		@Value("${number:0}")
		private int number;

		@Value("${scoped:none}")
		private String text;

		private int created;

		public String text() {
			if (this.created == 0 && this.number >= 0) {
				this.created = ++count;
			}
			return this.text;
		}

		public int created() {
			return this.created;
		}

	}

	@ConfigurationProperties("pricing")
	record Immutable(int percent) {

	}

	@ConfigurationProperties("unrelated")
	static class Unrelated implements InitializingBean {

		private int initialized;

		@Override
		public void afterPropertiesSet() {
			this.initialized++;
		}

	}

	@ConfigurationProperties("pricing")
	@Validated
	static class Pricing implements InitializingBean {

		@Min(0)
		private int percent;

		private String name;

		private int initialized;

		@Override
		public void afterPropertiesSet() {
			this.initialized++;
		}

		public int getPercent() {
			return this.percent;
		}

		public void setPercent(int percent) {
			this.percent = percent;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

}
