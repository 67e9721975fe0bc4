package io.sharedconfig.refresh;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.sharedconfig.ConfigDiff;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The versions that were applied or refused and that the application is yet to be told
 * of, in the order this was decided.
 * <p>
 * Thread-safe. {@link #publish()} is called by one thread at a time.
 */
final class Announcements {

	private static final Log logger = LogFactory.getLog(Announcements.class);

	private final ConfigurableApplicationContext context;

	private final ContextRefresh refresh;

	private final Queue<Announcement> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicLong failures = new AtomicLong();

	private volatile boolean closed;

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
		this.waiting.add(new Announcement(new SharedConfigChangedEvent(this.context, effective),
				subject(effective, "in use"), effective, leave));
	}

	/**
	 * Add a version that was refused.
	 */
	void addRefused(ConfigDiff diff, List<String> reasons) {
		this.waiting
			.add(new Announcement(new SharedConfigRejectedEvent(this.context, diff.name(), diff.toVersion(), reasons),
					subject(diff, "refused"), null, false));
	}

	private static String subject(ConfigDiff diff, String fate) {
		return "Shared config version %d from '%s.scfg' is %s".formatted(diff.toVersion(), diff.name(), fate);
	}

	/**
	 * Tell the application of all versions that are waiting. A listener that throws keeps
	 * nobody from the next one. An application that is being closed is told nothing.
	 */
	void publish() {
		Announcement next = this.waiting.poll();
		while (next != null && !this.closed && this.context.isActive()) {
			publish(next);
			next = this.waiting.poll();
		}
	}

	private void publish(Announcement next) {
		ConfigDiff effective = next.effective();
		Set<String> keys = (effective != null) ? keys(effective, next.left()) : Set.of();
		if (!keys.isEmpty()) {
			guarded(next, "refreshing the application", () -> this.refresh.refresh(keys));
		}
		guarded(next, "a listener of " + next.event().getClass().getSimpleName(),
				() -> this.context.publishEvent(next.event()));
	}

	private Set<String> keys(ConfigDiff effective, boolean left) {
		return (left) ? this.refresh.takeBack(effective.keys()) : effective.keys();
	}

	private void guarded(Announcement announcement, String what, Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			// whatever it was, the next version is to be told as usual
			if (this.closed) {
				return; // beans that it needs may be gone
			}
			this.failures.incrementAndGet();
			logger.warn("%s, but %s failed".formatted(announcement.subject(), what), new WithoutMessage(ex));
		}
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * Tell nothing from now on.
	 */
	void close() {
		this.closed = true;
		this.waiting.clear();
	}

	long failures() {
		return this.failures.get();
	}

	/**
	 * An event and, if a version was applied, what it changes.
	 */
	private record Announcement(ApplicationEvent event, String subject, @Nullable ConfigDiff effective, boolean left) {

	}

}
