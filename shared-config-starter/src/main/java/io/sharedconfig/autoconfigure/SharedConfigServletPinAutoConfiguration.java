package io.sharedconfig.autoconfigure;

import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.web.PinFilter;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * {@link AutoConfiguration Auto-configuration} that holds servlet requests to one version
 * each.
 *
 * @since 1.0.0
 */
@AutoConfiguration(after = SharedConfigFollowerAutoConfiguration.class)
@ConditionalOnBooleanProperty("shared-config.web.pin-requests")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Filter.class, OncePerRequestFilter.class })
@ConditionalOnBean(FollowerHub.class)
public final class SharedConfigServletPinAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PinFilter sharedConfigPinFilter(FollowerHub hub) {
		return new PinFilter(hub);
	}

}
