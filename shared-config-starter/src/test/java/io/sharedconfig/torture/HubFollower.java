package io.sharedconfig.torture;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.plain.SharedConfigs;

/**
 * A follower as users run it, in turns asking for a poll in a loop and polled each
 * millisecond. A read is a version that was applied and compared; a refresh that found
 * nothing is an idle poll.
 */
final class HubFollower implements FollowEvents {

	private static final int REFRESHES_IN_A_ROW = 500;

	private static final long TIMED_NANOS = Duration.ofMillis(10).toNanos();

	private final FollowerCounts counts = new FollowerCounts();

	private final SelfCheckingDocument document = new SelfCheckingDocument();

	private long restartedTo;

	public static void main(String[] args) {
		new HubFollower().follow(Path.of(args[0]).resolve("shared"));
	}

	private void follow(Path directory) {
		try (SharedConfigFollower follower = SharedConfigs.follower(directory, TortureScene.NAME)
			.pollInterval(Duration.ofMillis(1))
			.events(this)
			.open()) {
			FollowerCounts.answer(List.of(this.counts));
			TortureMaster.say("ready");
			while (!Thread.currentThread().isInterrupted()) {
				for (int refresh = 0; refresh < REFRESHES_IN_A_ROW; refresh++) {
					if (follower.refresh().outcome() == Outcome.UNCHANGED) {
						this.counts.idle();
					}
				}
				LockSupport.parkNanos(TIMED_NANOS);
			}
		}
	}

	@Override
	public void applied(Follower follower, ConfigDiff diff) {
		ConfigSnapshot applied = follower.current();
		long before = this.counts.lastVersion();
		if (applied.version() <= before && applied.version() != this.restartedTo) {
			this.counts.backwards(before, applied.version());
		}
		this.restartedTo = 0;
		this.counts.read(applied.version(),
				this.document.problem(applied.version(), applied.json().getBytes(StandardCharsets.UTF_8)));
	}

	@Override
	public void restarted(Follower follower, long before, long now) {
		this.restartedTo = now;
		this.counts.restarted();
	}

	@Override
	public void pollFailed(Follower follower, Throwable problem) {
		this.counts.problem(problem);
	}

	@Override
	public void rejected(Follower follower, long version, String reason) {
		this.counts.problem(new IllegalStateException("rejected %d: %s".formatted(version, reason)));
	}

	@Override
	public void listenerFailed(Follower follower, Throwable problem) {
		this.counts.problem(problem);
	}

}
