package io.sharedconfig.inject;

import java.nio.file.Path;
import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.LiveProperties;
import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigFollower.Pin;
import io.sharedconfig.autoconfigure.SharedConfigSafeRebinderAutoConfiguration;
import io.sharedconfig.autoconfigure.SharedConfigSpringCloudAutoConfiguration;
import io.sharedconfig.inject.TornReads.Counts;
import io.sharedconfig.refresh.SafeRebinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What threads see that read without a pause while 1,000 versions are published.
 */
class TornReadsTests {

	private static final int VERSIONS = Integer.getInteger("torn-reads.versions", 1000);

	@TempDir
	Path directory;

	@Test
	void readWhenVersionsAreAppliedShowsOldOrNewOnly() {
		try (Following application = start(Plain.class)) {
			assertThat(application.context().getBeanNamesForType(ConfigurationPropertiesRebinder.class)).isEmpty();
			assertWhole(application);
		}
	}

	@Test
	void readWhenVersionsAreAppliedWithSpringCloudShowsOldOrNewOnly() {
		try (Following application = start(WithSpringCloud.class)) {
			assertThat(application.bean(ConfigurationPropertiesRebinder.class)).isInstanceOf(SafeRebinder.class);
			assertWhole(application);
		}
	}

	@Test
	void readWhenSpringCloudRebindsAloneShowsDefaults() {
		try (Following application = start(WithSpringCloud.class, "shared-config.refresh.properties=false",
				"shared-config.refresh.safe-rebind=false")) {
			assertThat(application.bean(ConfigurationPropertiesRebinder.class).getClass())
				.isSameAs(ConfigurationPropertiesRebinder.class);
			TornReads reads = new TornReads();
			Mutable bean = application.bean(Mutable.class);
			reads.read((pair) -> {
				pair[0] = bean.getFirst();
				pair[1] = bean.getSecond();
			});
			List<Counts> counts = publish(reads, application);
			print("Spring Cloud alone", counts);
			assertThat(counts.get(0).foreign).isPositive();
		}
	}

	private void assertWhole(Following application) {
		TornReads reads = new TornReads();
		Mutable bean = application.bean(Mutable.class);
		reads.read((pair) -> {
			pair[0] = bean.getFirst();
			pair[1] = bean.getSecond();
		});
		Members members = application.bean(Members.class);
		reads.read((pair) -> {
			pair[0] = members.first;
			pair[1] = members.second;
		});
		LiveProperties<Immutable> live = application.bean(LivePropertiesFactory.class).of(Immutable.class);
		reads.read((pair) -> {
			Immutable now = live.get();
			pair[0] = now.first();
			pair[1] = now.second();
		});
		SharedConfigFollower follower = application.follower();
		reads.read((pair) -> {
			ConfigSnapshot now = follower.current();
			pair[0] = Integer.parseInt(String.valueOf(now.property("pair.first")));
			pair[1] = Integer.parseInt(String.valueOf(now.property("pair.second")));
		});
		Environment environment = application.context().getEnvironment();
		reads.read((pair) -> {
			try (Pin pin = follower.pin()) {
				pair[0] = environment.getRequiredProperty("pair.first", Integer.class);
				pair[1] = live.get().second();
			}
		});
		List<Counts> counts = publish(reads, application);
		print("ours", counts);
		assertThat(counts).allSatisfy((seen) -> {
			assertThat(seen.reads).isPositive();
			assertThat(seen.foreign).isZero();
		});
		assertThat(counts.subList(2, 5)).allSatisfy((seen) -> {
			assertThat(seen.mixed).isZero();
			assertThat(seen.backwards).isZero();
		});
	}

	// -Dtorn-reads.print=true for the figures of docs/decisions/0011-safe-rebinder.md
	private static void print(String what, List<Counts> counts) {
		if (Boolean.getBoolean("torn-reads.print")) {
			counts.forEach((seen) -> System.out.println(what + ": " + seen));
		}
	}

	private static List<Counts> publish(TornReads reads, Following application) {
		return reads.publish(VERSIONS, (version) -> application.publish(document(version)));
	}

	private Following start(Class<?> source, String... properties) {
		return Following.start(this.directory, document(1), source, properties);
	}

	private static String document(int version) {
		// the names change too: whatever is cached of them is renewed under the readers
		String other = (version % 3 == 0) ? "\"other\":%d,".formatted(version) : "";
		return "{%s\"pair\":{\"first\":%d,\"second\":%d}}".formatted(other, version, version);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Mutable.class)
	@Import(Members.class)
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Plain.class)
	@ImportAutoConfiguration({ RefreshAutoConfiguration.class, ConfigurationPropertiesRebinderAutoConfiguration.class,
			SharedConfigSpringCloudAutoConfiguration.class, SharedConfigSafeRebinderAutoConfiguration.class })
	static class WithSpringCloud {

	}

	static class Members {

		@Value("${pair.first}")
		private volatile int first = TornReads.DEFAULT;

		@Value("${pair.second}")
		private volatile int second = TornReads.DEFAULT;

	}

	@ConfigurationProperties("pair")
	record Immutable(int first, int second) {

	}

	@ConfigurationProperties("pair")
	static class Mutable {

		private volatile int first = TornReads.DEFAULT;

		private volatile int second = TornReads.DEFAULT;

		public int getFirst() {
			return this.first;
		}

		public void setFirst(int first) {
			this.first = first;
		}

		public int getSecond() {
			return this.second;
		}

		public void setSecond(int second) {
			this.second = second;
		}

	}

}
