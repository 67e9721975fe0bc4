package io.sharedconfig.env;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What {@link SharedConfig} on configuration classes asks for, kept for the processing
 * ahead of time: an application made by it never reads these annotations again.
 * <p>
 * Not thread-safe; one per bean factory.
 */
final class SecondaryAttachments {

	private static final String BEAN_NAME = "sharedConfigSecondaryAttachments";

	private final Set<Attachment> attachments = new LinkedHashSet<>();

	static SecondaryAttachments of(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.getSingleton(BEAN_NAME) instanceof SecondaryAttachments known) {
			return known;
		}
		SecondaryAttachments created = new SecondaryAttachments();
		beanFactory.registerSingleton(BEAN_NAME, created);
		return created;
	}

	void add(List<Attachment> more) {
		this.attachments.addAll(more);
	}

	Set<Attachment> all() {
		return this.attachments;
	}

	/**
	 * Follow a configuration, unless an annotation that was read before has decided its
	 * place: then it only becomes mandatory, if it is to be.
	 */
	static void attach(FollowedConfigs configs, ConfigurableEnvironment environment, Attachment attachment) {
		if (configs.isPlaced(attachment.name())) {
			configs.follow(attachment.name(), attachment.optional());
			return;
		}
		AnnotatedSources.place(configs, attachment, environment.getPropertySources());
	}

}
