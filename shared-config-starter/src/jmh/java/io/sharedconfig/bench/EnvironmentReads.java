package io.sharedconfig.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Measures what a read through the environment costs, of 10,000 properties that are
 * followed and, in the same run, of the same ones in a map that never changes, which is
 * how Spring Boot holds an {@code application.yml}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(4)
public class EnvironmentReads {

	private static final int OBJECTS = 2_000;

	private static final int MEMBERS = 5;

	private static final int LOWER_KEYS = 200;

	/**
	 * Where the properties are.
	 */
	@Param({ "shared config", "immutable map" })
	public String source;

	private final String[] hits = names("memberName0");

	private final String[] relaxed = names("member-name0");

	private final String[] absent = names("other");

	private Scene scene;

	private ConfigurableApplicationContext context;

	private ConfigurableEnvironment environment;

	private int next;

	/**
	 * Measure and print a table.
	 * @param args not used
	 * @throws RunnerException if a measurement fails
	 */
	public static void main(String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(EnvironmentReads.class.getName()).build()).run();
	}

	/**
	 * Start the application.
	 */
	@Setup(Level.Trial)
	public void start() {
		this.scene = Scene.publish(Map.of("objects", objects()));
		boolean shared = this.source.equals("shared config");
		SpringApplicationBuilder application = new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE)
			.initializers((starting) -> add(starting.getEnvironment(), !shared));
		this.context = (shared) ? application.run(this.scene.arguments())
				: application.run("--spring.main.banner-mode=off");
		this.environment = this.context.getEnvironment();
	}

	private void add(ConfigurableEnvironment environment, boolean all) {
		if (all) {
			environment.getPropertySources()
				.addLast(new OriginTrackedMapPropertySource("immutable", Map.copyOf(this.scene.publisher().current().properties()),
						true));
		}
		Map<String, Object> lower = new LinkedHashMap<>();
		for (int i = 0; i < LOWER_KEYS; i++) {
			lower.put("lower.key-" + i, i);
		}
		environment.getPropertySources().addLast(new MapPropertySource("lower", lower));
	}

	private static Map<String, Object> objects() {
		Map<String, Object> objects = new LinkedHashMap<>();
		for (int i = 0; i < OBJECTS; i++) {
			Map<String, Object> members = new LinkedHashMap<>();
			for (int member = 0; member < MEMBERS; member++) {
				members.put("memberName" + member, "value " + i);
			}
			objects.put("object-" + i, members);
		}
		return objects;
	}

	/**
	 * End the application.
	 */
	@TearDown(Level.Trial)
	public void end() {
		this.context.close();
		this.scene.close();
	}

	private static String[] names(String member) {
		String[] names = new String[OBJECTS];
		for (int i = 0; i < OBJECTS; i++) {
			names[i] = "objects.object-" + i + "." + member;
		}
		return names;
	}

	private int object() {
		this.next = (this.next + 1) % OBJECTS;
		return this.next;
	}

	/**
	 * Read a property by the name it has in the document.
	 * @return the value
	 */
	@Benchmark
	public String hit() {
		return present(this.hits[object()]);
	}

	/**
	 * Read a property by another form of its name.
	 * @return the value
	 */
	@Benchmark
	public String relaxed() {
		return present(this.relaxed[object()]);
	}

	/**
	 * Read a property that is not there.
	 * @return {@code null}
	 */
	@Benchmark
	public String absent() {
		return this.environment.getProperty(this.absent[object()]);
	}

	private String present(String name) {
		String value = this.environment.getProperty(name);
		if (value == null) {
			throw new IllegalStateException(name);
		}
		return value;
	}

	/**
	 * An application with nothing of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Empty {

	}

}
