package io.sharedconfig.env;

import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigName;
import io.sharedconfig.InvalidNameException;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataNotFoundAction;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.logging.DeferredLogFactory;

/**
 * Understands {@code shared-config:NAME} in {@code spring.config.import}, and looks for
 * {@code NAME-PROFILE} too. Looks at no file.
 */
final class SharedConfigDataLocationResolver implements ConfigDataLocationResolver<SharedConfigDataResource> {

	static final String PREFIX = "shared-config:";

	private final DeferredLogFactory logs;

	SharedConfigDataLocationResolver(DeferredLogFactory logs) {
		this.logs = logs;
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return location.hasPrefix(PREFIX);
	}

	@Override
	public List<SharedConfigDataResource> resolve(ConfigDataLocationResolverContext context,
			ConfigDataLocation location) {
		String name = ConfigName.requireValid(location.getNonPrefixedValue(PREFIX));
		prepare(context);
		return List.of(new SharedConfigDataResource(name, location.isOptional() || ignoresMissing(context), false));
	}

	@Override
	public List<SharedConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		List<SharedConfigDataResource> resources = new ArrayList<>();
		if (prepare(context)) {
			for (String profile : profiles.getAccepted()) {
				String name = location.getNonPrefixedValue(PREFIX) + "-" + profile;
				if (isName(name)) {
					resources.add(new SharedConfigDataResource(name, true, true));
				}
			}
		}
		return resources;
	}

	/*
	 * A profile may have a name that no configuration can have. Then there is none for
	 * it.
	 */
	private boolean isName(String name) {
		try {
			ConfigName.requireValid(name);
			return true;
		}
		catch (InvalidNameException ex) {
			return false;
		}
	}

	/*
	 * Boot would drop the location, and with it what may be published later.
	 */
	private boolean ignoresMissing(ConfigDataLocationResolverContext context) {
		return context.getBinder()
			.bind("spring.config.on-not-found", ConfigDataNotFoundAction.class)
			.orElse(ConfigDataNotFoundAction.FAIL) == ConfigDataNotFoundAction.IGNORE;
	}

	private boolean prepare(ConfigDataLocationResolverContext context) {
		FollowSettings settings = FollowSettings.bind(context.getBinder());
		if (settings.active()) {
			FollowedConfigsBeans.begin(context.getBootstrapContext(), settings, this.logs);
		}
		return settings.active();
	}

}
