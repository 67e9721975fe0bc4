package io.sharedconfig.refresh;

import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

/**
 * Published after this application has refused a version of a configuration: something
 * that would have been given it cannot be. Nothing has changed, everything keeps showing
 * the last good version. Comes once per refused version, in order with the
 * {@link SharedConfigChangedEvent changes}.
 * <p>
 * Immutable. Nothing in it is a configuration value.
 *
 * @since 1.0.0
 */
public final class SharedConfigRejectedEvent extends ApplicationEvent {

	private final String name;

	private final long version;

	private final List<String> reasons;

	/**
	 * Create the event.
	 * @param context the application that has refused the version
	 * @param name the configuration
	 * @param version the refused version
	 * @param reasons why, at least one
	 */
	public SharedConfigRejectedEvent(ApplicationContext context, String name, long version, List<String> reasons) {
		super(context);
		this.name = name;
		this.version = version;
		this.reasons = List.copyOf(reasons);
	}

	/**
	 * Return the configuration.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the refused version.
	 * @return its number
	 */
	public long version() {
		return this.version;
	}

	/**
	 * Return why it was refused: property, target and violated constraint.
	 * @return unmodifiable, at least one, without any value
	 */
	public List<String> reasons() {
		return this.reasons;
	}

	@Override
	public String toString() {
		return "SharedConfigRejectedEvent[name=%s, version=%d, reasons=%s]".formatted(this.name, this.version,
				this.reasons);
	}

}
