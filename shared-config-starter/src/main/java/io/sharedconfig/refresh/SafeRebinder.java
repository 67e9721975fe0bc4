package io.sharedconfig.refresh;

import java.util.List;

import io.sharedconfig.inject.Injections;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.properties.ConfigurationPropertiesBeans;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.context.ApplicationContext;

/**
 * Takes the place of Spring Cloud's rebinder, which empties living beans before it binds
 * them again and leaves them so if a value is invalid
 * ({@code docs/decisions/0011-safe-rebinder.md}). Whoever changes the environment, beans
 * are given fresh values as a whole or not at all. Rebinding by name is still Spring
 * Cloud's.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SafeRebinder extends ConfigurationPropertiesRebinder {

	private static final Log logger = LogFactory.getLog(SafeRebinder.class);

	private final Injections injections;

	private final ContextRefresh refresh;

	private @Nullable ApplicationContext context;

	/**
	 * Create the rebinder of an application.
	 * @param beans what Spring Cloud rebinds
	 * @param injections what is given fresh values
	 * @param refresh whose monitor is held meanwhile
	 */
	public SafeRebinder(ConfigurationPropertiesBeans beans, Injections injections, ContextRefresh refresh) {
		super(beans);
		this.injections = injections;
		this.refresh = refresh;
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		super.setApplicationContext(applicationContext);
		this.context = applicationContext;
	}

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		if (event.getSource() != this.context && !event.getKeys().equals(event.getSource())) {
			return;
		}
		synchronized (this.refresh.monitor()) {
			if (this.refresh.isRefreshing()) {
				// our own event: the beans have what belongs to the version already
				return;
			}
			List<String> reasons = this.injections.environmentChanged(event.getKeys());
			if (!reasons.isEmpty()) {
				logger.warn("Beans keep what they have, the environment has changed to what is refused: %s"
					.formatted(String.join("; ", reasons)));
			}
		}
	}

}
