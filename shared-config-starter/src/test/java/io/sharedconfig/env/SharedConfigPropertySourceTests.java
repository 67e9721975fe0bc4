package io.sharedconfig.env;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.follow.Applier;
import io.sharedconfig.follow.Follower;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigPropertySource} and {@link LiveSources}.
 */
class SharedConfigPropertySourceTests {

	@TempDir
	private Path directory;

	private FollowedConfigs configs;

	private final StandardEnvironment environment = new StandardEnvironment();

	@BeforeEach
	void follow() {
		this.configs = FollowedConfigs
			.adopt(new MockEnvironment().withProperty("shared-config.directory", this.directory.toString()));
	}

	@AfterEach
	void close() {
		this.configs.close();
	}

	@Test
	void getPropertyWhenNothingIsPublishedReturnsNull() {
		SharedConfigPropertySource source = this.configs.follow("orders", true);
		assertThat(source.getName()).isEqualTo("shared-config:orders");
		assertThat(source.getPropertyNames()).isEmpty();
		assertThat(source.getProperty("a")).isNull();
		assertThat(source.containsProperty("a")).isFalse();
		assertThat(source.getOrigin("a")).isNull();
	}

	@Test
	void getPropertyWhenVersionIsAppliedReturnsItsValue() {
		try (TestMaster master = master("{\"a\":{\"b\":[1,\"x\"]},\"n\":null}")) {
			SharedConfigPropertySource source = this.configs.follow("orders", false);
			assertThat(source.getPropertyNames()).containsExactly("a.b[0]", "a.b[1]", "n");
			assertThat(source.getProperty("a.b[0]")).isEqualTo(1);
			assertThat(source.getProperty("n")).isEqualTo("");
			master.publish("{\"a\":{\"b\":[2]}}");
			assertThat(source.getProperty("a.b[0]")).isEqualTo(1);
			this.configs.hub().refresh();
			assertThat(source.getProperty("a.b[0]")).isEqualTo(2);
			assertThat(source.getPropertyNames()).containsExactly("a.b[0]");
			assertThat(source.containsProperty("n")).isFalse();
		}
	}

	@Test
	void getPropertyWhenNameIsReservedReturnsNull() {
		try (TestMaster master = master("{\"spring\":{\"profiles\":{\"active\":\"x\"}},\"a\":1}")) {
			SharedConfigPropertySource source = this.configs.follow("orders", false);
			assertThat(source.getPropertyNames()).containsExactly("a");
			assertThat(source.getProperty("spring.profiles.active")).isNull();
			assertThat(source.containsProperty("spring.profiles.active")).isFalse();
			assertThat(source.getOrigin("spring.profiles.active")).isNull();
		}
	}

	@Test
	void getPropertyNamesWhenOnlyValuesChangeReturnsSameArray() {
		try (TestMaster master = master("{\"a\":1,\"b\":2}")) {
			SharedConfigPropertySource source = this.configs.follow("orders", false);
			String[] before = source.getPropertyNames();
			master.publish("{\"a\":3,\"b\":2}");
			this.configs.hub().refresh();
			assertThat(source.getProperty("a")).isEqualTo(3);
			assertThat(source.getPropertyNames()).isSameAs(before);
			assertThat(source.getPropertyNames()).isSameAs(before);
		}
	}

	@Test
	void getPropertyWhenPinnedReturnsSameVersionWithoutDerivingItAgain() {
		try (TestMaster master = master("{\"a\":1}")) {
			SharedConfigPropertySource source = this.configs.follow("orders", false);
			try (SharedConfigFollower.Pin pin = source.getSource().pin()) {
				String[] pinned = source.getPropertyNames();
				master.publish("{\"a\":2,\"b\":2}");
				CompletableFuture.runAsync(this.configs.hub()::refresh).join();
				String[] others = CompletableFuture.supplyAsync(source::getPropertyNames).join();
				assertThat(others).containsExactly("a", "b");
				assertThat(source.getProperty("a")).isEqualTo(1);
				assertThat(source.getPropertyNames()).isSameAs(pinned);
				assertThat(CompletableFuture.supplyAsync(source::getPropertyNames).join()).isSameAs(others);
			}
			assertThat(source.getProperty("a")).isEqualTo(2);
		}
	}

	@Test
	void getOriginReturnsFileVersionAndPointer() {
		try (TestMaster master = master("{\"pricing\":{\"dis/count\":1}}")) {
			master.publish("{\"pricing\":{\"discount\":1}}");
			OriginLookup<String> source = this.configs.follow("orders", false);
			assertThat(source.getOrigin("pricing.discount"))
				.hasToString("shared config file [%s] version 2 - /pricing/discount"
					.formatted(this.directory.resolve("orders.scfg")));
		}
	}

	@Test
	void prepareWhenNamesOrTheirOrderDifferReturnsTrue() {
		assertThat(prepared("{\"a\":1}", "{\"a\":2}")).isFalse();
		assertThat(prepared("{\"b\":1}", "{\"a\":2}")).isTrue();
		assertThat(prepared("{\"b\":1,\"a\":1}", "{\"a\":1,\"b\":2}")).isTrue();
	}

	private boolean prepared(String first, String second) {
		boolean[] otherNames = new boolean[1];
		try (TestMaster master = master(first)) {
			SharedConfigPropertySource source = this.configs.follow("orders", false);
			this.configs.hub().refresh();
			source.getPropertyNames();
			this.configs.hub().use((follower, candidate, diff) -> {
				otherNames[0] = source.prepare(candidate);
				assertThat(source.getProperty("a")).isNotEqualTo(2);
				return Applier.Trial.ACCEPTED;
			});
			master.publish(second);
			this.configs.hub().refresh();
			this.configs.hub().use(Applier.DIRECT);
		}
		return otherNames[0];
	}

	@Test
	void prepareWhenVersionIsRefusedShowsOldVersion() {
		try (TestMaster master = master("{\"a\":1}")) {
			SharedConfigPropertySource source = this.configs.follow("orders", false);
			this.configs.hub().use((follower, candidate, diff) -> refuse(source, candidate));
			master.publish("{\"a\":2,\"b\":1}");
			this.configs.hub().refresh();
			assertThat(source.getProperty("a")).isEqualTo(1);
			assertThat(source.getPropertyNames()).containsExactly("a");
		}
	}

	private Applier.Trial refuse(SharedConfigPropertySource source, ConfigSnapshot candidate) {
		source.prepare(candidate);
		return new Applier.Trial() {

			@Override
			public String refusal() {
				return "not today";
			}

			@Override
			public void applied() {
			}

		};
	}

	@Test
	void replaceViewsWhenNamesChangeMakesBinderFindThem() {
		try (TestMaster master = master("{\"a\":1}")) {
			SharedConfigPropertySource source = this.configs.follow("orders", false);
			this.environment.getPropertySources().addFirst(source);
			this.environment.getPropertySources().addLast(new MapPropertySource("other", Map.of("z", "1")));
			ConfigurationPropertySources.attach(this.environment);
			Binder binder = Binder.get(this.environment);
			assertThat(binder.bind("a", Bindable.of(Integer.class)).get()).isEqualTo(1);
			master.publish("{\"camelCase\":2}");
			this.configs.hub().refresh();
			LiveSources.replaceViews(this.environment, source.getSource());
			SharedConfigPropertySource now = LiveSources.find(this.environment, source.getSource());
			assertThat(now).isNotNull().isNotSameAs(source).isEqualTo(source);
			assertThat(this.environment.getPropertySources().precedenceOf(source)).isEqualTo(1);
			assertThat(Binder.get(this.environment).bind("camel-case", Bindable.of(Integer.class)).get()).isEqualTo(2);
			assertThat(source.getProperty("camelCase")).isEqualTo(2);
		}
	}

	@Test
	void findWhenFollowerHasNoViewReturnsNull() {
		Follower follower = this.configs.hub().follow("orders");
		assertThat(LiveSources.find(this.environment, follower)).isNull();
		assertThat(LiveSources.in(this.environment)).isEmpty();
	}

	private TestMaster master(String document) {
		return TestMaster.publish(this.directory, "orders", document);
	}

}
