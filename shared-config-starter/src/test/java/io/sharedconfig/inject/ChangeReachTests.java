package io.sharedconfig.inject;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.LiveProperties;
import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.follow.Applier;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.refresh.ContextApplier;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a change of one key makes an application do, among many keys and many beans:
 * counted, not timed.
 */
class ChangeReachTests {

	private static final int MANY = 10_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@TempDir
	Path directory;

	@Test
	void applyWhenOneOfManyKeysChangesTriesOnlyWhatItReaches() {
		try (Following application = start(MANY)) {
			LiveProperties<Record> live = application.bean(LivePropertiesFactory.class).of(Record.class);
			application.set("reached.number", 2);
			Unreached unreached = application.bean(Unreached.class);
			Unreached.created = 0;
			Unreached.validated = 0;
			unreached.sets = 0;
			Members members = application.bean(Members.class);
			members.sets = 0;
			Reached.created = 0;
			Positive.Check.initialized = 0;
			Record.created = 0;
			for (int i = 3; i <= 12; i++) {
				application.set("reached.number", i);
			}
			assertThat(application.bean(Reached.class).getNumber()).isEqualTo(12);
			assertThat(live.get().number()).isEqualTo(12);
			assertThat(members.number).isEqualTo(12);
			assertThat(Reached.created).isEqualTo(10);
			assertThat(Record.created).isEqualTo(10);
			assertThat(Unreached.created).isZero();
			assertThat(Unreached.validated).isZero();
			assertThat(unreached.sets).isZero();
			assertThat(members.sets).isZero();
			// one factory of validators knows its constraints after the first use
			assertThat(Positive.Check.initialized).isZero();
		}
	}

	@Test
	void trialWhenOneOfManyKeysChangesWalksNothing() {
		try (Following application = start(MANY)) {
			application.bean(LivePropertiesFactory.class).of(Record.class);
			List<CountedSnapshot> tried = countTrials(application);
			application.set("reached.number", 2);
			application.set("reached.number", 3);
			application.set("reached.hosts[0]", "c");
			assertThat(application.bean(Reached.class).getNumber()).isEqualTo(3);
			assertThat(application.bean(Reached.class).getHosts()).containsExactly("c", "b");
			assertThat(tried).hasSize(3).allSatisfy((snapshot) -> {
				assertThat(snapshot.walks).isZero();
				assertThat(snapshot.names).isLessThanOrEqualTo(2);
				assertThat(snapshot.lookups).isBetween(1, 400);
			});
			assertThat(application.set("reached.number", -1).outcome()).isEqualTo(Outcome.REJECTED);
			assertThat(tried).hasSize(4).allSatisfy((snapshot) -> assertThat(snapshot.walks).isZero());
		}
	}

	@Test
	void applyWhenOneKeyChangesDoesNotLookThroughAnotherLargeSource() {
		try (Following application = start(10)) {
			CountedSource others = new CountedSource(MANY);
			application.context().getEnvironment().getPropertySources().addLast(others);
			application.set("reached.number", 2);
			others.lookups = 0;
			application.set("reached.number", 3);
			assertThat(application.bean(Reached.class).getNumber()).isEqualTo(3);
			assertThat(others.lookups).isLessThan(100);
		}
	}

	@Test
	void applyWhenOneKeyChangesCostsTheSameAmongAnyNumberOfKeys() {
		Map<Integer, Long> bytes = new LinkedHashMap<>();
		for (int others : new int[] { 1_000, 10_000, 100_000 }) {
			bytes.put(others, bytesToApply(others));
		}
		assertThat(bytes.get(10_000)).isLessThan(2 * bytes.get(1_000));
		assertThat(bytes.get(100_000)).isLessThan(2 * bytes.get(1_000));
	}

	/*
	 * What is allocated can be counted exactly, and nearly every walk allocates something
	 * for each step. Reading goes on in another thread.
	 */
	private long bytesToApply(int others) {
		try (Following application = start(others)) {
			application.bean(LivePropertiesFactory.class).of(Record.class);
			long[] rounds = new long[9];
			for (int i = 0; i < rounds.length; i++) {
				application.publishOnly("reached.number", 2 + i);
				long before = THREADS.getCurrentThreadAllocatedBytes();
				application.follower().refresh();
				rounds[i] = THREADS.getCurrentThreadAllocatedBytes() - before;
			}
			assertThat(application.bean(Members.class).number).isEqualTo(1 + rounds.length);
			Arrays.sort(rounds);
			return rounds[rounds.length / 2];
		}
	}

	private static List<CountedSnapshot> countTrials(Following application) {
		List<CountedSnapshot> tried = new ArrayList<>();
		Applier applier = application.bean(ContextApplier.class);
		application.bean(FollowerHub.class).use(new Applier() {

			@Override
			public void around(Runnable work) {
				applier.around(work);
			}

			@Override
			public Trial trial(Follower follower, ConfigSnapshot candidate, ConfigDiff diff) {
				CountedSnapshot counted = new CountedSnapshot(candidate);
				tried.add(counted);
				return applier.trial(follower, counted, diff);
			}

		});
		return tried;
	}

	private Following start(int others) {
		String unrelated = IntStream.range(0, others)
			.mapToObj((i) -> "\"key-%d\":\"value %d\"".formatted(i, i))
			.collect(Collectors.joining(","));
		return Following.start(this.directory.resolve("of-" + others), """
				{"reached":{"number":1,"hosts":["a","b"],"names":{"k":"v"}},
				"unreached":{"name":"n"},"others":{%s}}""".formatted(unrelated), Beans.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ Reached.class, Unreached.class })
	static class Beans {

		@Bean
		Members members() {
			return new Members();
		}

	}

	static class Members {

		@Value("${reached.number}")
		private int number;

		private int sets;

		@Value("${unreached.name} and ${others.key-1}")
		void setText(String text) {
			this.sets++;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Constraint(validatedBy = Positive.Check.class)
	@interface Positive {

		String message() default "";

		Class<?>[] groups() default {};

		Class<? extends Payload>[] payload() default {};

		class Check implements ConstraintValidator<Positive, Integer> {

			private static int initialized;

			@Override
			public void initialize(Positive annotation) {
				initialized++;
			}

			@Override
			public boolean isValid(Integer value, ConstraintValidatorContext context) {
				return value > 0;
			}

		}

	}

	@ConfigurationProperties("reached")
	@Validated
	static class Reached {

		private static int created;

		@Positive
		private int number;

		private List<String> hosts = new ArrayList<>();

		private final Map<String, String> names = new LinkedHashMap<>();

		Reached() {
			created++;
		}

		public int getNumber() {
			return this.number;
		}

		public void setNumber(int number) {
			this.number = number;
		}

		public List<String> getHosts() {
			return this.hosts;
		}

		public void setHosts(List<String> hosts) {
			this.hosts = hosts;
		}

		public Map<String, String> getNames() {
			return this.names;
		}

	}

	@ConfigurationProperties("reached")
	@Validated
	record Record(@Min(1) int number, List<String> hosts) {

		private static int created;

		Record {
			created++;
		}

	}

	@ConfigurationProperties("unreached")
	@Validated
	static class Unreached implements org.springframework.validation.Validator {

		private static int created;

		private static int validated;

		private String name;

		private int sets;

		Unreached() {
			created++;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
			this.sets++;
		}

		@Override
		public boolean supports(Class<?> type) {
			return type == Unreached.class;
		}

		@Override
		public void validate(Object target, org.springframework.validation.Errors errors) {
			validated++;
		}

	}

	/**
	 * Never changes, and says so.
	 */
	private static final class CountedSource extends EnumerablePropertySource<Object> implements PropertySourceInfo {

		private final String[] names;

		private int lookups;

		CountedSource(int size) {
			super("counted", new Object());
			this.names = IntStream.range(0, size).mapToObj((i) -> "more.key-" + i).toArray(String[]::new);
		}

		@Override
		public boolean isImmutable() {
			return true;
		}

		@Override
		public String[] getPropertyNames() {
			return this.names;
		}

		@Override
		public Object getProperty(String name) {
			this.lookups++;
			return name.startsWith("more.") ? "${unreached.name}" : null;
		}

	}

}
