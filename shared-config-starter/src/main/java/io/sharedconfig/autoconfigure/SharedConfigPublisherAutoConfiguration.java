package io.sharedconfig.autoconfigure;

import java.util.Set;
import java.util.function.Supplier;

import io.sharedconfig.DocumentValidator;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.env.SharedConfigProperties;
import io.sharedconfig.publish.MasterPublisher;
import io.sharedconfig.source.InitialDocument;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link AutoConfiguration Auto-configuration} for the master of a configuration: an
 * application that has the property {@code shared-config.publisher.name}.
 *
 * @since 1.0.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "shared-config.enabled", matchIfMissing = true)
@ConditionalOnProperty("shared-config.publisher.name")
@EnableConfigurationProperties(SharedConfigProperties.class)
public final class SharedConfigPublisherAutoConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(SharedConfigPublisher.class)
	MasterPublisher sharedConfigPublisher(SharedConfigProperties properties, Environment environment,
			ObjectProvider<DocumentValidator> validators, ResourceLoader resourceLoader) {
		return MasterPublisher.open(
				new PublisherSettings(properties).options(validators.orderedStream().toList(),
						classLoader(resourceLoader)),
				initial(properties.publisher().initial(), environment),
				new PublishLog(LogFactory.getLog(SharedConfigPublisher.class)));
	}

	private static ClassLoader classLoader(ResourceLoader resourceLoader) {
		ClassLoader classLoader = resourceLoader.getClassLoader();
		return (classLoader != null) ? classLoader : SharedConfigPublisherAutoConfiguration.class.getClassLoader();
	}

	private @Nullable Supplier<?> initial(@Nullable Resource resource, Environment environment) {
		return (resource != null) ? () -> InitialDocument.load(resource, Set.of(environment.getActiveProfiles()))
				: null;
	}

}
