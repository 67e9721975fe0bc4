package io.sharedconfig.autoconfigure;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.sharedconfig.env.TestMaster;
import io.sharedconfig.env.ThreadsOfOurs;
import io.sharedconfig.follow.FollowerHub;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A follower without each library that it can do without: the jars are not there for the
 * application that runs, as in production.
 */
class ClassPathTests {

	@TempDir
	private Path directory;

	@ParameterizedTest(name = "without {0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					nothing             |                                                        | cloud endpoint health meters
					Spring Cloud        | spring-cloud                                           | endpoint health meters
					actuator            | spring-boot-actuator                                   | cloud health meters
					health              | spring-boot-health                                     | cloud endpoint meters
					Micrometer          | micrometer-core,micrometer-jakarta9                    | cloud endpoint health
					context propagation | context-propagation                                    | cloud endpoint health meters
					web                 | spring-web,reactor,netty,tomcat,spring-boot-web        | cloud endpoint health meters
					tests               | spring-test,spring-boot-test,junit                     | cloud endpoint health meters
					all of them         | spring-cloud,actuator,health,micrometer-core,micrometer-jakarta9,micrometer-metrics,context-propagation,spring-web,reactor,netty,tomcat,spring-boot-web,spring-test,spring-boot-test,junit | ''
					""")
	void followerWithoutLibraryBootsAndFollows(String what, String jars, String expected) throws Exception {
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":1}");
				URLClassLoader loader = without((jars != null) ? jars.split(",") : new String[0])) {
			ThreadsOfOurs threads = new ThreadsOfOurs();
			UnaryOperator<String> application = start(loader);
			try {
				assertThat(application.apply("a")).isEqualTo("1");
				master.publish("{\"a\":2,\"b\":3}");
				await().untilAsserted(() -> assertThat(application.apply("b")).isEqualTo("3"));
				assertThat(application.apply("a")).isEqualTo("2");
				assertThat(application.apply("beans")).isEqualTo(expected);
			}
			finally {
				((AutoCloseable) application).close();
				// they still load classes
				threads.awaitEnd();
			}
		}
	}

	@SuppressWarnings("unchecked")
	private UnaryOperator<String> start(ClassLoader loader) throws ReflectiveOperationException {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			return (UnaryOperator<String>) loader.loadClass(Application.class.getName())
				.getConstructor(String.class)
				.newInstance(this.directory.toString());
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URLClassLoader without(String... jars) {
		Pattern removed = Pattern.compile(String.join("|", jars));
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((entry) -> jars.length == 0 || !removed.matcher(entry.getFileName().toString()).find())
			.map(ClassPathTests::url)
			.toArray(URL[]::new);
		return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
	}

	private static URL url(Path entry) {
		try {
			return entry.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The application, loaded by a class loader that does not have everything.
	 */
	public static final class Application implements UnaryOperator<String>, AutoCloseable {

		private final ConfigurableApplicationContext context;

		public Application(String directory) {
			SpringApplication application = new SpringApplication(Empty.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setRegisterShutdownHook(false);
			this.context = application.run("--spring.main.banner-mode=off", "--logging.level.root=warn",
					"--shared-config.directory=" + directory, "--spring.config.import=shared-config:orders",
					"--shared-config.follower.poll-interval=10ms", "--management.endpoints.access.default=read-only",
					"--management.endpoints.jmx.exposure.include=*", "--spring.jmx.enabled=true");
		}

		@Override
		public String apply(String name) {
			if (!name.equals("beans")) {
				return this.context.getEnvironment().getProperty(name);
			}
			// does not return while a version is being announced
			this.context.getBean(FollowerHub.class).refresh();
			Map<String, String> beans = new TreeMap<>(
					Map.of("cloud", "sharedConfigSpringCloudRefresh", "endpoint", "sharedConfigEndpoint", "health",
							"sharedConfigHealthIndicator", "meters", "sharedConfigFollowMeters"));
			beans.values().removeIf((bean) -> !this.context.containsBean(bean));
			return String.join(" ", beans.keySet());
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

}
