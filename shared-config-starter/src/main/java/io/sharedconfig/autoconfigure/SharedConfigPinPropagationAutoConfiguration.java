package io.sharedconfig.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.web.PinAccessor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} that takes what a web request is held to
 * along to other threads.
 *
 * @since 1.0.0
 */
@AutoConfiguration(after = SharedConfigFollowerAutoConfiguration.class)
@ConditionalOnBooleanProperty("shared-config.web.pin-requests")
@ConditionalOnWebApplication
@ConditionalOnClass(ContextRegistry.class)
@ConditionalOnBean(FollowerHub.class)
public final class SharedConfigPinPropagationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PinAccessor sharedConfigPinAccessor(FollowerHub hub) {
		return PinAccessor.register(hub, ContextRegistry.getInstance());
	}

}
