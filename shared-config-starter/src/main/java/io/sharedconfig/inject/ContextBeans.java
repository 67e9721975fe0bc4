package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.FollowerHub;
import io.sharedconfig.inject.CandidateEnvironment.Versions;
import io.sharedconfig.inject.Injected.BoundTarget;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The beans of one context, and how each is tried with and given another version.
 * <p>
 * Not thread-safe; used by who applies versions. The trial environment and the binder are
 * made once and used for all versions.
 */
final class ContextBeans implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final InjectionTracker tracker;

	private final CandidateEnvironment candidate;

	private final ValueResolver resolver;

	private final PlaceholderIndex index;

	private final Set<Injected> settled;

	private final ReadyBeans ready = new ReadyBeans();

	/*
	 * Settled, and not among the ready ones before they have what these have.
	 */
	private List<Injected> arrived = List.of();

	private @Nullable AppliedState given;

	private @Nullable TrialBinder binder;

	ContextBeans(ConfigurableApplicationContext context, InjectionTracker tracker, FollowerHub hub) {
		this.context = context;
		this.tracker = tracker;
		this.settled = tracker.settled();
		this.candidate = new CandidateEnvironment(context.getEnvironment());
		this.index = new PlaceholderIndex(context.getEnvironment(), hub);
		this.resolver = new ValueResolver(context.getBeanFactory(), new Placeholders(this.candidate, this.index));
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	InjectionTracker tracker() {
		return this.tracker;
	}

	ReadyBeans ready() {
		return this.ready;
	}

	CandidateEnvironment candidate() {
		return this.candidate;
	}

	TrialBinder binder() {
		TrialBinder known = this.binder;
		if (known == null) {
			known = TrialBinder.open(this.context, this.candidate, this.index::otherNames);
			this.binder = known;
		}
		return known;
	}

	/**
	 * Return the beans that have something else than what is applied now.
	 */
	List<Late> late(AppliedState newest) {
		this.index.bringUpTo(newest);
		this.arrived = takeSettled();
		List<Late> late = new ArrayList<>();
		if (this.given != newest && !this.ready.isEmpty()) {
			late.add(new Late(this.given, this.ready));
		}
		Map<@Nullable AppliedState, ReadyBeans> missed = new LinkedHashMap<>();
		for (Injected bean : this.arrived) {
			bean.values().refreshable().forEach((point) -> this.index.addText(point.text()));
			AppliedState state = bean.state();
			if (state != newest) {
				missed.computeIfAbsent(state, (first) -> new ReadyBeans()).add(bean);
			}
		}
		missed.forEach((state, beans) -> late.add(new Late(state, beans)));
		return late;
	}

	private List<Injected> takeSettled() {
		List<Injected> taken = new ArrayList<>();
		for (Injected bean : this.settled) {
			this.settled.remove(bean);
			taken.add(bean);
		}
		return taken;
	}

	/**
	 * Note that all beans have been given what is applied now.
	 */
	void given(AppliedState newest) {
		for (Injected bean : this.arrived) {
			this.ready.add(bean);
			bean.given(newest);
		}
		this.arrived = List.of();
		this.given = newest;
	}

	/**
	 * Note that all beans have been given what was tried last, and is applied now.
	 */
	void givenTried(AppliedState newest) {
		TrialBinder known = this.binder;
		if (known != null) {
			known.keep(newest);
		}
		given(newest);
	}

	/**
	 * Let the trial environment show these versions.
	 * @param before the state that the other environment shows
	 * @return what differs from another environment
	 */
	EffectiveChanges show(Versions versions, @Nullable AppliedState before, ConfigurableEnvironment earlier,
			Set<String> names) {
		showNext(versions, before);
		return EffectiveChanges.between(earlier, this.candidate, names, this.index);
	}

	/**
	 * Let the trial environment show a state.
	 * @return what differs if these properties do
	 */
	ChangedNames show(AppliedState state, Set<String> changed) {
		showNext(state::snapshot, state);
		return EffectiveChanges.closure(this.candidate, changed, this.index);
	}

	private void showNext(Versions versions, @Nullable AppliedState before) {
		this.candidate.show(versions);
		TrialBinder known = this.binder;
		if (known != null) {
			known.next(before);
		}
	}

	/**
	 * Try what the trial environment shows.
	 * @param beans the beans to try it with
	 * @param changed the names that differ from what they have
	 * @param properties whether beans of configuration properties are among them
	 * @param reasons where to add why they refuse it
	 * @return what is to be done for the beans to have it
	 */
	List<InjectionStep> prepare(ReadyBeans beans, ChangedNames changed, boolean properties, List<String> reasons) {
		List<InjectionStep> steps = new ArrayList<>();
		if (changed.isEmpty()) {
			return steps;
		}
		for (Injected bean : (properties) ? beans.bound(changed) : List.<Injected>of()) {
			BoundTarget bound = bean.bound();
			Object instance = bean.instance();
			if (bound != null && instance != null) {
				prepare(bean, instance, bound, changed, reasons, steps);
			}
		}
		prepareValues(beans, changed, reasons, steps);
		return steps;
	}

	private void prepare(Injected bean, Object instance, BoundTarget bound, ChangedNames changed, List<String> reasons,
			List<InjectionStep> steps) {
		String name = bean.beanName();
		Supplier<String> what = () -> "binding bean '%s' to '%s'".formatted(name, bound.prefix());
		if (!bound.creatable()) {
			steps.add(new InjectionStep(what, () -> binder().rebind(instance, bound, name)));
			return;
		}
		List<String> broken = changed.brokenBelow(bound.prefix());
		if (!broken.isEmpty()) {
			reasons.addAll(Reasons.ofBroken(broken, "bean '%s'".formatted(name)));
			return;
		}
		try {
			Object fresh = binder().bind(bound, name, changed);
			if (!bound.immutable()) {
				PropertyCopy copy = new PropertyCopy(changed);
				steps.add(new InjectionStep(what, () -> copy.copy(fresh, instance, bound.prefix())));
			}
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			reasons.addAll(Reasons.ofBinding(bound.prefix(), "bean '%s'".formatted(name), ex));
		}
	}

	private void prepareValues(ReadyBeans beans, ChangedNames changed, List<String> reasons,
			List<InjectionStep> steps) {
		// beans of one class share their points
		Map<ValuePoint, Attempt> attempts = new IdentityHashMap<>();
		for (String text : this.index.textsOf(changed)) {
			for (Injected bean : beans.valued(text)) {
				Object instance = bean.instance();
				if (instance == null) {
					continue;
				}
				for (ValuePoint point : bean.values().refreshable()) {
					if (point.text().equals(text)) {
						steps.add(step(point, bean, instance, attempts.computeIfAbsent(point,
								(first) -> Attempt.of(first, bean, this.resolver, reasons))));
					}
				}
			}
		}
	}

	private static InjectionStep step(ValuePoint point, Injected bean, Object instance, Attempt attempt) {
		return new InjectionStep(() -> "setting %s of bean '%s'".formatted(point.where(), bean.beanName()),
				() -> point.set(instance, attempt.value()));
	}

	@Override
	public void close() {
		this.tracker.close();
		TrialBinder known = this.binder;
		this.binder = null;
		if (known != null) {
			known.close();
		}
	}

	/**
	 * Beans that have what was applied earlier.
	 */
	record Late(@Nullable AppliedState state, ReadyBeans beans) {

	}

	/**
	 * The value that a member is to have, {@code null} also if it refuses it.
	 */
	private record Attempt(@Nullable Object value) {

		static Attempt of(ValuePoint point, Injected bean, ValueResolver resolver, List<String> reasons) {
			try {
				return new Attempt(resolver.resolve(point));
			}
			catch (RuntimeException | LinkageError | StackOverflowError ex) {
				reasons.add(Reasons.ofValue(point.where(), bean.beanName(), Placeholders.writtenNames(point.text()),
						point.type().getType().getSimpleName(), ex));
				return new Attempt(null);
			}
		}

	}

}
