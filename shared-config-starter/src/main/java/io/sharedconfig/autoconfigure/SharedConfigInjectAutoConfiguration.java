package io.sharedconfig.autoconfigure;

import io.sharedconfig.LiveProperties;
import io.sharedconfig.env.SharedConfigProperties;
import io.sharedconfig.env.SharedConfigProperties.Refresh;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.inject.InjectionOptions;
import io.sharedconfig.inject.InjectionTracker;
import io.sharedconfig.inject.Injections;
import io.sharedconfig.inject.LivePoint;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/**
 * {@link AutoConfiguration Auto-configuration} for what beans are given when a version is
 * applied.
 *
 * @since 1.0.0
 */
@AutoConfiguration(after = SharedConfigFollowerAutoConfiguration.class)
@ConditionalOnBean(value = FollowerHub.class, search = SearchStrategy.CURRENT)
public final class SharedConfigInjectAutoConfiguration {

	@Bean(InjectionTracker.BEAN_NAME)
	static InjectionTracker sharedConfigInjectionTracker(ConfigurableApplicationContext context) {
		// too early for bound properties: bean post-processors must need no other beans
		return new InjectionTracker(context,
				context.getEnvironment().getProperty("shared-config.refresh.values", Boolean.class, true));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	Injections sharedConfigInjections(ConfigurableApplicationContext context, FollowerHub hub, InjectionTracker tracker,
			SharedConfigProperties properties) {
		Refresh refresh = properties.refresh();
		return new Injections(context, hub, tracker,
				new InjectionOptions(refresh.values(), refresh.properties(), refresh.logging()));
	}

	@Bean
	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	<T> LiveProperties<T> sharedConfigLiveProperties(InjectionPoint point, Injections injections) {
		return injections.of(LivePoint.typeOf(point));
	}

}
