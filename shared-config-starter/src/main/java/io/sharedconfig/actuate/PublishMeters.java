package io.sharedconfig.actuate;

import java.time.Clock;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.publish.ObservedPublisher;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Meters of what a process publishes, each with the tag {@code name}. Version and age are
 * those of the follower where the process follows the same configuration.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class PublishMeters implements MeterBinder {

	private final ObjectProvider<SharedConfigPublisher> publishers;

	private final Predicate<String> followed;

	private final Clock clock;

	/**
	 * Create the meters.
	 * @param publishers what is published
	 * @param followed whether this process follows a configuration, too
	 * @param clock tells the age of a version
	 */
	public PublishMeters(ObjectProvider<SharedConfigPublisher> publishers, Predicate<String> followed, Clock clock) {
		this.publishers = publishers;
		this.followed = followed;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.publishers.forEach((publisher) -> bind(publisher, registry));
	}

	private void bind(SharedConfigPublisher publisher, MeterRegistry registry) {
		if (!this.followed.test(publisher.name())) {
			SnapshotMeters.register(registry, publisher.name(), publisher::current, this.clock);
		}
		Gauge.builder("shared.config.followers", publisher, (asked) -> asked.followers().size())
			.tag(SnapshotMeters.TAG, publisher.name())
			.description("Followers that live and report")
			.baseUnit("followers")
			.register(registry);
		if (publisher instanceof ObservedPublisher observed) {
			Timer timer = Timer.builder("shared.config.publish")
				.tag(SnapshotMeters.TAG, publisher.name())
				.description("Time to publish a version, with its backup")
				.register(registry);
			observed.onPublished(timer::record);
		}
	}

}
