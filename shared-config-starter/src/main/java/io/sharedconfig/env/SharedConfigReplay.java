package io.sharedconfig.env;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Called by code that was generated ahead of time, in place of {@link SharedConfig} on a
 * configuration class. Not for use by programs.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SharedConfigReplay {

	private SharedConfigReplay() {
	}

	/**
	 * Follow a configuration.
	 * @param beanFactory the bean factory of the application
	 * @param environment the environment of the application
	 * @param name the configuration
	 * @param optional whether the start goes on without it
	 * @param precedence where its values go
	 */
	public static void attach(DefaultListableBeanFactory beanFactory, ConfigurableEnvironment environment, String name,
			boolean optional, SharedConfig.Precedence precedence) {
		FollowedConfigs configs = FollowedConfigsBeans.replay(beanFactory, environment);
		if (configs != null) {
			SecondaryAttachments.attach(configs, environment, new Attachment(name, optional, precedence));
		}
	}

}
