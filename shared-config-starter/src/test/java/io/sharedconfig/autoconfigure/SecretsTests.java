package io.sharedconfig.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.SharedConfigEndpoint;
import io.sharedconfig.plain.SharedConfigs;
import io.sharedconfig.refresh.SharedConfigChangedEvent;
import io.sharedconfig.refresh.SharedConfigRejectedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A configuration value is in no log line, message, event, metric, health detail or
 * answer, whatever goes wrong with it. Every value here has the same mark in it.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String MARK = "hunter2";

	private static final List<String> GOOD = List.of("{\"shop\":{\"token\":\"hunter2-1\",\"limit\":1,\"url\":\"a\"}}",
			"{\"shop\":{\"token\":\"hunter2-2\",\"limit\":2,\"url\":\"hunter2\",\"more\":[\"hunter2\",{\"x\":\"hunter2\"}]}}",
			"{\"shop\":{\"token\":\"hunter2-3\",\"limit\":3,\"url\":\"a\"},\"listener\":\"hunter2\"}");

	private static final List<String> REFUSED = List.of(
			"{\"shop\":{\"token\":\"hunter2-1\",\"limit\":\"hunter2\",\"url\":\"a\"}}",
			"{\"shop\":{\"token\":\"hunter2-1\",\"limit\":1,\"url\":\"${hunter2}\"}}",
			"{\"shop\":{\"token\":\"#{hunter2}\",\"limit\":1,\"url\":\"a\"}}",
			"{\"shop\":{\"token\":\"hunter2-1\",\"limit\":1,\"url\":\"a\",\"nested\":{\"size\":\"hunter2\"}}}",
			"{\"shop\":{\"token\":\"hunter2-1\",\"limit\":1,\"url\":\"a\"},\"logging\":{\"level\":{\"some\":\"hunter2\"}}}");

	private static final List<String> INVALID = List.of("{\"a\":\"hunter2\"", "[\"hunter2\"]", "\"hunter2\"",
			"{\"a\":hunter2}", "{\"a\":{\"b\":\"hunter2\"},\"a.b\":\"hunter2\"}", "{\"a\":\"hunter2\\ud800\"}");

	@TempDir
	private Path directory;

	@Test
	void valuesAreInNoLogLineMessageEventMetricHealthDetailOrAnswer(CapturedOutput output) {
		try (SharedConfigPublisher master = SharedConfigs.publisher(this.directory, "orders").withoutBackup().open()) {
			master.publish(GOOD.get(0));
			try (ConfigurableApplicationContext context = start()) {
				SharedConfigFollower follower = context.getBean(SharedConfigFollower.class);
				List<String> texts = context.getBean(Heard.class).texts;
				follower.onChange((diff) -> {
					texts.add(diff.toString() + diff.changed());
					throw new IllegalStateException("a listener may say " + follower.current().property("shop.token"));
				});
				context.getBean(LivePropertiesFactory.class).of(Record.class).get();
				for (String document : GOOD) {
					master.publish(document);
					texts.add(follower.refresh().toString());
				}
				for (String document : REFUSED) {
					long version = master.publish(document).version();
					texts.add(follower.refresh().toString());
					assertThat(follower.status().rejectedVersion()).as(document.replace(MARK, "..")).isEqualTo(version);
					texts.add(String.valueOf(follower.status()));
					describe(context, texts);
				}
				for (String document : INVALID) {
					Throwable failure = catchThrowable(() -> master.publish(document));
					for (Throwable next = failure; next != null; next = next.getCause()) {
						texts.add(next.toString());
					}
				}
				master.publish(GOOD.get(1));
				texts.add(follower.refresh().toString());
				describe(context, texts);
				assertThat(context.getBean(Shop.class).token).isEqualTo("hunter2-2");
			}
			assertThat(output.getAll()).contains("listener", "version").doesNotContain(MARK);
		}
	}

	private static void describe(ConfigurableApplicationContext context, List<String> texts) {
		context.getBeansOfType(HealthIndicator.class)
			.values()
			.forEach((health) -> texts.add(String.valueOf(health.health())));
		JsonMapper mapper = JsonMapper.shared();
		SharedConfigEndpoint endpoint = context.getBean(SharedConfigEndpoint.class);
		texts.add(mapper.writeValueAsString(endpoint.configs()));
		texts.add(mapper.writeValueAsString(endpoint.config("orders")));
		for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
			texts.add(meter.getId().toString());
		}
		texts.add(String.valueOf(context.getBean(SharedConfigFollower.class)));
		texts.add(String.valueOf(context.getBean(SharedConfigFollower.class).current()));
		assertThat(texts).noneSatisfy((text) -> assertThat(text).contains(MARK));
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--shared-config.directory=" + this.directory,
					"--logging.level.io.sharedconfig=trace", "--spring.config.import=shared-config:orders",
					"--shared-config.follower.poll-interval=1h", "--shared-config.follower.doorbell=off",
					"--management.endpoint.sharedconfig.show-values=never",
					"--management.endpoints.jmx.exposure.include=sharedconfig", "--spring.jmx.enabled=true");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties({ Bound.class, Record.class })
	static class Application {

		@Bean
		Heard heard() {
			return new Heard();
		}

		@Bean
		Shop shop() {
			return new Shop();
		}

	}

	static class Heard {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SharedConfigChangedEvent event) {
			this.texts.add(event.toString());
			if (event.diff().keys().contains("listener")) {
				throw new IllegalStateException("a listener may say " + event.diff().added().get("listener"));
			}
		}

		@EventListener
		void on(SharedConfigRejectedEvent event) {
			this.texts.add(event.toString());
		}

	}

	static class Shop {

		@Value("${shop.token}")
		private volatile String token = "";

		@Value("${shop.url}")
		private volatile String url = "";

		@Override
		public String toString() {
			return this.token + this.url;
		}

	}

	@ConfigurationProperties("shop")
	record Record(String token, int limit) {

	}

	@ConfigurationProperties("shop")
	static class Bound {

		private int limit;

		private final Nested nested = new Nested();

		public int getLimit() {
			return this.limit;
		}

		public void setLimit(int limit) {
			this.limit = limit;
		}

		public Nested getNested() {
			return this.nested;
		}

	}

	static class Nested {

		private int size;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

}
