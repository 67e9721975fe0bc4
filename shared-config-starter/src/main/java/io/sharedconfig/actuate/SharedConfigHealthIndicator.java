package io.sharedconfig.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerStatus;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Says whether this process has the configurations it cannot do without. A configuration
 * is as good as it was however old it is, and a version that was refused is not in use:
 * both are details.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SharedConfigHealthIndicator extends AbstractHealthIndicator {

	private final LocalConfigs configs;

	private final Predicate<String> mandatory;

	private final Clock clock;

	/**
	 * Create the indicator.
	 * @param configs the configurations of this process
	 * @param mandatory which of them it cannot do without
	 * @param clock tells the age of a version
	 */
	public SharedConfigHealthIndicator(LocalConfigs configs, Predicate<String> mandatory, Clock clock) {
		super("The shared configurations cannot be looked at");
		this.configs = configs;
		this.mandatory = mandatory;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, Map<String, Object>> details = new LinkedHashMap<>();
		boolean missing = false;
		for (SharedConfigFollower follower : this.configs.followers()) {
			FollowerStatus status = follower.status();
			missing |= status.appliedVersion() == 0 && this.mandatory.test(follower.name());
			details.put(follower.name(), details(follower, status));
		}
		for (SharedConfigPublisher publisher : this.configs.publishers()) {
			Map<String, Object> known = details.computeIfAbsent(publisher.name(), (name) -> details(publisher));
			known.put("publisher", publisher.state());
			String reason = PublishedDescriptor.reason(publisher);
			if (reason != null) {
				known.put("publisherReason", reason);
			}
		}
		builder.status((missing) ? Status.DOWN : Status.UP).withDetails(details);
	}

	private Map<String, Object> details(SharedConfigFollower follower, FollowerStatus status) {
		Map<String, Object> details = details(follower.current());
		details.put("state", status.state());
		if (status.rejectedVersion() != 0) {
			details.put("rejectedVersion", status.rejectedVersion());
		}
		if (status.reason() != null) {
			details.put("reason", status.reason());
		}
		return details;
	}

	private Map<String, Object> details(SharedConfigPublisher publisher) {
		Map<String, Object> details = details(publisher.current());
		details.put("state", publisher.state());
		return details;
	}

	private Map<String, Object> details(@Nullable ConfigSnapshot snapshot) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("version", (snapshot != null) ? snapshot.version() : 0);
		if (snapshot != null) {
			Duration age = Duration.between(snapshot.publishedAt(), this.clock.instant());
			// the clock may have been set back since
			details.put("age", (age.isNegative()) ? Duration.ZERO : age.truncatedTo(ChronoUnit.SECONDS));
		}
		return details;
	}

}
