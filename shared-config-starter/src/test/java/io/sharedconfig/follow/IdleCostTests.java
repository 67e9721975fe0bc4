package io.sharedconfig.follow;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import com.sun.management.ThreadMXBean;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a poll which finds nothing new allocates nothing. The look at the path, once
 * a second, does allocate: so of several windows that are shorter than a second some are
 * without one.
 */
class IdleCostTests {

	private static final Duration WINDOW = Duration.ofMillis(150);

	private static final int WINDOWS = 20;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@TempDir
	Path directory;

	@Test
	void pollThreadWhenNothingIsNewAllocatesNothing() throws Exception {
		FollowOptions options = new FollowOptions(this.directory, Duration.ofMillis(1), Duration.ofSeconds(5), Set.of(),
				false);
		try (FollowerHub hub = new FollowerHub(options, FollowEvents.NONE);
				SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			Follower follower = hub.follow("orders");
			hub.start();
			long poller = hub.pollThread().getId();
			int silent = 0;
			long worked = this.threads.getThreadCpuTime(poller);
			for (int window = 0; window < WINDOWS; window++) {
				long before = this.threads.getThreadAllocatedBytes(poller);
				assertThat(follower.awaitVersion(2, WINDOW)).isFalse();
				if (this.threads.getThreadAllocatedBytes(poller) == before) {
					silent++;
				}
			}
			assertThat(this.threads.getThreadCpuTime(poller)).as("it did poll").isGreaterThan(worked);
			assertThat(silent).as("windows without a look at the path").isGreaterThan(WINDOWS / 2);
			publisher.publish("{\"a\":2}");
			assertThat(follower.awaitVersion(2, Duration.ofSeconds(20))).isTrue();
		}
	}

	/**
	 * As every application does that imports a configuration: the one of its profile is
	 * seldom there. One look at a path that leads to nothing may fall into these three
	 * seconds, three may not.
	 */
	@Test
	@EnabledOnOs(OS.LINUX)
	void pollThreadWhileItHearsAllocatesNextToNothingAlsoForWhatIsNotThere() throws Exception {
		FollowOptions options = new FollowOptions(this.directory, Duration.ofMillis(100), Duration.ofSeconds(5),
				Set.of(), true);
		try (FollowerHub hub = new FollowerHub(options, FollowEvents.NONE);
				SharedConfigPublisher publisher = master()) {
			publisher.publish("{\"a\":1}");
			Follower follower = hub.follow("orders");
			Follower absent = hub.follow("orders-default");
			hub.start();
			await().until(() -> follower.status().doorbell() && absent.status().doorbell());
			// the rings of the start, and the look that follows them
			assertThat(follower.awaitVersion(2, Duration.ofMillis(2500))).isFalse();
			long poller = hub.pollThread().getId();
			long before = this.threads.getThreadAllocatedBytes(poller);
			assertThat(follower.awaitVersion(2, Duration.ofSeconds(3))).isFalse();
			assertThat(this.threads.getThreadAllocatedBytes(poller) - before).isLessThan(3000);
		}
	}

	private SharedConfigPublisher master() {
		return SharedConfigs.publisher(this.directory, "orders").withoutBackup().open();
	}

}
