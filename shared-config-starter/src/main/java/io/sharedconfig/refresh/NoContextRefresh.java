package io.sharedconfig.refresh;

import java.util.Set;

/**
 * Nothing else to refresh. Nobody but us holds its monitor, so nothing is ever left to
 * anyone.
 * <p>
 * Thread-safe.
 */
final class NoContextRefresh implements ContextRefresh {

	private final Object monitor = new Object();

	@Override
	public Object monitor() {
		return this.monitor;
	}

	@Override
	public void refresh(Set<String> keys) {
	}

	@Override
	public void leave(Set<String> keys) {
	}

	@Override
	public Set<String> takeBack(Set<String> keys) {
		return Set.of();
	}

}
