package io.sharedconfig.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.plain.SharedConfigs;
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
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;

/**
 * Measures what it takes to apply a published change of one key: to read the document, to
 * try it, to show it, and to bind it to a bean of five properties.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class ApplyOneKey {

	/**
	 * How many properties there are besides those of the bean.
	 */
	@Param({ "10", "10000" })
	public int others;

	private Path directory;

	private SharedConfigPublisher publisher;

	private ConfigurableApplicationContext context;

	private FollowerHub hub;

	private int count;

	/**
	 * Measure and print a table.
	 * @param args not used
	 * @throws RunnerException if a measurement fails
	 */
	public static void main(String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(ApplyOneKey.class.getName()).build()).run();
	}

	/**
	 * Start the application.
	 * @throws IOException if the directory cannot be made
	 */
	@Setup(Level.Trial)
	public void start() throws IOException {
		this.directory = Files.createTempDirectory("apply-one-key");
		this.publisher = SharedConfigs.publisher(this.directory, "orders").withoutBackup().open();
		Map<String, Object> unrelated = new LinkedHashMap<>();
		for (int i = 0; i < this.others; i++) {
			unrelated.put("key-" + i, "value " + i);
		}
		this.publisher.publish(Map.of("pricing", Map.of("discount", 0, "limit", 10, "currency", "EUR", "minimum", 1,
				"region", "north"), "others", unrelated));
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--shared-config.directory=" + this.directory,
					"--logging.level.io.sharedconfig=warn", "--spring.config.import=shared-config:orders",
					"--shared-config.follower.poll-interval=1h");
		this.hub = this.context.getBean(FollowerHub.class);
	}

	/**
	 * End the application.
	 * @throws IOException if the directory cannot be deleted
	 */
	@TearDown(Level.Trial)
	public void end() throws IOException {
		this.context.close();
		this.publisher.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	/**
	 * Publish the next version.
	 */
	@Setup(Level.Invocation)
	public void publish() {
		this.count++;
		this.publisher.change().set("pricing.discount", this.count).publish();
	}

	/**
	 * Read, try, apply and bind it.
	 * @return the discount as the bean has it
	 */
	@Benchmark
	public int apply() {
		this.hub.refresh();
		int bound = this.context.getBean(Pricing.class).getDiscount();
		if (bound != this.count) {
			throw new IllegalStateException("discount expected=%d found=%d".formatted(this.count, bound));
		}
		return bound;
	}

	/**
	 * An application with one bean of properties.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Pricing.class)
	public static class Application {

	}

	/**
	 * The properties.
	 */
	@ConfigurationProperties("pricing")
	public static class Pricing {

		private volatile int discount;

		private volatile int limit;

		private volatile String currency;

		private volatile int minimum;

		private volatile String region;

		public int getDiscount() {
			return this.discount;
		}

		public void setDiscount(int discount) {
			this.discount = discount;
		}

		public int getLimit() {
			return this.limit;
		}

		public void setLimit(int limit) {
			this.limit = limit;
		}

		public String getCurrency() {
			return this.currency;
		}

		public void setCurrency(String currency) {
			this.currency = currency;
		}

		public int getMinimum() {
			return this.minimum;
		}

		public void setMinimum(int minimum) {
			this.minimum = minimum;
		}

		public String getRegion() {
			return this.region;
		}

		public void setRegion(String region) {
			this.region = region;
		}

	}

}
