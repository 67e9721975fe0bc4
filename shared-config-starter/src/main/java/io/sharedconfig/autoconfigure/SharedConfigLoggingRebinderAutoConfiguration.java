package io.sharedconfig.autoconfigure;

import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.refresh.ContextRefresh;
import io.sharedconfig.refresh.SelectiveLoggingRebinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.logging.LoggingRebinder;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for a rebinder of logging levels that
 * takes the place of Spring Cloud's.
 *
 * @since 1.0.0
 */
@AutoConfiguration(after = SharedConfigFollowerAutoConfiguration.class, before = RefreshAutoConfiguration.class)
@ConditionalOnClass(LoggingRebinder.class)
@ConditionalOnBooleanProperty(name = { "shared-config.refresh.safe-rebind", "spring.cloud.refresh.enabled" },
		matchIfMissing = true)
@ConditionalOnBean(value = FollowerHub.class, search = SearchStrategy.CURRENT)
public final class SharedConfigLoggingRebinderAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = LoggingRebinder.class, search = SearchStrategy.CURRENT)
	static SelectiveLoggingRebinder sharedConfigLoggingRebinder(ObjectProvider<ContextRefresh> refresh) {
		return new SelectiveLoggingRebinder(refresh);
	}

}
