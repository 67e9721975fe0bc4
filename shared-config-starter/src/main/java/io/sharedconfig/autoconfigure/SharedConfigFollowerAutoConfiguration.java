package io.sharedconfig.autoconfigure;

import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.env.SharedConfigProperties;
import io.sharedconfig.follow.FollowDefaults;
import io.sharedconfig.follow.FollowerHub;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for what an application follows: the hub
 * that polls while the application runs, and a bean for each configuration.
 *
 * @since 1.0.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "shared-config.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SharedConfigProperties.class)
public final class SharedConfigFollowerAutoConfiguration {

	@Bean(FollowedConfigs.BEAN_NAME)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	FollowedConfigs sharedConfigFollowedConfigs(ConfigurableEnvironment environment) {
		return FollowedConfigs.adopt(environment);
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	FollowerHub sharedConfigFollowerHub(FollowedConfigs configs) {
		return configs.hub();
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	FollowerLifecycle sharedConfigFollowerLifecycle(FollowedConfigs configs, SharedConfigProperties properties,
			Environment environment) {
		configs.warnOfLateSettings(properties);
		return new FollowerLifecycle(configs.hub(), (properties.follower().report())
				? environment.getProperty("spring.application.name", FollowDefaults.application()) : null);
	}

	@Bean
	static FollowerBeans sharedConfigFollowerBeans(ConfigurableListableBeanFactory beanFactory) {
		return new FollowerBeans(beanFactory);
	}

}
