package io.sharedconfig.inject;

import java.util.List;
import java.util.Map;

/**
 * A version that was tried with everything that would be given it.
 * <p>
 * Not thread-safe; one per version, used by who applies it.
 *
 * @since 1.0.0
 */
public final class InjectionTrial {

	private final EffectiveChanges changes;

	private final List<String> reasons;

	private final Map<Object, Object> made;

	private final Runnable work;

	InjectionTrial(EffectiveChanges changes, List<String> reasons, Map<Object, Object> made, Runnable work) {
		this.changes = changes;
		this.reasons = List.copyOf(reasons);
		this.made = made;
		this.work = work;
	}

	/**
	 * Return why the version is refused.
	 * @return one reason for each property that something refuses, without any value;
	 * empty if the version is accepted
	 */
	public List<String> reasons() {
		return this.reasons;
	}

	/**
	 * Return the properties that will be different for the application, as they are now.
	 * @return property name to text
	 */
	public Map<String, String> before() {
		return this.changes.before();
	}

	/**
	 * Return the properties that will be different for the application, as they will be.
	 * @return property name to text
	 */
	public Map<String, String> after() {
		return this.changes.after();
	}

	/**
	 * Return what was bound to the version and is to take its place together with it.
	 * @return the things made, for {@link io.sharedconfig.follow.AppliedState#made()}
	 */
	public Map<Object, Object> made() {
		return this.made;
	}

	/**
	 * Give the version to all beans, now that it is the current one.
	 */
	public void apply() {
		this.work.run();
	}

}
