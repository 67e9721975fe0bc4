package io.sharedconfig.autoconfigure;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.FollowMeters;
import io.sharedconfig.actuate.PublishMeters;
import io.sharedconfig.env.FollowedConfigs;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the meters of shared configurations.
 *
 * @since 1.0.0
 */
@AutoConfiguration(
		after = { SharedConfigFollowerAutoConfiguration.class, SharedConfigPublisherAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({ MeterRegistry.class, FollowedConfigs.class })
public final class SharedConfigMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FollowMeters sharedConfigFollowMeters(FollowedConfigs configs, ObjectProvider<Clock> clock) {
		return new FollowMeters(configs, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	PublishMeters sharedConfigPublishMeters(ObjectProvider<SharedConfigPublisher> publishers, FollowedConfigs configs,
			ObjectProvider<Clock> clock) {
		return new PublishMeters(publishers, (name) -> configs.hub().find(name) != null,
				clock.getIfUnique(Clock::systemUTC));
	}

}
