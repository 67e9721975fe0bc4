package io.sharedconfig.refresh;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.logging.LoggingRebinder;

/**
 * Takes the place of Spring Cloud's rebinder of logging levels, which looks for levels
 * among all properties whatever has changed. When a version is applied, it does so only
 * if levels are among the changes; events of others are handled as ever.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SelectiveLoggingRebinder extends LoggingRebinder {

	private static final ConfigurationPropertyName LEVELS = ConfigurationPropertyName.of("logging.level");

	private final ObjectProvider<ContextRefresh> refresh;

	/**
	 * Create the rebinder of an application.
	 * @param refresh who says whether an event tells of a version that was applied
	 */
	public SelectiveLoggingRebinder(ObjectProvider<ContextRefresh> refresh) {
		this.refresh = refresh;
	}

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		if (!isOurs() || event.getKeys().stream().anyMatch(SelectiveLoggingRebinder::isLevel)) {
			super.onApplicationEvent(event);
		}
	}

	private boolean isOurs() {
		ContextRefresh ours = this.refresh.getIfAvailable();
		return ours != null && Thread.holdsLock(ours.monitor()) && ours.isRefreshing();
	}

	private static boolean isLevel(String key) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
		return LEVELS.equals(name) || LEVELS.isAncestorOf(name);
	}

}
