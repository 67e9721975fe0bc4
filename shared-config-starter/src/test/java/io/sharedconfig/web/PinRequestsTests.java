package io.sharedconfig.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.sharedconfig.env.TestMaster;
import io.sharedconfig.follow.FollowerHub;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PinFilter}, {@link PinWebFilter} and {@link PinAccessor} in real
 * applications. Each request reads, has the next version published and applied, and reads
 * again.
 */
@ExtendWith(OutputCaptureExtension.class)
class PinRequestsTests {

	@TempDir
	private Path directory;

	private TestMaster master;

	@BeforeEach
	void publish() {
		this.master = TestMaster.publish(this.directory, "orders", "{\"a\":1}");
	}

	@AfterEach
	void end() {
		this.master.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/direct", "/callable" })
	void servletRequestWhenPinnedIsOfOneVersion(String path) {
		try (ConfigurableApplicationContext application = start(WebApplicationType.SERVLET, true)) {
			assertThat(get(application, path)).isEqualTo("1 1");
			assertThat(get(application, path)).isEqualTo("2 2");
			assertThat(get(application, path)).isEqualTo("3 3");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/direct", "/callable" })
	void servletRequestWhenNotPinnedIsOfTwoVersions(String path) {
		try (ConfigurableApplicationContext application = start(WebApplicationType.SERVLET, false)) {
			assertThat(application.getBeanProvider(PinFilter.class)).isEmpty();
			assertThat(get(application, path)).isEqualTo("1 2");
		}
	}

	@Test
	void servletDispatchWhenAsynchronousIsOfTheVersionOfItsRequest() throws Exception {
		try (ConfigurableApplicationContext application = start(WebApplicationType.SERVLET, true)) {
			PinFilter filter = application.getBean(PinFilter.class);
			Environment environment = application.getEnvironment();
			MockHttpServletRequest request = new MockHttpServletRequest();
			filter.doFilter(request, new MockHttpServletResponse(),
					(in, out) -> assertThat(environment.getProperty("a")).isEqualTo("1"));
			this.master.publish("{\"a\":2}");
			application.getBean(FollowerHub.class).refresh();
			assertThat(environment.getProperty("a")).isEqualTo("2");
			request.setDispatcherType(DispatcherType.ASYNC);
			filter.doFilter(request, new MockHttpServletResponse(),
					(in, out) -> assertThat(environment.getProperty("a")).isEqualTo("1"));
			assertThat(environment.getProperty("a")).isEqualTo("2");
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, auto, '1 1', '2 2'", "false, auto, '1 2', '2 3'" })
	void reactiveRequestWhenPinnedIsOfOneVersionOnAllItsThreads(boolean pinned, String propagation, String first,
			String second) {
		try (ConfigurableApplicationContext application = start(WebApplicationType.REACTIVE, pinned,
				"spring.reactor.context-propagation=" + propagation)) {
			assertThat(get(application, "/reactive")).isEqualTo(first);
			assertThat(get(application, "/reactive")).isEqualTo(second);
		}
	}

	@Test
	void startWhenReactiveWithoutPropagationWarns(CapturedOutput output) {
		start(WebApplicationType.REACTIVE, true).close();
		assertThat(output).contains("set 'spring.reactor.context-propagation=auto'");
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void accessorWhileApplicationRunsTakesThePinAlong(WebApplicationType type) throws Exception {
		int before = ContextRegistry.getInstance().getThreadLocalAccessors().size();
		try (ConfigurableApplicationContext application = start(type, true)) {
			FollowerHub hub = application.getBean(FollowerHub.class);
			Environment environment = application.getEnvironment();
			Callable<String> wrapped;
			try (var pin = hub.pin()) {
				wrapped = ContextSnapshotFactory.builder()
					.build()
					.captureAll()
					.wrap(() -> environment.getProperty("a"));
			}
			this.master.publish("{\"a\":2}");
			hub.refresh();
			assertThat(inOtherThread(wrapped)).isEqualTo("1");
			assertThat(wrapped.call()).isEqualTo("1");
			assertThat(environment.getProperty("a")).isEqualTo("2");
			assertThat(hub.held()).isNull();
		}
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).hasSize(before);
	}

	private static String inOtherThread(Callable<String> work) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return work.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}).join();
	}

	private ConfigurableApplicationContext start(WebApplicationType type, boolean pinned, String... more) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties(more)
			.initializers((context) -> context.getBeanFactory().registerSingleton("master", this.master))
			.run("--server.port=0", "--spring.main.banner-mode=off", "--shared-config.directory=" + this.directory,
					"--spring.config.import=shared-config:orders", "--shared-config.follower.poll-interval=1h",
					"--shared-config.follower.doorbell=off", "--shared-config.web.pin-requests=" + pinned);
	}

	private static String get(ConfigurableApplicationContext application, String path) {
		return RestClient.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port"))
			.get()
			.uri(path)
			.retrieve()
			.body(String.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration")
	@Import(Reader.class)
	static class Application {

	}

	@RestController
	static class Reader {

		@Autowired
		private Environment environment;

		@Autowired
		private FollowerHub hub;

		@Autowired
		private TestMaster master;

		@GetMapping("/direct")
		String direct() {
			return read() + " " + readNext();
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			String first = read();
			return () -> first + " " + readNext();
		}

		@GetMapping("/reactive")
		Mono<String> reactive() {
			String first = read();
			return Mono.delay(Duration.ofMillis(1)).map((tick) -> first + " " + readNext());
		}

		private String read() {
			return this.environment.getProperty("a");
		}

		private String readNext() {
			next();
			return read();
		}

		private void next() {
			CompletableFuture.runAsync(() -> {
				this.master.publish("{\"a\":%d}".formatted(Integer.parseInt(read()) + 1));
				this.hub.refresh();
			}).join();
		}

	}

}
