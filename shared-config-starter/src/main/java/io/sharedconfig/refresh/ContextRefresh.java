package io.sharedconfig.refresh;

import java.util.Set;

/**
 * What else in an application refreshes itself when properties change.
 * <p>
 * Implementations are thread-safe. All methods but {@link #monitor()} are called by a
 * thread that holds the monitor.
 *
 * @since 1.0.0
 */
public interface ContextRefresh {

	/**
	 * Return the object whose monitor is held while the application refreshes, so that
	 * one refresh never meets another. It is taken before any lock of ours.
	 * @return the object, the same at each call
	 */
	Object monitor();

	/**
	 * Refresh what depends on properties that have changed.
	 * @param keys the names of the properties, not empty
	 */
	void refresh(Set<String> keys);

	/**
	 * Return whether {@link #refresh} is running.
	 * @return {@code true} within it
	 */
	default boolean isRefreshing() {
		return false;
	}

	/**
	 * Leave properties that have changed to the refresh that is going on in this thread
	 * and has called us.
	 * @param keys the names of the properties
	 */
	void leave(Set<String> keys);

	/**
	 * Take back what was left to a refresh and was not refreshed by it, because it failed
	 * or had read the properties before.
	 * @param keys the names that were left to it
	 * @return those that are still to be refreshed
	 */
	Set<String> takeBack(Set<String> keys);

	/**
	 * Return the refresh of an application that has nothing else to refresh.
	 * @return one that does nothing, with a monitor of its own
	 */
	static ContextRefresh none() {
		return new NoContextRefresh();
	}

}
