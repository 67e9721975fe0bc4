package io.sharedconfig.publish;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link BellThread}.
 */
class BellThreadTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final AtomicLong published = new AtomicLong();

	private final AtomicLong heard = new AtomicLong();

	private final AtomicInteger rings = new AtomicInteger();

	private final AtomicLong shortestRest = new AtomicLong(Long.MAX_VALUE);

	private long rangAt = System.nanoTime() - LONG.toNanos();

	private volatile CountDownLatch mayRing = new CountDownLatch(0);

	private final BellThread bell = new BellThread("shared-config-bell-test", this::hear);

	@AfterEach
	void end() {
		this.bell.end();
	}

	@Test
	void ringInABurstIsHeardSeldomAndAfterTheLastOne() {
		this.bell.begin();
		long begin = System.nanoTime();
		for (int publish = 0; publish < 1_000_000; publish++) {
			publish();
		}
		await().atMost(LONG).until(() -> this.heard.get() == 1_000_000);
		Duration took = Duration.ofNanos(System.nanoTime() - begin);
		assertThat((long) this.rings.get()).isBetween(1L, took.toMillis() + 2);
		assertThat(this.shortestRest.get()).isGreaterThanOrEqualTo(Duration.ofMillis(1).toNanos());
	}

	@Test
	void ringNowAndThenIsHeardEachTime() {
		this.bell.begin();
		for (int publish = 1; publish <= 200; publish++) {
			publish();
			await().pollInterval(Duration.ofNanos(100))
				.atMost(LONG)
				.until(() -> this.heard.get() == this.published.get());
		}
		assertThat(this.rings.get()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "1, 0, 1", "1, 1, 2", "2, 1, 4", "4, 1, 1", "4, 2, 8", "8, 2, 1", "8, 3, 16", "16, 4, 1", "16, 5, 16",
			"16, 1000000, 16" })
	void restIsLongerAsLongAsSomebodyPublishesEveryFourMilliseconds(int restMs, int wishes, int nextMs) {
		assertThat(BellThread.restAfter(restMs * 1_000_000L, wishes)).isEqualTo(nextMs * 1_000_000L);
	}

	@Test
	void ringNowAndThenAfterABurstIsHeardEachTimeAgain() {
		this.bell.begin();
		for (int publish = 0; publish < 1_000_000; publish++) {
			publish();
		}
		await().atMost(LONG).until(() -> this.heard.get() == 1_000_000);
		int rings = this.rings.get();
		ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
		try {
			publishing.scheduleWithFixedDelay(this::publish, 0, 6, TimeUnit.MILLISECONDS);
			await().atMost(LONG).until(() -> this.published.get() >= 1_000_100);
		}
		finally {
			publishing.shutdown();
		}
		// with the rest of a burst three of them would be one ring
		assertThat(this.rings.get() - rings).isGreaterThan(70);
	}

	@Test
	void ringWhileTheBellTakesLongReturns() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.mayRing = release;
		this.bell.begin();
		publish();
		await().atMost(LONG).until(() -> this.rings.get() == 1);
		publish();
		publish();
		assertThat(this.heard.get()).isZero();
		release.countDown();
		await().atMost(LONG).until(() -> this.heard.get() == 3);
		assertThat(this.rings.get()).isEqualTo(2);
	}

	@Test
	void ringThatThrowsIsNotTheLastOne() {
		BellThread throwing = new BellThread("shared-config-bell-throwing", () -> {
			if (this.rings.getAndIncrement() == 0) {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> this.heard.set(-1));
				throw new IllegalStateException("test");
			}
		});
		throwing.begin();
		throwing.ring();
		await().atMost(LONG).until(() -> this.heard.get() == -1);
		throwing.ring();
		await().atMost(LONG).until(() -> this.rings.get() == 2);
		throwing.end();
	}

	@Test
	void endRingsForWhatWasPublishedLast() {
		publish();
		this.bell.end();
		assertThat(this.heard.get()).isOne();
		this.bell.end();
		assertThat(this.rings.get()).isOne();
	}

	private void publish() {
		this.published.incrementAndGet();
		this.bell.ring();
	}

	private void hear() {
		this.rings.incrementAndGet();
		long now = System.nanoTime();
		this.shortestRest.accumulateAndGet(now - this.rangAt, Math::min);
		this.rangAt = now;
		long found = this.published.get();
		try {
			this.mayRing.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		this.heard.set(found);
	}

}
