package io.sharedconfig.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.Follower;

/**
 * Meters of what a process follows, each with the tag {@code name}. A configuration that
 * is only looked for because a profile is active has meters from its first version on.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class FollowMeters implements MeterBinder {

	private final FollowedConfigs configs;

	private final Clock clock;

	/**
	 * Create the meters.
	 * @param configs what is followed
	 * @param clock tells the age of a version
	 */
	public FollowMeters(FollowedConfigs configs, Clock clock) {
		this.configs = configs;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		InRegistry meters = new InRegistry(registry, this.clock);
		this.configs.hub().tell(meters);
		for (Follower follower : this.configs.hub().followers()) {
			if (this.configs.isNamed(follower.name()) || follower.current() != null) {
				meters.register(follower);
			}
		}
	}

	/**
	 * The meters in one registry.
	 */
	private static final class InRegistry implements FollowEvents {

		private final MeterRegistry registry;

		private final Clock clock;

		private final Set<Follower> known = ConcurrentHashMap.newKeySet();

		InRegistry(MeterRegistry registry, Clock clock) {
			this.registry = registry;
			this.clock = clock;
		}

		void register(Follower follower) {
			if (!this.known.add(follower)) {
				return;
			}
			SnapshotMeters.register(this.registry, follower.name(), follower::current, this.clock);
			timer(follower);
			FunctionCounter.builder("shared.config.poll.failures", follower, (of) -> of.status().pollFailures())
				.tag(SnapshotMeters.TAG, follower.name())
				.baseUnit("polls")
				.description("Polls that could not read the shared file")
				.register(this.registry);
			FunctionCounter.builder("shared.config.rejections", follower, Follower::rejections)
				.tag(SnapshotMeters.TAG, follower.name())
				.baseUnit("versions")
				.description("Versions that this process refused")
				.register(this.registry);
		}

		private Timer timer(Follower follower) {
			return Timer.builder("shared.config.apply")
				.tag(SnapshotMeters.TAG, follower.name())
				.description("Time to try and take over a version")
				.register(this.registry);
		}

		@Override
		public void completed(Follower follower, Duration duration) {
			register(follower);
			timer(follower).record(duration);
		}

	}

}
