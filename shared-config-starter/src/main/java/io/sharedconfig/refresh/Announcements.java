package io.sharedconfig.refresh;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.sharedconfig.ConfigDiff;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The versions that were applied and that the application is yet to be told of, in the
 * order they were applied.
 * <p>
 * Thread-safe. {@link #publish()} is called by one thread at a time.
 */
final class Announcements {

	private static final Log logger = LogFactory.getLog(Announcements.class);

	private final ConfigurableApplicationContext context;

	private final ContextRefresh refresh;

	private final Queue<Announcement> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicLong failures = new AtomicLong();

	Announcements(ConfigurableApplicationContext context, ContextRefresh refresh) {
		this.context = context;
		this.refresh = refresh;
	}

	/**
	 * Add a version.
	 * @param effective its effective changes
	 * @param leave whether a refresh that is going on is to refresh what depends on them
	 */
	void add(ConfigDiff effective, boolean leave) {
		if (leave) {
			this.refresh.leave(effective.keys());
		}
		this.waiting.add(new Announcement(effective, leave));
	}

	/**
	 * Tell the application of all versions that are waiting. A listener that throws keeps
	 * nobody from the next one. An application that is being closed is told nothing.
	 */
	void publish() {
		Announcement next = this.waiting.poll();
		while (next != null && this.context.isActive()) {
			publish(next.effective(), next.left());
			next = this.waiting.poll();
		}
	}

	private void publish(ConfigDiff effective, boolean left) {
		Set<String> keys = (left) ? this.refresh.takeBack(effective.keys()) : effective.keys();
		if (!keys.isEmpty()) {
			guarded("refreshing the application", effective, () -> this.refresh.refresh(keys));
		}
		guarded("a listener of SharedConfigChangedEvent", effective,
				() -> this.context.publishEvent(new SharedConfigChangedEvent(this.context, effective)));
	}

	private void guarded(String what, ConfigDiff effective, Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			// whatever it was, the next version is to be told as usual
			this.failures.incrementAndGet();
			logger.warn("Shared config version %d from '%s.scfg' is in use, but %s failed"
				.formatted(effective.toVersion(), effective.name(), what), new WithoutMessage(ex));
		}
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	void forget() {
		this.waiting.clear();
	}

	long failures() {
		return this.failures.get();
	}

	private record Announcement(ConfigDiff effective, boolean left) {

	}

}
