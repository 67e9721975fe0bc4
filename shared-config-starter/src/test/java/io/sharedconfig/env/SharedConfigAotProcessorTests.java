package io.sharedconfig.env;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.sharedconfig.autoconfigure.SharedConfigFollowerAutoConfiguration;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SharedConfigAotProcessor}: an application is processed, the result is
 * compiled and run.
 */
class SharedConfigAotProcessorTests {

	@TempDir
	private Path generated;

	@TempDir
	private Path directory;

	private final ThreadsOfOurs threads = new ThreadsOfOurs();

	@AfterEach
	void clear() {
		System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
	}

	@Test
	void processAheadOfTimeWhenAnnotatedMakesResultFollow() throws Exception {
		ClassName initializer = process(Following.class);
		assertThat(this.threads.count()).isZero();
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":1}");
				URLClassLoader classLoader = compile();
				GenericApplicationContext context = new GenericApplicationContext()) {
			configure(context);
			initialize(context, classLoader.loadClass(initializer.reflectionName()));
			context.refresh();
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("1");
			assertThat(LiveSources.in(context.getEnvironment())).extracting(SharedConfigPropertySource::getName)
				.containsExactly("shared-config:orders", "shared-config:later");
			master.publish("{\"a\":2}");
			LiveSources.in(context.getEnvironment()).get(0).configs().hub().refresh();
			assertThat(context.getEnvironment().getProperty("a")).isEqualTo("2");
		}
		this.threads.awaitEnd();
	}

	@Test
	void processAheadOfTimeWhenAutoConfiguredMakesResultPoll() throws Exception {
		ClassName initializer = process(Polling.class);
		try (TestMaster master = TestMaster.publish(this.directory, "orders", "{\"a\":1}");
				GenericApplicationContext context = new GenericApplicationContext()) {
			compile().close();
			configure(context);
			initialize(context, defined(initializer));
			context.refresh();
			assertThat(context.getBean(FollowerHub.class).isRunning()).isTrue();
			assertThat(context.getBeansOfType(FollowedConfigs.class)).hasSize(1);
			assertThat(context.getBean("sharedConfigFollower.orders", Follower.class).current()).isNotNull();
			master.publish("{\"a\":2}");
			await().until(() -> "2".equals(context.getEnvironment().getProperty("a")));
		}
		this.threads.awaitEnd();
	}

	/*
	 * Into the class loader of the classes that they belong to, because they use what is
	 * package-private there.
	 */
	private Class<?> defined(ClassName wanted) throws Exception {
		Class<?> result = null;
		Path classes = this.generated.resolve(Kind.CLASS.name());
		try (Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter((candidate) -> candidate.toString().endsWith(".class")).sorted().toList()) {
				String name = classes.relativize(file).toString().replace('/', '.');
				Class<?> neighbour = Class.forName(name.substring(0, name.indexOf("__")).replace('_', '$'));
				Class<?> type = MethodHandles.privateLookupIn(neighbour, MethodHandles.lookup())
					.defineClass(Files.readAllBytes(file));
				result = (type.getName().equals(wanted.reflectionName())) ? type : result;
			}
		}
		assertThat(result).isNotNull();
		return result;
	}

	@Test
	void processAheadOfTimeWhenNotAnnotatedAddsNothing() throws Exception {
		process(Plain.class);
		assertThat(sources()).isNotEmpty()
			.noneSatisfy((file) -> assertThat(file).content().contains("SharedConfigReplay"));
	}

	private ClassName process(Class<?> source) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			configure(context);
			context.register(source);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(source)),
					new FileSystemGeneratedFiles((kind) -> this.generated.resolve(kind.name())));
			ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			return initializer;
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	private void configure(ConfigurableApplicationContext context) {
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("shared-config.directory", this.directory.toString())));
	}

	private URLClassLoader compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		Path classes = this.generated.resolve(Kind.CLASS.name());
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-d", classes.toString(), "-proc:none");
			assertThat(
					compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources()))
						.call())
				.isTrue();
		}
		return new URLClassLoader(new URL[] { classes.toUri().toURL() }, getClass().getClassLoader());
	}

	private List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.walk(this.generated)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
	}

	@SuppressWarnings("unchecked")
	private void initialize(GenericApplicationContext context, Class<?> initializer) {
		((ApplicationContextInitializer<GenericApplicationContext>) BeanUtils.instantiateClass(initializer))
			.initialize(context);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Secondary.class, Lowest.class })
	public static class Following {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Secondary.class)
	@ImportAutoConfiguration(SharedConfigFollowerAutoConfiguration.class)
	public static class Polling {

	}

	@SharedConfig("orders")
	@Configuration(proxyBeanMethods = false)
	public static class Secondary {

	}

	@SharedConfig(value = "later", optional = true, precedence = SharedConfig.Precedence.LOWEST)
	@Configuration(proxyBeanMethods = false)
	public static class Lowest {

	}

	@Configuration(proxyBeanMethods = false)
	public static class Plain {

	}

}
