package io.sharedconfig.env;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.BootstrapContextClosedEvent;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Hands what is followed from the bootstrap context to the application context, and lets
 * go of it when the start fails before or after that.
 */
final class SharedConfigRunListener implements SpringApplicationRunListener {

	private @Nullable ConfigurableBootstrapContext bootstrapContext;

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		this.bootstrapContext = bootstrapContext;
		bootstrapContext.addCloseListener((event) -> handOver(bootstrapContext, event));
	}

	private void handOver(ConfigurableBootstrapContext bootstrapContext, BootstrapContextClosedEvent event) {
		if (!bootstrapContext.isRegistered(FollowedConfigs.class)) {
			ConfigurableApplicationContext context = event.getApplicationContext();
			FollowedConfigs configs = FollowedConfigsBeans.obtain(context.getBeanFactory(), context.getEnvironment());
			if (configs != null) {
				bootstrapContext.register(FollowedConfigs.class, InstanceSupplier.of(configs));
			}
		}
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		ConfigurableBootstrapContext started = this.bootstrapContext;
		FollowedConfigs configs = (started != null) ? started.getOrElse(FollowedConfigs.class, null) : null;
		if (configs != null) {
			configs.close();
		}
	}

}
