package io.sharedconfig.env;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;

/**
 * Follows what {@link SharedConfig} on the sources of the application names, right after
 * application files were read and all settings are known.
 */
final class SharedConfigAttachPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final int ORDER = ConfigDataEnvironmentPostProcessor.ORDER + 1;

	private final DeferredLogFactory logs;

	private final ConfigurableBootstrapContext bootstrapContext;

	SharedConfigAttachPostProcessor(DeferredLogFactory logs, ConfigurableBootstrapContext bootstrapContext) {
		this.logs = logs;
		this.bootstrapContext = bootstrapContext;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, @Nullable SpringApplication application) {
		List<Attachment> attachments = Attachment.of(application);
		if (attachments.isEmpty()) {
			return;
		}
		MutablePropertySources sources = environment.getPropertySources();
		FollowSettings settings = FollowSettings.bind(Binder.get(environment));
		if (!settings.active()) {
			attachments.forEach((attachment) -> sources.remove(SharedConfigPropertySource.nameOf(attachment.name())));
			return;
		}
		FollowedConfigsBeans.begin(this.bootstrapContext, settings, this.logs);
		FollowedConfigs configs = FollowedConfigsBeans.begun(this.bootstrapContext);
		attachments.forEach((attachment) -> AnnotatedSources.place(configs, attachment, sources));
	}

}
