package io.sharedconfig.autoconfigure;

import io.sharedconfig.inject.Injections;
import io.sharedconfig.refresh.ContextRefresh;
import io.sharedconfig.refresh.SafeRebinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.context.properties.ConfigurationPropertiesBeans;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for a rebinder that takes the place of
 * Spring Cloud's.
 *
 * @since 1.0.0
 */
@AutoConfiguration(
		after = { SharedConfigInjectAutoConfiguration.class, SharedConfigSpringCloudAutoConfiguration.class },
		before = ConfigurationPropertiesRebinderAutoConfiguration.class)
@ConditionalOnClass(ConfigurationPropertiesRebinder.class)
@ConditionalOnBooleanProperty(name = "shared-config.refresh.safe-rebind", matchIfMissing = true)
@ConditionalOnBean(value = { Injections.class, ContextRefresh.class }, search = SearchStrategy.CURRENT)
public final class SharedConfigSafeRebinderAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static ConfigurationPropertiesBeans configurationPropertiesBeans() {
		return new ConfigurationPropertiesBeans();
	}

	@Bean
	@ConditionalOnMissingBean(value = ConfigurationPropertiesRebinder.class, search = SearchStrategy.CURRENT)
	SafeRebinder sharedConfigSafeRebinder(ConfigurationPropertiesBeans beans, Injections injections,
			ContextRefresh refresh) {
		return new SafeRebinder(beans, injections, refresh);
	}

}
