package io.sharedconfig.refresh;

import io.sharedconfig.ConfigDiff;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

/**
 * Published after this application has applied a version of a configuration, one event
 * per applied version, in version order. Everything that follows the configuration, the
 * beans that Spring Cloud refreshes included, shows the version by then.
 * <p>
 * Immutable. {@code toString()} shows names, never values.
 *
 * @since 1.0.0
 */
public final class SharedConfigChangedEvent extends ApplicationEvent {

	private final ConfigDiff diff;

	/**
	 * Create the event.
	 * @param context the application that has applied the version
	 * @param diff the effective changes
	 */
	public SharedConfigChangedEvent(ApplicationContext context, ConfigDiff diff) {
		super(context);
		this.diff = diff;
	}

	/**
	 * Return the configuration that has changed.
	 * @return its name
	 */
	public String name() {
		return this.diff.name();
	}

	/**
	 * Return what has changed for this application: of the properties that differ between
	 * the two versions of the document, those for which its environment gives another
	 * text now. A property that a system property or another source overrides is not
	 * among them. The values are the texts that the environment gives.
	 * @return the effective changes; empty when all of the version's changes are
	 * overridden
	 */
	public ConfigDiff diff() {
		return this.diff;
	}

	@Override
	public String toString() {
		return "SharedConfigChangedEvent[%s]".formatted(this.diff);
	}

}
