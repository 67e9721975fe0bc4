package io.sharedconfig.autoconfigure;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.DocumentSanitizer;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigEndpoint;
import io.sharedconfig.actuate.SharedConfigEndpointWebExtension;
import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.inject.Injections;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link AutoConfiguration Auto-configuration} for the endpoint {@code sharedconfig}.
 *
 * @since 1.0.0
 */
@AutoConfiguration(before = ManagementContextAutoConfiguration.class,
		after = { SharedConfigFollowerAutoConfiguration.class, SharedConfigPublisherAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "shared-config.enabled", matchIfMissing = true)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@EnableConfigurationProperties(SharedConfigEndpointProperties.class)
public final class SharedConfigEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(SharedConfigEndpoint.class)
	LocalConfigs sharedConfigLocalConfigs(ObjectProvider<SharedConfigPublisher> publishers,
			ObjectProvider<SharedConfigFollower> followers, ObjectProvider<FollowedConfigs> followed) {
		return new LocalConfigs(publishers, followers, followed);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	SharedConfigEndpoint sharedConfigEndpoint(LocalConfigs configs, ConfigurableEnvironment environment,
			ObjectProvider<SanitizingFunction> sanitizingFunctions, SharedConfigEndpointProperties properties,
			ObjectProvider<Injections> injections) {
		return new SharedConfigEndpoint(configs, environment,
				new DocumentSanitizer(sanitizingFunctions.orderedStream().toList()), properties.showValues(),
				() -> injections.stream().flatMap((known) -> known.unrefreshable().stream()).toList());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SharedConfigEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	SharedConfigEndpointWebExtension sharedConfigEndpointWebExtension(SharedConfigEndpoint endpoint,
			SharedConfigEndpointProperties properties) {
		return new SharedConfigEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

}
