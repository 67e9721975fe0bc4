package io.sharedconfig.autoconfigure;

import java.util.Set;
import java.util.function.Supplier;

import io.sharedconfig.DocumentValidator;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.env.SharedConfigProperties;
import io.sharedconfig.publish.MasterPublisher;
import io.sharedconfig.publish.ObservedPublisher;
import io.sharedconfig.publish.PublisherOptions;
import io.sharedconfig.publish.StandbyPublisher;
import io.sharedconfig.source.InitialDocument;
import io.sharedconfig.source.SourceWatch;
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
	ObservedPublisher sharedConfigPublisher(SharedConfigProperties properties, Environment environment,
			ObjectProvider<DocumentValidator> validators, ResourceLoader resourceLoader) {
		SharedConfigProperties.Publisher settings = properties.publisher();
		ObservedPublisher publisher = open(settings, new PublisherSettings(properties)
			.options(validators.orderedStream().toList(), classLoader(resourceLoader)), environment);
		return (settings.sources().isEmpty()) ? publisher : SourceWatch.own(publisher, settings.sources(),
				Set.of(environment.getActiveProfiles()), settings.maxSize().toBytes());
	}

	private ObservedPublisher open(SharedConfigProperties.Publisher settings, PublisherOptions options,
			Environment environment) {
		Supplier<?> initial = initial(settings, options.store().name(), environment);
		PublishLog log = new PublishLog(LogFactory.getLog(SharedConfigPublisher.class));
		return switch (settings.whenTaken()) {
			case FAIL -> MasterPublisher.open(options, initial, log);
			case STANDBY -> StandbyPublisher.open(options, initial, log);
		};
	}

	private static ClassLoader classLoader(ResourceLoader resourceLoader) {
		ClassLoader classLoader = resourceLoader.getClassLoader();
		return (classLoader != null) ? classLoader : SharedConfigPublisherAutoConfiguration.class.getClassLoader();
	}

	private @Nullable Supplier<?> initial(SharedConfigProperties.Publisher settings, String name,
			Environment environment) {
		Resource resource = settings.initial();
		return (resource != null) ? () -> InitialDocument.load(name, resource, Set.of(environment.getActiveProfiles()),
				settings.maxSize().toBytes()) : null;
	}

}
