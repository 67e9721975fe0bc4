package io.sharedconfig.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import jakarta.validation.constraints.Min;
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
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

/**
 * Measures what it takes to apply a published change of one key: to read the document, to
 * try it, to show it, and to give it to whatever holds it. What of that is not reading is
 * printed at the end of each run. Arguments are those of JMH, for example
 * {@code -p others=10000 -p holder=bean}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ApplyOneKey {

	/**
	 * How many properties there are besides those of the holder.
	 */
	@Param({ "10", "1000", "10000", "100000" })
	public int others;

	/**
	 * What holds the property that changes.
	 */
	@Param({ "value", "record", "bean" })
	public String holder;

	private final List<Long> appliedNanos = Collections.synchronizedList(new ArrayList<>());

	private Scene scene;

	private ConfigurableApplicationContext context;

	private FollowerHub hub;

	private IntSupplier discount;

	private int count;

	/**
	 * Measure and print a table.
	 * @param args those of JMH
	 * @throws RunnerException if a measurement fails
	 * @throws CommandLineOptionException if the arguments are wrong
	 */
	public static void main(String[] args) throws RunnerException, CommandLineOptionException {
		new Runner(new OptionsBuilder().parent(new CommandLineOptions(args))
			.include(ApplyOneKey.class.getName())
			.build()).run();
	}

	/**
	 * Start the application.
	 */
	@Setup(Level.Trial)
	public void start() {
		Map<String, Object> unrelated = new LinkedHashMap<>();
		for (int i = 0; i < this.others; i++) {
			unrelated.put("key-" + i, "value " + i);
		}
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("pricing", Map.of("discount", 0, "limit", 10, "currency", "EUR", "minimum", 1, "region", "north",
				"hosts", List.of("a", "b"), "names", Map.of("k", "v")));
		document.put("others", unrelated);
		this.scene = Scene.publish(document);
		this.context = new SpringApplicationBuilder(Application.class, source()).web(WebApplicationType.NONE)
			.run(this.scene.arguments("--logging.level.io.sharedconfig=warn",
					"--shared-config.follower.poll-interval=1h", "--shared-config.follower.doorbell=off"));
		this.hub = this.context.getBean(FollowerHub.class);
		this.hub.tell(new FollowEvents() {

			@Override
			public void completed(Follower follower, Duration duration) {
				ApplyOneKey.this.appliedNanos.add(duration.toNanos());
			}

		});
		this.discount = discount();
	}

	private Class<?> source() {
		return switch (this.holder) {
			case "value" -> Shown.class;
			case "record" -> Application.class;
			case "bean" -> WithBean.class;
			case "validated" -> WithValidated.class;
			case "collections" -> WithCollections.class;
			default -> throw new IllegalArgumentException(this.holder);
		};
	}

	private IntSupplier discount() {
		return switch (this.holder) {
			case "value" -> this.context.getBean(Shown.class)::discount;
			case "record" -> {
				var live = this.context.getBean(LivePropertiesFactory.class).of(Immutable.class);
				yield () -> live.get().discount();
			}
			default -> this.context.getBean(Pricing.class)::getDiscount;
		};
	}

	/**
	 * End the application.
	 */
	@TearDown(Level.Trial)
	public void end() {
		this.context.close();
		this.scene.close();
		List<Long> last = new ArrayList<>(
				this.appliedNanos.subList(this.appliedNanos.size() / 2, this.appliedNanos.size()));
		Collections.sort(last);
		System.out.printf("%n# without reading: holder=%s others=%d p50=%.1f us%n", this.holder, this.others,
				last.get(last.size() / 2) / 1000.0);
	}

	/**
	 * Publish the next version.
	 */
	@Setup(Level.Invocation)
	public void publish() {
		this.count++;
		this.scene.publisher().change().set("pricing.discount", this.count).publish();
	}

	/**
	 * Read, try, apply and bind it.
	 * @return the discount as its holder has it
	 */
	@Benchmark
	public int apply() {
		this.hub.refresh();
		int held = this.discount.getAsInt();
		if (held != this.count) {
			throw new IllegalStateException("discount expected=%d found=%d".formatted(this.count, held));
		}
		return held;
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

	}

	/**
	 * A member of a bean.
	 */
	public static class Shown {

		@Value("${pricing.discount}")
		private volatile int discount;

		int discount() {
			return this.discount;
		}

	}

	/**
	 * A record, for live properties.
	 *
	 * @param discount the property that changes
	 * @param limit another one
	 * @param currency another one
	 * @param minimum another one
	 * @param region another one
	 */
	@ConfigurationProperties("pricing")
	public record Immutable(int discount, int limit, String currency, int minimum, String region) {

	}

	@EnableConfigurationProperties(Pricing.class)
	static class WithBean {

	}

	@EnableConfigurationProperties(ValidatedPricing.class)
	static class WithValidated {

	}

	@EnableConfigurationProperties(PricingOfHosts.class)
	static class WithCollections {

	}

	/**
	 * A bean.
	 */
	@ConfigurationProperties("pricing")
	public static class Pricing {
		@Min(0)
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

	/**
	 * A bean that is validated.
	 */
	@ConfigurationProperties("pricing")
	@Validated
	public static class ValidatedPricing extends Pricing {

	}

	/**
	 * A bean that has a list and a map.
	 */
	@ConfigurationProperties("pricing")
	public static class PricingOfHosts extends Pricing {

		private List<String> hosts = new ArrayList<>();

		private Map<String, String> names = new LinkedHashMap<>();

		public List<String> getHosts() {
			return this.hosts;
		}

		public void setHosts(List<String> hosts) {
			this.hosts = hosts;
		}

		public Map<String, String> getNames() {
			return this.names;
		}

		public void setNames(Map<String, String> names) {
			this.names = names;
		}

	}

}
