package io.sharedconfig.refresh;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.env.LiveSources;
import io.sharedconfig.env.SharedConfigPropertySource;
import io.sharedconfig.follow.Applier;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.inject.InjectionTrial;
import io.sharedconfig.inject.Injections;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * How an application takes over a version: everything that would be given it is tried
 * with it, its environment shows it, beans are given it, then the application is told. If
 * anything refuses it, nothing changes and the application is told that.
 * <p>
 * Thread-safe. Takes part from when all singletons exist until the application begins to
 * close; before and after that, versions are applied without a word. What is going on
 * when it begins to close is given {@value #GRACE_MS} ms to end before beans are
 * destroyed: a listener that ends the process with {@code System.exit} never returns.
 *
 * @since 1.0.0
 */
public final class ContextApplier
		implements Applier, SmartInitializingSingleton, ApplicationListener<ContextClosedEvent>, DisposableBean {

	static final long GRACE_MS = 2000;

	private final ConfigurableApplicationContext context;

	private final FollowerHub hub;

	private final ConfigurableEnvironment environment;

	private final ContextRefresh refresh;

	private final Injections injections;

	private final Announcements announcements;

	/*
	 * Held while a version is applied and told, inside the monitor. Whoever closes the
	 * application waits for this one, because it can be waited for with a limit.
	 */
	private final ReentrantLock working = new ReentrantLock();

	/*
	 * Whether the refresh that is going on has called us. Guarded by the monitor.
	 */
	private boolean within;

	/**
	 * Create the applier of an application.
	 * @param hub who applies versions
	 * @param context the application
	 * @param refresh what else the application refreshes
	 * @param injections what in the application was given configuration
	 */
	public ContextApplier(FollowerHub hub, ConfigurableApplicationContext context, ContextRefresh refresh,
			Injections injections) {
		this.hub = hub;
		this.context = context;
		this.environment = context.getEnvironment();
		this.refresh = refresh;
		this.injections = injections;
		this.announcements = new Announcements(context, refresh);
	}

	@Override
	public void afterSingletonsInstantiated() {
		synchronized (this.refresh.monitor()) {
			this.hub.use(this);
			this.injections.open();
		}
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			end();
		}
	}

	/*
	 * An application that fails to start is not told that it closes.
	 */
	@Override
	public void destroy() {
		end();
	}

	private void end() {
		this.hub.use(Applier.DIRECT);
		this.announcements.close();
		try {
			if (this.working.tryLock(GRACE_MS, TimeUnit.MILLISECONDS)) {
				this.working.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Return how often telling the application of a version has failed.
	 * @return the number of listeners and refreshes that threw
	 */
	public long failures() {
		return this.announcements.failures();
	}

	/*
	 * Spring Cloud's refresh holds the monitor, runs environment post-processors, and
	 * with them ours, which polls: then the version is applied here and now, but what
	 * Spring Cloud is about to do is left to it, and our event waits until it is done.
	 */
	@Override
	public void around(Runnable work) {
		boolean calledByRefresh = Thread.holdsLock(this.refresh.monitor());
		synchronized (this.refresh.monitor()) {
			this.working.lock();
			this.within = calledByRefresh;
			try {
				work.run();
				this.injections.catchUp();
			}
			finally {
				this.within = false;
				try {
					announce(calledByRefresh);
				}
				finally {
					this.working.unlock();
				}
			}
		}
	}

	private void announce(boolean later) {
		if (!later) {
			this.announcements.publish();
		}
		else if (!this.announcements.isEmpty()) {
			this.hub.applySoon();
		}
	}

	@Override
	public Trial trial(Follower follower, ConfigSnapshot candidate, ConfigDiff diff) {
		SharedConfigPropertySource view = LiveSources.find(this.environment, follower);
		boolean renamed = view != null && view.prepare(candidate);
		InjectionTrial injection = this.injections.trial(follower, candidate, diff);
		if (!injection.reasons().isEmpty()) {
			this.announcements.addRefused(diff, injection.reasons());
		}
		return new Trial() {

			@Override
			public @Nullable String refusal() {
				return ContextApplier.refusal(injection);
			}

			@Override
			public Map<?, ?> made() {
				return injection.made();
			}

			@Override
			public void applied() {
				ContextApplier.this.applied(follower, diff, injection, renamed);
			}

		};
	}

	@Override
	public @Nullable String rehearse(Follower follower, ConfigSnapshot candidate, ConfigDiff diff) {
		return refusal(this.injections.trial(follower, candidate, diff));
	}

	private static @Nullable String refusal(InjectionTrial injection) {
		return (injection.reasons().isEmpty()) ? null : String.join("; ", injection.reasons());
	}

	private void applied(Follower follower, ConfigDiff diff, InjectionTrial injection, boolean renamed) {
		if (renamed) {
			LiveSources.replaceViews(this.environment, follower);
		}
		injection.apply();
		this.announcements.add(ConfigDiff.between(diff.name(), diff.fromVersion(), diff.toVersion(), injection.before(),
				injection.after()), this.within);
	}

}
