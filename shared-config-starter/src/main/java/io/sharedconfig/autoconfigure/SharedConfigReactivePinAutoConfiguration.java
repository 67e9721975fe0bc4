package io.sharedconfig.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.web.PinWebFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;

/**
 * {@link AutoConfiguration Auto-configuration} that holds reactive requests to one
 * version each.
 *
 * @since 1.0.0
 */
@AutoConfiguration(after = SharedConfigFollowerAutoConfiguration.class)
@ConditionalOnBooleanProperty("shared-config.web.pin-requests")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ WebFilter.class, ContextRegistry.class })
@ConditionalOnBean(FollowerHub.class)
public final class SharedConfigReactivePinAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SharedConfigReactivePinAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	PinWebFilter sharedConfigPinWebFilter(FollowerHub hub, Environment environment) {
		if (!"auto".equalsIgnoreCase(environment.getProperty("spring.reactor.context-propagation"))) {
			logger.warn("'shared-config.web.pin-requests' does not hold what a reactive request reads: "
					+ "set 'spring.reactor.context-propagation=auto'");
		}
		return new PinWebFilter(hub);
	}

}
