package io.sharedconfig.autoconfigure;

import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.refresh.ContextRefresh;
import io.sharedconfig.refresh.SpringCloudRefresh;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for what Spring Cloud refreshes when a
 * version is applied.
 *
 * @since 1.0.0
 */
@AutoConfiguration(after = { SharedConfigFollowerAutoConfiguration.class, RefreshAutoConfiguration.class })
@ConditionalOnClass(ContextRefresher.class)
@ConditionalOnBean(value = { FollowerHub.class, RefreshScope.class }, search = SearchStrategy.CURRENT)
@ConditionalOnSingleCandidate(value = ContextRefresher.class, search = SearchStrategy.CURRENT)
public final class SharedConfigSpringCloudAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = ContextRefresh.class, search = SearchStrategy.CURRENT)
	SpringCloudRefresh sharedConfigSpringCloudRefresh(ApplicationContext context, ContextRefresher refresher,
			RefreshScope scope) {
		return new SpringCloudRefresh(context, refresher, scope);
	}

}
