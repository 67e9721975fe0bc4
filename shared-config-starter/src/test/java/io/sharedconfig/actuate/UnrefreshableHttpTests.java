package io.sharedconfig.actuate;

import java.nio.file.Path;

import io.sharedconfig.env.TestMaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the endpoint says of beans that keep what they were given first.
 */
class UnrefreshableHttpTests {

	@TempDir
	private Path directory;

	@Test
	void getOneWhenABeanCannotBeRefreshedNamesItWithoutValues() {
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":\"s3cr3t\"}");
				HttpApplication application = HttpApplication.start(WithConstructor.class, WebApplicationType.SERVLET,
						this.directory, "spring.config.import=shared-config:orders")) {
			JsonNode one = application.get("/actuator/sharedconfig/orders").json();
			assertThat(one.path("unrefreshable").size()).isPositive();
			assertThat(one.path("unrefreshable")
				.valueStream()
				.filter((point) -> point.path("beanName").asString().equals("constructed"))).hasSize(1)
				.allSatisfy((point) -> {
					assertThat(point.path("member").asString()).isNotBlank();
					assertThat(point.path("reason").asString()).isNotBlank();
				});
			assertThat(one.toString()).doesNotContain("s3cr3t");
		}
	}

	@Test
	void getOneWhenOnlyPublishedSaysNothingOfBeans() {
		try (HttpApplication application = HttpApplication.start(WebApplicationType.SERVLET, this.directory,
				"shared-config.publisher.name=orders")) {
			assertThat(application.get("/actuator/sharedconfig/orders").json().has("unrefreshable")).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithConstructor {

		@Bean
		Constructed constructed(@Value("${a}") String text) {
			return new Constructed(text);
		}

	}

	record Constructed(String text) {

	}

}
