package io.sharedconfig.env;

import java.util.List;

import io.sharedconfig.NotPublishedException;

import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigData.Option;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;

/**
 * Loads an imported configuration: a live view, empty while nothing is published. A
 * document neither imports anything nor activates a profile.
 */
final class SharedConfigDataLoader implements ConfigDataLoader<SharedConfigDataResource> {

	@Override
	public ConfigData load(ConfigDataLoaderContext context, SharedConfigDataResource resource) {
		FollowedConfigs configs = followed(context.getBootstrapContext());
		if (resource.forProfile()) {
			return new ConfigData(List.of(configs.followForProfile(resource.name())), Option.IGNORE_IMPORTS,
					Option.IGNORE_PROFILES, Option.PROFILE_SPECIFIC);
		}
		try {
			return new ConfigData(List.of(configs.follow(resource.name(), resource.optional())), Option.IGNORE_IMPORTS,
					Option.IGNORE_PROFILES);
		}
		catch (NotPublishedException ex) {
			throw new ConfigDataResourceNotFoundException(resource, ex);
		}
	}

	private FollowedConfigs followed(ConfigurableBootstrapContext bootstrapContext) {
		return bootstrapContext.get(FollowedConfigs.class);
	}

}
