package io.sharedconfig.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.sharedconfig.ConfigSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a version, whoever holds it.
 */
final class SnapshotMeters {

	static final String TAG = "name";

	private SnapshotMeters() {
	}

	static void register(MeterRegistry registry, String name, Supplier<@Nullable ConfigSnapshot> current, Clock clock) {
		Gauge.builder("shared.config.version", () -> version(current.get()))
			.tag(TAG, name)
			.baseUnit("version")
			.description("Version in use, 0 if there is none")
			.strongReference(true)
			.register(registry);
		TimeGauge.builder("shared.config.age", () -> ageMs(current.get(), clock), TimeUnit.MILLISECONDS)
			.tag(TAG, name)
			.description("Time since the version in use was published")
			.strongReference(true)
			.register(registry);
	}

	private static long version(@Nullable ConfigSnapshot snapshot) {
		return (snapshot != null) ? snapshot.version() : 0;
	}

	private static double ageMs(@Nullable ConfigSnapshot snapshot, Clock clock) {
		return (snapshot != null) ? ageMs(snapshot.publishedAt(), clock) : Double.NaN;
	}

	private static double ageMs(Instant publishedAt, Clock clock) {
		// the clock may have been set back since
		return Math.max(0, Duration.between(publishedAt, clock.instant()).toMillis());
	}

}
