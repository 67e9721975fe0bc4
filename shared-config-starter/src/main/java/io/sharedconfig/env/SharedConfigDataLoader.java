package io.sharedconfig.env;

import java.util.List;

import io.sharedconfig.NotPublishedException;

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
		FollowedConfigs configs = context.getBootstrapContext().getOrElse(FollowedConfigs.class, null);
		if (configs == null) {
			// nothing is followed in this run, which is no reason to fail
			return ConfigData.EMPTY;
		}
		if (resource.forProfile()) {
			return new ConfigData(List.of(configs.followForProfile(resource.name())), Option.IGNORE_IMPORTS,
					Option.IGNORE_PROFILES, Option.PROFILE_SPECIFIC);
		}
		return new ConfigData(List.of(follow(configs, resource)), Option.IGNORE_IMPORTS, Option.IGNORE_PROFILES);
	}

	private SharedConfigPropertySource follow(FollowedConfigs configs, SharedConfigDataResource resource) {
		try {
			return configs.follow(resource.name(), resource.optional());
		}
		catch (NotPublishedException ex) {
			throw new ConfigDataResourceNotFoundException(resource, ex);
		}
	}

}
