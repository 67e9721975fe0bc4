package io.sharedconfig.inject;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sharedconfig.RefreshResult.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.expression.StandardBeanExpressionResolver;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code @Value} members in a running application.
 */
@ExtendWith(OutputCaptureExtension.class)
class LiveValuesOfMembersTests {

	private static final String DOCUMENT = "{\"text\":\"a\",\"timeout\":\"2s\",\"numbers\":\"1,2,3\",\"rate-limit\":5,"
			+ "\"env\":\"prod\",\"host\":{\"prod\":\"p\",\"test\":\"t\"},\"base\":10,\"late\":\"a\",\"proxied\":\"a\","
			+ "\"many\":\"a\"}";

	@TempDir
	Path directory;

	@Test
	void applyWhenValuesChangeSetsFieldsAndSetters() {
		try (Following application = start()) {
			Members members = application.bean(Members.class);
			application.publish(DOCUMENT.replace("\"a\"", "\"b\"").replace("2s", "3s").replace(":5", ":6"));
			assertThat(members.text).isEqualTo("b");
			assertThat(members.timeout).isEqualTo(Duration.ofSeconds(3));
			assertThat(members.relaxed).isEqualTo(6);
			assertThat(members.set).isEqualTo("b");
			assertThat(members.parameter).isEqualTo("b");
			assertThat(members.optional).contains("b");
			assertThat(members.viaApplication).isEqualTo("<b>");
			assertThat(application.bean(Inherited.class).inheritedText()).isEqualTo("b");
		}
	}

	@Test
	void applyWhenExpressionDependsOnItEvaluatesAgain() {
		try (Following application = start()) {
			application.publish(DOCUMENT.replace("1,2,3", "4,5").replace("\"base\":10", "\"base\":20"));
			assertThat(application.bean(Members.class).numbers).containsExactly(4, 5);
			assertThat(application.bean(Members.class).doubled).isEqualTo(40);
		}
	}

	@Test
	void applyWhenInnerPlaceholderChangesFollowsIt() {
		try (Following application = start()) {
			assertThat(application.bean(Members.class).nested).isEqualTo("p");
			application.publish(DOCUMENT.replace("\"env\":\"prod\"", "\"env\":\"test\""));
			assertThat(application.bean(Members.class).nested).isEqualTo("t");
			application.publish(DOCUMENT.replace("\"env\":\"prod\"", "\"env\":\"test\"").replace(":\"t\"", ":\"u\""));
			assertThat(application.bean(Members.class).nested).isEqualTo("u");
		}
	}

	@Test
	void applyWhenKeyIsRemovedRestoresTheDefault() {
		try (Following application = start()) {
			Members members = application.bean(Members.class);
			assertThat(members.withDefault).isEqualTo("a");
			application.publish(DOCUMENT.replace("\"many\":\"a\"", "\"x\":1"));
			assertThat(members.withDefault).isEqualTo("fallback");
			application.publish(DOCUMENT.replace("\"many\":\"a\"", "\"chained\":\"c\""));
			assertThat(members.withDefault).isEqualTo("c");
		}
	}

	@Test
	void applyWhenValueIsUnrelatedDoesNotTouchIt() {
		try (Following application = start()) {
			Members members = application.bean(Members.class);
			String random = members.random;
			int sets = members.sets;
			application.publish(DOCUMENT.replace("2s", "3s"));
			assertThat(members.random).isEqualTo(random);
			assertThat(members.sets).isEqualTo(sets);
		}
	}

	@Test
	void applyWhenBeanIsProxiedPrototypeLazyOrFullConfigurationSetsIt() {
		try (Following application = start()) {
			Proxied proxied = application.bean(Proxied.class);
			assertThat(AopUtils.isAopProxy(proxied)).isTrue();
			Many one = application.bean(Many.class);
			Many two = application.bean(Many.class);
			application.publish(DOCUMENT.replace("\"a\"", "\"b\""));
			assertThat(proxied.text()).isEqualTo("b");
			assertThat(List.of(one.text, two.text)).containsExactly("b", "b");
			assertThat(application.bean(Full.class).text).isEqualTo("b");
			Late late = application.bean(Late.class);
			application.publish(DOCUMENT.replace("\"a\"", "\"c\""));
			assertThat(late.text).isEqualTo("c");
		}
	}

	@Test
	void applyWhenBeanIsInAChildContextSetsIt() {
		try (Following application = start();
				AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(application.context());
			child.register(Child.class, Many.class);
			child.refresh();
			application.publish(DOCUMENT.replace("\"a\"", "\"b\""));
			assertThat(child.getBean(Child.class).text).isEqualTo("b");
			Late late = child.getBean(Late.class);
			application.publish(DOCUMENT.replace("\"a\"", "\"c\""));
			assertThat(child.getBean(Child.class).text).isEqualTo("c");
			assertThat(late.text).isEqualTo("c");
		}
	}

	@Test
	void trialWhenMandatoryKeyIsMissingRefuses() {
		try (Following application = start()) {
			application.publish(DOCUMENT.replace("\"text\":\"a\",", ""));
			assertThat(application.rejected().get(0).reasons()).anySatisfy((reason) -> assertThat(reason)
				.isEqualTo("'text' or a placeholder in it has no value, needed by Members.text of bean 'members'"));
			assertThat(application.bean(Members.class).text).isEqualTo("a");
			assertThat(application.property("text")).isEqualTo("a");
		}
	}

	@Test
	void trialWhenTypeDoesNotMatchRefusesAllOfItWithoutTheValue(CapturedOutput output) {
		try (Following application = start()) {
			Outcome outcome = application.publish(DOCUMENT.replace("2s", "s3cret").replace("\"a\"", "\"b\"")).outcome();
			assertThat(outcome).isEqualTo(Outcome.REJECTED);
			assertThat(application.rejected().get(0).reasons()).singleElement()
				.asString()
				.startsWith("'timeout' cannot be made a Duration, needed by Members.timeout of bean 'members'");
			assertThat(application.bean(Members.class).text).isEqualTo("a");
			assertThat(output).doesNotContain("s3cret");
		}
	}

	@Test
	void trialWhenOneKeyIsBadDoesNotStopTheNextVersion() {
		try (Following application = start()) {
			for (String bad : List.of("#{", "#{nothing.at.all}", "${nope}", "${text}")) {
				application.publish(DOCUMENT.replace("\"text\":\"a\"", "\"text\":\"" + bad + "\""));
				assertThat(application.bean(Members.class).text).isEqualTo("a");
			}
			assertThat(application.rejected()).hasSize(4);
			application.publish(DOCUMENT.replace("\"text\":\"a\"", "\"text\":\"$ is fine, { too\""));
			assertThat(application.bean(Members.class).text).isEqualTo("$ is fine, { too");
		}
	}

	@Test
	void applyWhenTextIsNoExpressionLeavesNothingOfItInTheResolver() {
		try (Following application = start()) {
			Map<?, ?> kept = (Map<?, ?>) ReflectionTestUtils
				.getField(application.context().getBeanFactory().getBeanExpressionResolver(), "expressionCache");
			application.publish(DOCUMENT.replace("\"text\":\"a\"", "\"text\":\"version 1\""));
			int before = kept.size();
			for (int version = 2; version < 10; version++) {
				application.publish(DOCUMENT.replace("\"text\":\"a\"", "\"text\":\"version " + version + "\""));
				assertThat(application.bean(Members.class).text).isEqualTo("version " + version);
			}
			assertThat(kept).hasSize(before);
		}
	}

	@Test
	void applyWhenExpressionsAreWrittenInAnotherWayEvaluatesThem() {
		try (Following application = Following.start(this.directory, DOCUMENT, OtherExpressions.class)) {
			assertThat(application.bean(OtherExpressions.class).upper).isEqualTo("A");
			application.publish(DOCUMENT.replace("\"text\":\"a\"", "\"text\":\"b\""));
			assertThat(application.bean(OtherExpressions.class).upper).isEqualTo("B");
		}
	}

	@Test
	void unrefreshableListsWhatKeepsItsFirstValue() {
		try (Following application = start()) {
			assertThat(application.bean(Injections.class).unrefreshable())
				.extracting((point) -> point.beanName() + " " + point.member())
				.contains("constructed Constructed(String)", "made Full.made(String)");
		}
	}

	@Test
	void applyWhenValuesAreSwitchedOffLeavesMembersAlone() {
		try (Following application = Following.start(this.directory, DOCUMENT, Beans.class, "via=<${text}>",
				"shared-config.refresh.values=false")) {
			application.publish(DOCUMENT.replace("\"a\"", "\"b\""));
			assertThat(application.bean(Members.class).text).isEqualTo("a");
		}
	}

	private Following start() {
		return Following.start(this.directory, DOCUMENT, Beans.class, "via=<${text}>");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Full.class)
	static class Beans {

		@Bean
		Members members() {
			return new Members();
		}

		@Bean
		Inherited inherited() {
			return new Inherited();
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
		Proxied proxied() {
			return new Proxied();
		}

		@Bean
		static BeanPostProcessor proxies() {
			return new Proxies();
		}

	}

	static class Proxies implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Proxied)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			return factory.getProxy();
		}

	}

	@Configuration
	static class Full {

		@Value("${text}")
		private String text;

		@Bean
		StringBuilder made(@Value("${text}") String text) {
			return new StringBuilder(text);
		}

		@Bean
		Constructed constructed() {
			return new Constructed("x");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Child {

		@Value("${text}")
		private String text;

		@Bean
		@Lazy
		Late late() {
			return new Late();
		}

	}

	static class Constructed {

		Constructed(@Value("${text}") String text) {
			assertThat(text).isNotNull();
		}

	}

	static class Many {

		@Value("${many}")
		private String text;

	}

	static class Late {

		@Value("${late}")
		private String text;

	}

	static class Proxied {

		@Value("${proxied}")
		private String text;

		public String text() {
			return this.text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherExpressions {

		@Value("%{'${text}'.toUpperCase()}")
		private String upper;

		@Bean
		static BeanFactoryPostProcessor percent() {
			return (beanFactory) -> {
				StandardBeanExpressionResolver resolver = new StandardBeanExpressionResolver();
				resolver.setExpressionPrefix("%{");
				beanFactory.setBeanExpressionResolver(resolver);
			};
		}

	}

	static class Base {

		@Value("${text}")
		private String inherited;

		String inheritedText() {
			return this.inherited;
		}

	}

	static class Inherited extends Base {

	}

	static class Members {

		@Value("${text}")
		private String text;

		@Value("${timeout}")
		private Duration timeout;

		@Value("#{'${numbers}'.split(',')}")
		private List<Integer> numbers;

		@Value("#{${base} * 2}")
		private int doubled;

		@Value("${rate-limit}")
		private int relaxed;

		@Value("${host.${env}}")
		private String nested;

		@Value("${many:${chained:fallback}}")
		private String withDefault;

		@Value("${via}")
		private String viaApplication;

		@Value("${random.uuid}")
		private String random;

		@Value("${text}")
		private Optional<String> optional;

		private String set;

		private int sets;

		private String parameter;

		@Value("${text}")
		void setText(String text) {
			this.set = text;
			this.sets++;
		}

		@Autowired
		void parameter(@Value("${text}") String text) {
			this.parameter = text;
		}

	}

}
