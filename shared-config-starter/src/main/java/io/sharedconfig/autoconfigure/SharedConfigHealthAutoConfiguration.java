package io.sharedconfig.autoconfigure;

import java.time.Clock;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigHealthIndicator;
import io.sharedconfig.env.FollowedConfigs;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of shared configurations.
 *
 * @since 1.0.0
 */
@AutoConfiguration(
		after = { SharedConfigFollowerAutoConfiguration.class, SharedConfigPublisherAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("shared-config")
@ConditionalOnBean(FollowedConfigs.class)
public final class SharedConfigHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "sharedConfigHealthIndicator")
	SharedConfigHealthIndicator sharedConfigHealthIndicator(ObjectProvider<SharedConfigPublisher> publishers,
			ObjectProvider<SharedConfigFollower> followers, FollowedConfigs configs,
			ObjectProvider<FollowedConfigs> followed, ObjectProvider<Clock> clock) {
		return new SharedConfigHealthIndicator(new LocalConfigs(publishers, followers, followed), configs::isMandatory,
				clock.getIfUnique(Clock::systemUTC));
	}

}
