package io.sharedconfig.inject;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sharedconfig.FollowerState;
import io.sharedconfig.RefreshResult.Outcome;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of configuration properties in a running application.
 */
@ExtendWith(OutputCaptureExtension.class)
class BoundBeansTests {

	@TempDir
	Path directory;

	@Test
	void applyWhenValuesChangeGivesThemToTheSameBean() {
		try (Following application = start("{\"pricing\":{\"rate-limit\":5,\"timeout\":\"2s\"}}")) {
			Pricing pricing = application.bean(Pricing.class);
			application.publish("{\"pricing\":{\"rateLimit\":6,\"timeout\":\"3s\"}}");
			assertThat(pricing.getRateLimit()).isEqualTo(6);
			assertThat(pricing.getTimeout()).isEqualTo(Duration.ofSeconds(3));
			assertThat(application.bean(Pricing.class)).isSameAs(pricing);
		}
	}

	@Test
	void applyWhenKeyIsRemovedGivesTheDefaultOfTheClass() {
		try (Following application = start("{\"pricing\":{\"rate-limit\":5,\"timeout\":\"2s\"}}")) {
			application.publish("{\"pricing\":{\"timeout\":\"2s\"}}");
			assertThat(application.bean(Pricing.class).getRateLimit()).isEqualTo(1);
			assertThat(application.bean(Pricing.class).getTimeout()).isEqualTo(Duration.ofSeconds(2));
		}
	}

	@Test
	void applyWhenListIsShorterAndMapSmallerHasNothingLeftOver() {
		try (Following application = start(
				"{\"pricing\":{\"hosts\":[\"a\",\"b\",\"c\"],\"added\":[\"x\",\"y\"],\"names\":{\"k\":\"1\",\"l\":\"2\"}}}")) {
			Pricing pricing = application.bean(Pricing.class);
			assertThat(pricing.getAdded()).containsExactly("x", "y");
			application.publish("{\"pricing\":{\"hosts\":[\"b\"],\"added\":[\"z\"],\"names\":{\"l\":\"3\"}}}");
			assertThat(pricing.getHosts()).containsExactly("b");
			assertThat(pricing.getAdded()).containsExactly("z");
			assertThat(pricing.getNames()).containsExactly(Map.entry("l", "3"));
		}
	}

	@Test
	void applyWhenGetterOnlyNestedObjectChangesChangesThatObject() {
		try (Following application = start("{\"pricing\":{\"nested\":{\"depth\":1}}}")) {
			Nested nested = application.bean(Pricing.class).getNested();
			application.publish("{\"pricing\":{\"nested\":{\"depth\":2}}}");
			assertThat(nested.getDepth()).isEqualTo(2);
			application.publish("{\"pricing\":{}}");
			assertThat(nested.getDepth()).isEqualTo(7);
		}
	}

	@Test
	void applyWhenProgramHasSetAnotherPropertyLeavesThatAlone() {
		try (Following application = start("{\"pricing\":{\"rate-limit\":5}}")) {
			Pricing pricing = application.bean(Pricing.class);
			pricing.setTimeout(Duration.ofDays(1));
			application.publish("{\"pricing\":{\"rate-limit\":6}}");
			assertThat(pricing.getTimeout()).isEqualTo(Duration.ofDays(1));
		}
	}

	@Test
	void applyWhenBeanIsUnrelatedNeitherDestroysNorInitializesNorSetsIt() {
		try (Following application = start("{\"pricing\":{\"rate-limit\":5},\"other\":{\"name\":\"n\"}}")) {
			Other other = application.bean(Other.class);
			int sets = other.sets;
			application.publish("{\"pricing\":{\"rate-limit\":6},\"other\":{\"name\":\"n\"}}");
			assertThat(other.sets).isEqualTo(sets);
			assertThat(other.initialized).isEqualTo(1);
			assertThat(other.destroyed).isZero();
			application.publish("{\"pricing\":{\"rate-limit\":6},\"other\":{\"name\":\"m\"}}");
			assertThat(other.getName()).isEqualTo("m");
			assertThat(other.initialized).isEqualTo(1);
		}
	}

	@Test
	void applyWhenTypeIsNeverRefreshableNeitherTriesNorSetsIt() {
		try (Following application = Following.start(this.directory, "{\"other\":{\"name\":\"n\"}}", Beans.class,
				"spring.cloud.refresh.never-refreshable=some.Type," + Other.class.getName())) {
			application.publish("{\"other\":{\"name\":\"m\"}}");
			assertThat(application.property("other.name")).isEqualTo("m");
			assertThat(application.bean(Other.class).getName()).isEqualTo("n");
			assertThat(application.bean(Injections.class).unrefreshable())
				.anySatisfy((point) -> assertThat(point.reason()).contains("never-refreshable"));
		}
	}

	@Test
	void applyWhenPlaceholderLeadsToChangedKeyBindsAgain() {
		try (Following application = start("{\"host\":\"a\",\"middle\":\"${host}.x\"}",
				"pricing.url=http://${middle}/")) {
			application.publish("{\"host\":\"b\",\"middle\":\"${host}.x\"}");
			assertThat(application.bean(Pricing.class).getUrl()).isEqualTo("http://b.x/");
			assertThat(application.changed().get(0).diff().keys()).containsExactlyInAnyOrder("host", "middle",
					"pricing.url");
		}
	}

	@Test
	void applyWhenAnnotationIsOnTheBeanMethodBindsThatBean() {
		try (Following application = start("{\"third-party\":{\"name\":\"a\"}}")) {
			application.publish("{\"third-party\":{\"name\":\"b\"}}");
			assertThat(application.context().getBean("thirdParty", ThirdParty.class).getName()).isEqualTo("b");
		}
	}

	@Test
	void applyWhenThereIsNoDefaultConstructorBindsTheLivingBean() {
		try (Following application = start("{\"fixed\":{\"name\":\"a\"}}")) {
			assertThat(application.publish("{\"fixed\":{\"name\":\"b\"}}").outcome()).isEqualTo(Outcome.APPLIED);
			assertThat(application.bean(Fixed.class).getName()).isEqualTo("b");
		}
	}

	@Test
	void applyWhenApplicationHasItsOwnConverterUsesIt() {
		try (Following application = start("{\"pricing\":{\"color\":\"red\"}}")) {
			application.publish("{\"pricing\":{\"color\":\"blue\"}}");
			assertThat(application.bean(Pricing.class).getColor()).isEqualTo(new Color("blue"));
		}
	}

	@Test
	void applyWhenPrototypesWereMadeGivesThemTheVersion() {
		try (Following application = start("{\"many\":{\"name\":\"a\"}}")) {
			Many one = application.bean(Many.class);
			Many two = application.bean(Many.class);
			application.publish("{\"many\":{\"name\":\"b\"}}");
			assertThat(List.of(one.getName(), two.getName(), application.bean(Many.class).getName()))
				.containsExactly("b", "b", "b");
		}
	}

	@Test
	void applyWhenBeanIsMadeLaterFollowsFromThenOn() {
		try (Following application = start("{\"late\":{\"name\":\"a\"}}")) {
			application.publish("{\"late\":{\"name\":\"b\"}}");
			Late late = application.bean(Late.class);
			assertThat(late.getName()).isEqualTo("b");
			application.publish("{\"late\":{\"name\":\"c\"}}");
			assertThat(late.getName()).isEqualTo("c");
		}
	}

	@Test
	void applyWhenFullConfigurationClassIsBoundGivesItTheVersion() {
		try (Following application = start("{\"full\":{\"name\":\"a\"}}")) {
			application.publish("{\"full\":{\"name\":\"b\"}}");
			assertThat(application.bean(Full.class).getName()).isEqualTo("b");
		}
	}

	@Test
	void trialWhenSetterBeanIsInvalidKeepsEverything(CapturedOutput output) {
		try (Following application = start("{\"pricing\":{\"rate-limit\":5},\"other\":{\"name\":\"n\"}}")) {
			assertThat(application.publish("{\"pricing\":{\"rate-limit\":-77},\"other\":{\"name\":\"m\"}}").outcome())
				.isEqualTo(Outcome.REJECTED);
			assertThat(application.bean(Pricing.class).getRateLimit()).isEqualTo(5);
			assertThat(application.bean(Other.class).getName()).isEqualTo("n");
			assertThat(application.property("other.name")).isEqualTo("n");
			assertThat(application.follower().status().state()).isEqualTo(FollowerState.REJECTING);
			assertThat(application.follower().status().rejectedVersion()).isEqualTo(2);
			assertThat(application.rejected()).singleElement()
				.satisfies((event) -> assertThat(event.reasons()).containsExactly(
						"'pricing.rateLimit' violates Min of bean 'pricing-" + Pricing.class.getName() + "'"));
			assertThat(application.rejected().get(0).version()).isEqualTo(2);
			assertThat(application.changed()).isEmpty();
			application.follower().refresh();
			assertThat(output.getAll().split("is refused", -1)).hasSize(2);
			assertThat(output).doesNotContain("-77");
			application.publish("{\"pricing\":{\"rate-limit\":8},\"other\":{\"name\":\"m\"}}");
			assertThat(application.bean(Pricing.class).getRateLimit()).isEqualTo(8);
			assertThat(application.follower().status().state()).isEqualTo(FollowerState.CURRENT);
		}
	}

	@Test
	void trialWhenRecordIsInvalidRefuses() {
		try (Following application = start("{\"immutable\":{\"percent\":5}}")) {
			application.publish("{\"immutable\":{\"percent\":101}}");
			assertThat(application.rejected().get(0).reasons()).containsExactly(
					"'immutable.percent' violates Max of bean 'immutable-" + Immutable.class.getName() + "'");
		}
	}

	@Test
	void trialWhenTypeDoesNotMatchRefusesWithoutTheValue(CapturedOutput output) {
		try (Following application = start("{\"pricing\":{\"rate-limit\":5}}")) {
			application.publish("{\"pricing\":{\"rate-limit\":\"s3cret\"}}");
			assertThat(application.rejected().get(0).reasons())
				.containsExactly("'pricing.rate-limit' cannot be converted to int, needed by bean 'pricing-"
						+ Pricing.class.getName() + "'");
			assertThat(application.rejected().get(0).toString()).doesNotContain("s3cret");
			assertThat(output).contains("cannot be converted").doesNotContain("s3cret");
		}
	}

	@Test
	void trialWhenPlaceholderInTheApplicationLosesItsValueRefuses() {
		try (Following application = start("{\"host\":\"a\"}", "pricing.url=http://${host}/")) {
			application.publish("{}");
			assertThat(application.rejected().get(0).reasons())
				.containsExactly("'pricing.url' has a placeholder without a value, needed by bean 'pricing-"
						+ Pricing.class.getName() + "'");
			assertThat(application.bean(Pricing.class).getUrl()).isEqualTo("http://a/");
		}
	}

	@Test
	void applyWhenPropertiesAreSwitchedOffLeavesBeansAlone() {
		try (Following application = start("{\"pricing\":{\"rate-limit\":5}}",
				"shared-config.refresh.properties=false")) {
			assertThat(application.publish("{\"pricing\":{\"rate-limit\":-6}}").outcome()).isEqualTo(Outcome.APPLIED);
			assertThat(application.bean(Pricing.class).getRateLimit()).isEqualTo(5);
		}
	}

	private Following start(String document, String... properties) {
		return Following.start(this.directory, document, Beans.class, properties);
	}

	@Configuration
	@ConfigurationProperties("full")
	static class Full {

		private String name;

		@Bean
		Object anything() {
			return new Object();
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Pricing.class, Other.class, Immutable.class })
	@Import({ Fixed.class, Full.class })
	static class Beans {

		@Bean
		@ConfigurationProperties("third-party")
		ThirdParty thirdParty() {
			return new ThirdParty();
		}

		@Bean
		@Scope("prototype")
		Many many() {
			return new Many();
		}

		@Bean
		@Lazy
		Late late() {
			return new Late();
		}

		@Bean
		@ConfigurationPropertiesBinding
		static Converter<String, Color> colors() {
			return new ToColor();
		}

	}

	static class ToColor implements Converter<String, Color> {

		@Override
		public Color convert(String source) {
			return new Color(source);
		}

	}

	record Color(String name) {

	}

	@ConfigurationProperties("immutable")
	@Validated
	record Immutable(@Max(100) int percent) {

	}

	static class ThirdParty {

		private String name;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	@ConfigurationProperties("many")
	static class Many extends ThirdParty {

	}

	@ConfigurationProperties("late")
	static class Late extends ThirdParty {

	}

	@Component
	@ConfigurationProperties("fixed")
	static class Fixed extends ThirdParty {

		Fixed(ApplicationContext needed) {
			assertThat(needed).isNotNull();
		}

	}

	@ConfigurationProperties("other")
	static class Other implements InitializingBean, DisposableBean {

		private String name;

		private int sets;

		private int initialized;

		private int destroyed;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
			this.sets++;
		}

		@Override
		public void afterPropertiesSet() {
			this.initialized++;
		}

		@Override
		public void destroy() {
			this.destroyed++;
		}

	}

	static class Nested {

		private int depth = 7;

		public int getDepth() {
			return this.depth;
		}

		public void setDepth(int depth) {
			this.depth = depth;
		}

	}

	@ConfigurationProperties("pricing")
	@Validated
	static class Pricing {

		@Min(0)
		private int rateLimit = 1;

		private Duration timeout = Duration.ofSeconds(1);

		private List<String> hosts = new ArrayList<>();

		private final List<String> added = new ArrayList<>();

		private final Map<String, String> names = new LinkedHashMap<>();

		private final Nested nested = new Nested();

		private String url;

		private Color color;

		public int getRateLimit() {
			return this.rateLimit;
		}

		public void setRateLimit(int rateLimit) {
			this.rateLimit = rateLimit;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public List<String> getHosts() {
			return this.hosts;
		}

		public void setHosts(List<String> hosts) {
			this.hosts = hosts;
		}

		public List<String> getAdded() {
			return this.added;
		}

		public Map<String, String> getNames() {
			return this.names;
		}

		public Nested getNested() {
			return this.nested;
		}

		public String getUrl() {
			return this.url;
		}

		public void setUrl(String url) {
			this.url = url;
		}

		public Color getColor() {
			return this.color;
		}

		public void setColor(Color color) {
			this.color = color;
		}

	}

}
