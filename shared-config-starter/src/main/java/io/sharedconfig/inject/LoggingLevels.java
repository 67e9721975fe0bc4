package io.sharedconfig.inject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerGroup;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Gives loggers and groups of loggers the levels of {@code logging.level.*} that have
 * changed. A level that is gone is reset, so that the logger has that of its parent; the
 * root logger, which has none, gets Spring Boot's default.
 * <p>
 * Thread-safe, as far as the environments are.
 */
final class LoggingLevels {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("logging.level");

	private static final LogLevel ROOT_DEFAULT = LogLevel.INFO;

	private final ConfigurableApplicationContext context;

	LoggingLevels(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Try the levels of an environment.
	 * @return what is to be done to have them
	 */
	List<InjectionStep> prepare(ConfigurableEnvironment earlier, ConfigurableEnvironment later, ChangedNames changed,
			List<String> reasons) {
		LoggingSystem system = (changed.reach(PREFIX)) ? system() : null;
		if (system == null) {
			return List.of();
		}
		Map<String, LogLevel> next;
		try {
			next = levels(later);
		}
		catch (BindException ex) {
			reasons.addAll(Reasons.ofBinding(PREFIX, "the logging system", ex));
			return List.of();
		}
		Map<String, @Nullable LogLevel> changes = changes(levelsOrNone(earlier), next);
		return List.of(new InjectionStep(() -> "setting logging levels",
				() -> changes.forEach((name, level) -> set(system, name, level))));
	}

	private static Map<String, @Nullable LogLevel> changes(Map<String, LogLevel> before, Map<String, LogLevel> next) {
		Map<String, @Nullable LogLevel> changes = new HashMap<>();
		before.keySet().forEach((name) -> changes.put(name, null));
		changes.putAll(next);
		changes.entrySet().removeIf((entry) -> entry.getValue() == before.get(entry.getKey()));
		return changes;
	}

	private static Map<String, LogLevel> levels(ConfigurableEnvironment environment) {
		return Binder.get(environment).bind(PREFIX, Bindable.mapOf(String.class, LogLevel.class)).orElse(Map.of());
	}

	private static Map<String, LogLevel> levelsOrNone(ConfigurableEnvironment environment) {
		try {
			return levels(environment);
		}
		catch (BindException ex) {
			return Map.of();
		}
	}

	private void set(LoggingSystem system, String name, @Nullable LogLevel level) {
		LoggerGroup group = group(name);
		if (group != null && group.hasMembers()) {
			group.configureLogLevel(level, system::setLogLevel);
		}
		else if (name.equalsIgnoreCase(LoggingSystem.ROOT_LOGGER_NAME)) {
			system.setLogLevel(null, (level != null) ? level : ROOT_DEFAULT);
		}
		else {
			system.setLogLevel(name, level);
		}
	}

	private @Nullable LoggerGroup group(String name) {
		LoggerGroups groups = bean(LoggingApplicationListener.LOGGER_GROUPS_BEAN_NAME, LoggerGroups.class);
		return (groups != null) ? groups.get(name) : null;
	}

	private @Nullable LoggingSystem system() {
		return bean(LoggingApplicationListener.LOGGING_SYSTEM_BEAN_NAME, LoggingSystem.class);
	}

	private <T> @Nullable T bean(String name, Class<T> type) {
		return (this.context.containsBean(name)) ? this.context.getBean(name, type) : null;
	}

}
