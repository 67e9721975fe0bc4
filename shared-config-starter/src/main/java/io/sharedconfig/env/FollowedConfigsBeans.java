package io.sharedconfig.env;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.Assert;

/**
 * Makes {@link FollowedConfigs} and its hub beans before there are bean definitions, so
 * that configuration classes find what imports have begun.
 */
final class FollowedConfigsBeans {

	static final String HUB_BEAN_NAME = "sharedConfigFollowerHub";

	private FollowedConfigsBeans() {
	}

	/**
	 * Keep the configurations that an application follows in its bootstrap context, and
	 * make them beans when that is closed. If they are kept there already, they stay.
	 */
	static void begin(ConfigurableBootstrapContext bootstrapContext, FollowSettings settings, DeferredLogFactory logs) {
		if (!bootstrapContext.isRegistered(FollowedConfigs.class)) {
			Log log = logs.getLog(FollowedConfigs.class);
			bootstrapContext.register(FollowedConfigs.class,
					InstanceSupplier.from(() -> new FollowedConfigs(settings, log)));
			bootstrapContext
				.addCloseListener((event) -> handOver(begun(bootstrapContext), event.getApplicationContext()));
		}
	}

	/*
	 * A file that was read after an import may have disabled everything.
	 */
	private static void handOver(FollowedConfigs configs, ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (FollowSettings.bind(Binder.get(environment)).enabled()) {
			register(configs, context.getBeanFactory());
		}
		else {
			LiveSources.in(environment)
				.stream()
				.filter((view) -> view.configs() == configs)
				.forEach((view) -> environment.getPropertySources().remove(view.getName()));
			configs.close();
		}
	}

	/**
	 * Return what was begun in a bootstrap context.
	 */
	static FollowedConfigs begun(ConfigurableBootstrapContext bootstrapContext) {
		FollowedConfigs configs = bootstrapContext.getOrElse(FollowedConfigs.class, null);
		Assert.state(configs != null, "Nothing was begun");
		return configs;
	}

	/**
	 * Register the beans, to be destroyed with the factory. If there are such beans
	 * already, they stay.
	 */
	static void register(FollowedConfigs configs, ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.containsSingleton(FollowedConfigs.BEAN_NAME)) {
			return;
		}
		configs.own();
		beanFactory.registerSingleton(FollowedConfigs.BEAN_NAME, configs);
		beanFactory.registerSingleton(HUB_BEAN_NAME, configs.hub());
		closeWith(beanFactory, configs);
	}

	private static void closeWith(ConfigurableListableBeanFactory beanFactory, FollowedConfigs configs) {
		if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
			registry.registerDisposableBean(FollowedConfigs.class.getName(), configs::close);
		}
	}

	/**
	 * Return the configurations that an application follows, beginning with none.
	 * @return {@code null} if nothing is to be followed in this run
	 */
	static @Nullable FollowedConfigs obtain(ConfigurableListableBeanFactory beanFactory,
			ConfigurableEnvironment environment) {
		if (beanFactory.getSingleton(FollowedConfigs.BEAN_NAME) instanceof FollowedConfigs configs) {
			return configs;
		}
		FollowSettings settings = FollowSettings.bind(Binder.get(environment));
		if (!settings.active()) {
			return null;
		}
		FollowedConfigs found = FollowedConfigs.findUnowned(environment);
		FollowedConfigs configs = (found != null) ? found : FollowedConfigs.create(settings);
		register(configs, beanFactory);
		return configs;
	}

	/**
	 * Return the configurations that an application follows, without making beans:
	 * generated code calls this before it registers bean definitions, and with that
	 * destroys singletons of the same names.
	 * @return {@code null} if nothing is to be followed in this run
	 */
	static @Nullable FollowedConfigs replay(ConfigurableListableBeanFactory beanFactory,
			ConfigurableEnvironment environment) {
		FollowedConfigs begun = FollowedConfigs.findUnowned(environment);
		FollowSettings settings = FollowSettings.bind(Binder.get(environment));
		if (begun != null || !settings.active()) {
			return begun;
		}
		FollowedConfigs configs = FollowedConfigs.create(settings);
		closeWith(beanFactory, configs);
		return configs;
	}

}
