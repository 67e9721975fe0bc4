package io.sharedconfig.env;

import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Reads {@link SharedConfig} on the sources of the application right before application
 * files are read, so that these can use the values: in placeholders of imports, say.
 * <p>
 * What application files say about {@code shared-config} itself is not known yet.
 * Therefore the values are put there as they are now, as far as they are found;
 * {@link SharedConfigAttachPostProcessor} follows the configuration once all is known.
 * <p>
 * When Spring Cloud refreshes an environment it calls all such post-processors again.
 * Then everything followed is polled here, before the values are compared.
 */
final class SharedConfigEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final int ORDER = HIGHEST_PRECEDENCE + 9;

	private final ConfigurableBootstrapContext bootstrapContext;

	SharedConfigEnvironmentPostProcessor(ConfigurableBootstrapContext bootstrapContext) {
		this.bootstrapContext = bootstrapContext;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, @Nullable SpringApplication application) {
		List<Attachment> attachments = Attachment.beforeConfigData(application);
		FollowedConfigs configs = this.bootstrapContext.getOrElse(FollowedConfigs.class, null);
		if (configs != null) {
			configs.hub().refresh();
			attachments
				.forEach((attachment) -> AnnotatedSources.place(configs, attachment, environment.getPropertySources()));
		}
		else if (!attachments.isEmpty()) {
			FollowSettings settings = FollowSettings.bind(Binder.get(environment));
			if (settings.active()) {
				addCurrentValues(settings, attachments, environment.getPropertySources());
			}
		}
	}

	private void addCurrentValues(FollowSettings settings, List<Attachment> attachments,
			MutablePropertySources sources) {
		try (FollowerHub once = new FollowerHub(settings.options(), FollowEvents.NONE)) {
			for (Attachment attachment : attachments) {
				ConfigSnapshot snapshot = once.follow(attachment.name()).current();
				if (snapshot != null) {
					AnnotatedSources.insert(new MapPropertySource(SharedConfigPropertySource.nameOf(attachment.name()),
							ReservedNames.removeFrom(snapshot.properties())), attachment.precedence(), sources);
				}
			}
		}
	}

}
