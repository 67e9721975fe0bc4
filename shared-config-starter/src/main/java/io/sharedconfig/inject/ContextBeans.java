package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sharedconfig.inject.CandidateEnvironment.Versions;
import io.sharedconfig.inject.Injected.BoundTarget;
import io.sharedconfig.inject.WeakInstances.Entry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

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

	private @Nullable TrialBinder binder;

	ContextBeans(ConfigurableApplicationContext context, InjectionTracker tracker) {
		this.context = context;
		this.tracker = tracker;
		this.candidate = new CandidateEnvironment(context.getEnvironment());
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	InjectionTracker tracker() {
		return this.tracker;
	}

	Collection<Entry<Injected>> beans() {
		return this.tracker.ready();
	}

	CandidateEnvironment candidate() {
		return this.candidate;
	}

	TrialBinder binder() {
		TrialBinder known = this.binder;
		if (known == null) {
			known = TrialBinder.open(this.context, this.candidate);
			this.binder = known;
		}
		return known;
	}

	/**
	 * Let the trial environment show these versions.
	 * @return what differs from the environment of the application
	 */
	EffectiveChanges show(Versions versions, Set<String> names) {
		this.candidate.show(versions);
		return EffectiveChanges.between(this.context.getEnvironment(), this.candidate, names);
	}

	/**
	 * Try what the trial environment shows.
	 * @param beans the beans to try it with
	 * @param changed the names that differ from what they have
	 * @param properties whether beans of configuration properties are among them
	 * @param reasons where to add why they refuse it
	 * @return what is to be done for the beans to have it
	 */
	List<InjectionStep> prepare(Collection<Entry<Injected>> beans, ChangedNames changed, boolean properties,
			List<String> reasons) {
		List<InjectionStep> steps = new ArrayList<>();
		if (changed.isEmpty()) {
			return steps;
		}
		for (Entry<Injected> bean : beans) {
			BoundTarget bound = bean.value().bound();
			if (properties && bound != null && changed.reach(bound.prefix())) {
				prepare(bean, bound, changed, reasons, steps);
			}
		}
		prepareValues(beans, changed, reasons, steps);
		return steps;
	}

	private void prepare(Entry<Injected> bean, BoundTarget bound, ChangedNames changed, List<String> reasons,
			List<InjectionStep> steps) {
		String name = bean.value().beanName();
		String what = "binding bean '%s' to '%s'".formatted(name, bound.prefix());
		if (!bound.creatable()) {
			steps.add(new InjectionStep(what, () -> binder().rebind(bean.instance(), name)));
			return;
		}
		List<String> broken = changed.brokenBelow(bound.prefix());
		if (!broken.isEmpty()) {
			reasons.addAll(Reasons.ofBroken(broken, "bean '%s'".formatted(name)));
			return;
		}
		try {
			Object fresh = binder().bind(bound, name);
			if (!bound.immutable()) {
				PropertyCopy copy = new PropertyCopy(changed);
				steps.add(new InjectionStep(what, () -> copy.copy(fresh, bean.instance(), bound.prefix())));
			}
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			reasons.addAll(Reasons.ofBinding(bound.prefix(), "bean '%s'".formatted(name), ex));
		}
	}

	private void prepareValues(Collection<Entry<Injected>> beans, ChangedNames changed, List<String> reasons,
			List<InjectionStep> steps) {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		Placeholders placeholders = new Placeholders(this.candidate);
		ValueResolver resolver = new ValueResolver(beanFactory, placeholders);
		Map<String, Boolean> affected = new HashMap<>();
		Map<ValuePoint, Attempt> attempts = new HashMap<>();
		for (Entry<Injected> bean : beans) {
			for (ValuePoint point : bean.value().values().refreshable()) {
				if (affected.computeIfAbsent(point.text(), (text) -> changed.containsAny(placeholders.namesIn(text)))) {
					Attempt attempt = attempts.computeIfAbsent(point,
							(first) -> Attempt.of(first, bean.value(), resolver, reasons));
					steps.add(new InjectionStep(
							"setting %s of bean '%s'".formatted(point.where(), bean.value().beanName()),
							() -> point.set(bean.instance(), attempt.value())));
				}
			}
		}
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
