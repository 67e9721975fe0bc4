package io.sharedconfig.refresh;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * The refresh of Spring Cloud: its event with the names of the changed properties, then
 * its refresh scope. The monitor is that of the {@link ContextRefresher}, which
 * {@code /actuator/refresh} holds.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class SpringCloudRefresh implements ContextRefresh, ApplicationListener<EnvironmentChangeEvent> {

	private final ApplicationContext context;

	private final Object monitor;

	private final RefreshScope scope;

	private final Set<String> left = ConcurrentHashMap.newKeySet();

	/*
	 * Guarded by the monitor.
	 */
	private boolean refreshing;

	/**
	 * Create the refresh of an application.
	 * @param context the application
	 * @param refresher who else refreshes it
	 * @param scope the scope to refresh
	 */
	public SpringCloudRefresh(ApplicationContext context, ContextRefresher refresher, RefreshScope scope) {
		this.context = context;
		// its methods are synchronized on itself, not on a proxy around it
		this.monitor = targetOf(refresher);
		this.scope = scope;
	}

	private static Object targetOf(Object bean) {
		Object target = bean;
		@Nullable Object inner = AopProxyUtils.getSingletonTarget(bean);
		while (inner != null) {
			target = inner;
			inner = AopProxyUtils.getSingletonTarget(inner);
		}
		return Objects.requireNonNull(target);
	}

	@Override
	public Object monitor() {
		return this.monitor;
	}

	@Override
	public void refresh(Set<String> keys) {
		try {
			this.refreshing = true;
			this.context.publishEvent(new EnvironmentChangeEvent(this.context, keys));
		}
		finally {
			this.refreshing = false;
			this.scope.refreshAll();
		}
	}

	@Override
	public boolean isRefreshing() {
		return this.refreshing;
	}

	@Override
	public void leave(Set<String> keys) {
		this.left.addAll(keys);
	}

	@Override
	public Set<String> takeBack(Set<String> keys) {
		return keys.stream().filter(this.left::remove).collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		if (event.getSource() == this.context) {
			event.getKeys().forEach(this.left::remove);
		}
	}

}
