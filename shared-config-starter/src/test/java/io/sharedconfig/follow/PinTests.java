package io.sharedconfig.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sharedconfig.SharedConfigFollower.Pin;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link Pins}.
 */
class PinTests {

	@TempDir
	Path directory;

	private SharedConfigPublisher orders;

	private SharedConfigPublisher stock;

	private FollowerHub hub;

	@BeforeEach
	void open() {
		this.orders = master("orders");
		this.stock = master("stock");
		this.hub = new FollowerHub(
				new FollowOptions(this.directory, Duration.ofMillis(1), Duration.ofSeconds(5), Set.of(), true),
				FollowEvents.NONE);
	}

	@AfterEach
	void close() {
		this.hub.close();
		this.orders.close();
		this.stock.close();
	}

	@Test
	void pinHoldsThisThreadToTheVersionsOfAllConfigurations() throws Exception {
		Follower first = this.hub.follow("orders");
		Follower second = this.hub.follow("stock");
		try (Pin pin = first.pin()) {
			this.orders.publish("{\"a\":2}");
			this.stock.publish("{\"a\":2}");
			this.hub.refresh();
			assertThat(first.current().version()).isOne();
			assertThat(second.current().version()).isOne();
			assertThat(CompletableFuture.supplyAsync(() -> first.current().version()).get(10, TimeUnit.SECONDS))
				.isEqualTo(2);
		}
		assertThat(first.current().version()).isEqualTo(2);
		assertThat(second.current().version()).isEqualTo(2);
	}

	@Test
	void pinWithinAPinChangesNothing() {
		Follower follower = this.hub.follow("orders");
		try (Pin outer = follower.pin()) {
			this.orders.publish("{\"a\":2}");
			this.hub.refresh();
			try (Pin inner = follower.pin()) {
				assertThat(follower.current().version()).isOne();
			}
			assertThat(follower.current().version()).isOne();
		}
		assertThat(follower.current().version()).isEqualTo(2);
	}

	@Test
	void refreshWithinAPinAppliesForAllOthersAndToldListenersSeeTheNewest() {
		Follower follower = this.hub.follow("orders");
		this.hub.use((of, candidate, diff) -> {
			assertThat(of.current().version()).isOne();
			return () -> assertThat(of.current().version()).isEqualTo(2);
		});
		try (Pin pin = follower.pin()) {
			this.orders.publish("{\"a\":2}");
			assertThat(follower.refresh().version()).isEqualTo(2);
			assertThat(follower.current().version()).isOne();
			assertThat(follower.status().appliedVersion()).isEqualTo(2);
		}
	}

	@Test
	void pinWhenClosedByAnotherThreadIsRefusedAndStays() {
		Pin pin = this.hub.follow("orders").pin();
		assertThatThrownBy(() -> CompletableFuture.runAsync(pin::close).get(10, TimeUnit.SECONDS))
			.hasMessageContaining("A pin must be closed by the thread that made it");
		pin.close();
		pin.close();
	}

	@Test
	void pinnedReadsWhileVersionsPassAreNeverAMixture() throws Exception {
		Follower first = this.hub.follow("orders");
		this.hub.start();
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
			long reads = 0;
			while (!done.get()) {
				try (Pin pin = this.hub.pin()) {
					Object before = first.current().properties().get("a");
					Thread.yield();
					assertThat(first.current().properties().get("b")).isEqualTo(before);
					reads++;
				}
			}
			return reads;
		});
		for (int i = 2; i <= 500; i++) {
			this.orders.publish(Map.of("a", i, "b", i));
		}
		assertThat(first.awaitVersion(500, Duration.ofSeconds(20))).isTrue();
		done.set(true);
		assertThat(reader.get(10, TimeUnit.SECONDS)).isPositive();
	}

	private SharedConfigPublisher master(String name) {
		return SharedConfigs.publisher(this.directory, name).withoutBackup().initial("{\"a\":1,\"b\":1}").open();
	}

}
