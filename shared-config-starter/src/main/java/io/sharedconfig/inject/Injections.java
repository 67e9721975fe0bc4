package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.LiveProperties;
import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Everything in an application, and in the contexts below it, that was given
 * configuration: tried with a version as a whole, and given it as a whole.
 * <p>
 * Thread-safe, but for {@link #trial}, {@link #catchUp} and {@link #environmentChanged},
 * which are called by one thread at a time.
 *
 * @since 1.0.0
 */
public final class Injections
		implements LivePropertiesFactory, ApplicationListener<ApplicationContextEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(Injections.class);

	private final ConfigurableApplicationContext context;

	private final FollowerHub hub;

	private final InjectionOptions options;

	private final ContextBeans own;

	private final List<ContextBeans> all = new CopyOnWriteArrayList<>();

	private final LiveTypes liveTypes;

	private final LoggingLevels levels;

	private final AtomicLong failures = new AtomicLong();

	/**
	 * Create the injections of an application.
	 * @param context the application
	 * @param hub what it follows
	 * @param tracker its beans
	 * @param options what is to change with a version
	 */
	public Injections(ConfigurableApplicationContext context, FollowerHub hub, InjectionTracker tracker,
			InjectionOptions options) {
		this.context = context;
		this.hub = hub;
		this.options = options;
		this.own = new ContextBeans(context, tracker, hub);
		this.all.add(this.own);
		this.liveTypes = new LiveTypes(context, hub);
		this.levels = new LoggingLevels(context);
	}

	@Override
	public <T> LiveProperties<T> of(Class<T> type) {
		return this.liveTypes.of(type);
	}

	/**
	 * Begin to take part: from now on, no bean that is created while a version is applied
	 * is forgotten, and those that were before are given what they have missed.
	 */
	public void open() {
		this.all.forEach((beans) -> beans.tracker().open(this.hub));
		catchUp();
		if (logger.isDebugEnabled()) {
			unrefreshable().forEach((point) -> logger.debug("%s of bean '%s' is not refreshed: %s"
				.formatted(point.member(), point.beanName(), point.reason())));
		}
	}

	/**
	 * Give all beans what is applied now, if something else was applied when they were
	 * made.
	 */
	public void catchUp() {
		AppliedState newest = this.hub.newestState();
		for (ContextBeans beans : this.all) {
			beans.late(newest).forEach((late) -> catchUp(beans, late, newest));
			beans.given(newest);
		}
	}

	private void catchUp(ContextBeans beans, ContextBeans.Late late, AppliedState newest) {
		AppliedState state = late.state();
		CandidateEnvironment earlier = new CandidateEnvironment(beans.context().getEnvironment());
		earlier.show((follower) -> (state != null) ? state.snapshot(follower) : null);
		EffectiveChanges changes = beans.show(newest::snapshot, state, earlier, names(state, newest));
		List<String> reasons = new ArrayList<>();
		List<InjectionStep> steps = beans.prepare(late.beans(), changes.names(), this.options.properties(), reasons);
		reasons.forEach((reason) -> failed("giving a bean what it has missed", reason));
		if (reasons.isEmpty()) {
			run(steps);
		}
	}

	private Set<String> names(@Nullable AppliedState before, AppliedState after) {
		Set<String> names = new HashSet<>();
		for (Follower follower : this.hub.followers()) {
			ConfigDiff diff = after.diff(before, follower);
			names.addAll((diff != null) ? diff.keys() : Set.of());
		}
		return names;
	}

	/**
	 * Try a version with everything that would be given it. Changes nothing.
	 * @param follower the follower that would apply it
	 * @param candidate the version
	 * @param diff what differs from the version applied now
	 * @return the verdict
	 */
	public InjectionTrial trial(Follower follower, ConfigSnapshot candidate, ConfigDiff diff) {
		try {
			return tried(follower, candidate, diff);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			return new InjectionTrial(EffectiveChanges.none(),
					List.of("the trial failed with " + ex.getClass().getName()), Map.of(), () -> {
					});
		}
	}

	private InjectionTrial tried(Follower follower, ConfigSnapshot candidate, ConfigDiff diff) {
		catchUp();
		AppliedState newest = this.hub.newestState();
		List<String> reasons = new ArrayList<>();
		List<InjectionStep> steps = new ArrayList<>();
		EffectiveChanges changes = EffectiveChanges.none();
		List<ContextBeans> tried = List.copyOf(this.all);
		for (ContextBeans beans : tried) {
			EffectiveChanges effective = beans.show((other) -> (other == follower) ? candidate : newest.snapshot(other),
					newest, beans.context().getEnvironment(), diff.keys());
			if (beans == this.own) {
				changes = effective;
				steps.addAll(levels(effective.names(), reasons));
			}
			steps.addAll(beans.prepare(beans.ready(), effective.names(), this.options.properties(), reasons));
		}
		Map<Object, Object> made = this.liveTypes.make(changes.names(), newest, this.own::binder, reasons);
		return new InjectionTrial(changes, distinct(reasons), made, () -> apply(steps, tried));
	}

	private List<InjectionStep> levels(ChangedNames changed, List<String> reasons) {
		return (this.options.logging())
				? this.levels.prepare(this.context.getEnvironment(), this.own.candidate(), changed, reasons)
				: List.of();
	}

	private static List<String> distinct(List<String> reasons) {
		return List.copyOf(new LinkedHashSet<>(reasons));
	}

	private void apply(List<InjectionStep> steps, List<ContextBeans> tried) {
		AppliedState newest = this.hub.newestState();
		run(steps);
		tried.forEach((beans) -> beans.givenTried(newest));
		// those that have been created since they were tried
		catchUp();
	}

	/**
	 * Give all beans what the environment gives now, for properties that somebody else
	 * has changed: everything that they accept as a whole, or nothing.
	 * @param names the names of the changed properties
	 * @return why nothing was changed, without any value; empty if all was
	 */
	public List<String> environmentChanged(Set<String> names) {
		catchUp();
		AppliedState newest = this.hub.newestState();
		List<String> reasons = new ArrayList<>();
		List<InjectionStep> steps = new ArrayList<>();
		Map<Object, Object> made = Map.of();
		for (ContextBeans beans : this.all) {
			ChangedNames changed = beans.show(newest, names);
			steps.addAll(beans.prepare(beans.ready(), changed, true, reasons));
			if (beans == this.own) {
				made = this.liveTypes.make(changed, newest, this.own::binder, reasons);
			}
		}
		if (reasons.isEmpty()) {
			newest.made().putAll(made);
			run(steps);
		}
		return distinct(reasons);
	}

	private void run(List<InjectionStep> steps) {
		for (InjectionStep step : steps) {
			try {
				step.work().run();
			}
			catch (RuntimeException | LinkageError | StackOverflowError ex) {
				// the other beans are to have the version all the same
				failed(step.what().get(), Reasons.rootType(ex));
			}
		}
	}

	private void failed(String what, String why) {
		this.failures.incrementAndGet();
		logger.warn("The shared configuration is in use, but %s failed: %s".formatted(what, why));
	}

	/**
	 * Return how often something could not be given to a bean after it was accepted.
	 * @return the number of failures
	 */
	public long failures() {
		return this.failures.get();
	}

	/**
	 * Return the places that were given configuration and keep what they were given
	 * first.
	 * @return the places of all beans created so far, sorted
	 */
	public Set<UnrefreshablePoint> unrefreshable() {
		Set<UnrefreshablePoint> points = new TreeSet<>();
		this.all.forEach((beans) -> points.addAll(beans.tracker().fixed()));
		return points;
	}

	/**
	 * Take care of the contexts below the application as they come and go.
	 */
	@Override
	public void onApplicationEvent(ApplicationContextEvent event) {
		if (event.getApplicationContext() instanceof ConfigurableApplicationContext child && isBelow(child)) {
			if (event instanceof ContextRefreshedEvent) {
				adopt(child);
			}
			else if (event instanceof ContextClosedEvent) {
				leave(child);
			}
		}
	}

	private boolean isBelow(ConfigurableApplicationContext child) {
		for (ApplicationContext next = child.getParent(); next != null; next = next.getParent()) {
			if (next == this.context) {
				return true;
			}
		}
		return false;
	}

	private void adopt(ConfigurableApplicationContext child) {
		if (this.all.stream().noneMatch((beans) -> beans.context() == child)) {
			InjectionTracker tracker = child.getBeanFactory()
				.getBeanProvider(InjectionTracker.class)
				.stream()
				.filter((found) -> found.isOf(child))
				.findFirst()
				.orElseGet(() -> new InjectionTracker(child, this.options.values()));
			if (!child.getBeanFactory().containsLocalBean(InjectionTracker.BEAN_NAME)) {
				child.getBeanFactory().addBeanPostProcessor(tracker);
			}
			tracker.open(this.hub);
			tracker.noteExisting();
			this.all.add(new ContextBeans(child, tracker, this.hub));
			this.hub.applySoon();
		}
	}

	private void leave(ConfigurableApplicationContext child) {
		this.all.stream().filter((beans) -> beans.context() == child).forEach((beans) -> {
			this.all.remove(beans);
			beans.tracker().close();
		});
	}

	@Override
	public void destroy() {
		this.all.forEach(ContextBeans::close);
	}

}
