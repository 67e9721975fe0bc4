package io.sharedconfig.autoconfigure;

import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.inject.Injections;
import io.sharedconfig.refresh.ContextApplier;
import io.sharedconfig.refresh.ContextRefresh;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for what an application is told when a
 * version is applied.
 *
 * @since 1.0.0
 */
@AutoConfiguration(
		after = { SharedConfigInjectAutoConfiguration.class, SharedConfigSpringCloudAutoConfiguration.class })
@ConditionalOnBean(value = { FollowerHub.class, Injections.class }, search = SearchStrategy.CURRENT)
public final class SharedConfigRefreshAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ContextApplier sharedConfigContextApplier(FollowerHub hub, ConfigurableApplicationContext context,
			ObjectProvider<ContextRefresh> refresh, Injections injections) {
		return new ContextApplier(hub, context, refresh.getIfAvailable(ContextRefresh::none), injections);
	}

}
