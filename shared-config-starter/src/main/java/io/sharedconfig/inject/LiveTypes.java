package io.sharedconfig.inject;

import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sharedconfig.LiveProperties;
import io.sharedconfig.LivePropertiesFactory;
import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindConstructorProvider;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The types whose live properties were asked for. What was bound to a state is kept with
 * that state, so it takes its place together with the versions it was bound to.
 * <p>
 * Thread-safe.
 */
final class LiveTypes implements LivePropertiesFactory {

	private final ConfigurableApplicationContext context;

	private final FollowerHub hub;

	private final Set<Key> keys = ConcurrentHashMap.newKeySet();

	LiveTypes(ConfigurableApplicationContext context, FollowerHub hub) {
		this.context = context;
		this.hub = hub;
	}

	@Override
	public <T> LiveProperties<T> of(Class<T> type) {
		Live<T> live = new Live<>(type, new Key(this, describe(type)));
		boolean added = this.keys.add(live.key());
		try {
			live.get();
			return live;
		}
		catch (RuntimeException ex) {
			if (added) {
				this.keys.remove(live.key());
			}
			throw ex;
		}
	}

	static boolean hasDefaultConstructor(Class<?> type) {
		try {
			type.getDeclaredConstructor();
			return !Modifier.isAbstract(type.getModifiers());
		}
		catch (NoSuchMethodException | LinkageError ex) {
			return false;
		}
	}

	private static Injected.BoundTarget describe(Class<?> type) {
		ConfigurationProperties annotation = AnnotatedElementUtils.findMergedAnnotation(type,
				ConfigurationProperties.class);
		if (annotation == null) {
			throw new IllegalArgumentException(("'%s' cannot have live properties: it has no @ConfigurationProperties "
					+ "annotation. Annotate the type itself")
				.formatted(type.getName()));
		}
		boolean immutable = BindConstructorProvider.DEFAULT.getBindConstructor(type, false) != null;
		if (!immutable && !hasDefaultConstructor(type)) {
			throw new IllegalArgumentException(("'%s' cannot have live properties: it has neither a constructor to "
					+ "bind to nor one without parameters")
				.formatted(type.getName()));
		}
		return new Injected.BoundTarget(type, ConfigurationPropertyName.adapt(annotation.prefix(), '.'), immutable,
				true);
	}

	private Object bound(Key key) {
		AppliedState state = this.hub.state();
		Object bound = state.made().get(key);
		return (bound != null) ? bound : bind(key, state);
	}

	/*
	 * Happens the first time, and if a thread is pinned to a state from before that: what
	 * other states need is bound while they are tried.
	 */
	private Object bind(Key key, AppliedState state) {
		CandidateEnvironment environment = new CandidateEnvironment(this.context.getEnvironment());
		environment.show(state::snapshot);
		Object bound;
		try (TrialBinder binder = TrialBinder.open(this.context, environment, () -> null)) {
			bound = bind(key, binder, null);
		}
		catch (RefusedException ex) {
			throw new IllegalStateException("'%s' cannot be bound: %s".formatted(key.target().type().getName(),
					String.join("; ", ex.reasons())));
		}
		Object earlier = state.made().putIfAbsent(key, bound);
		return (earlier != null) ? earlier : bound;
	}

	private static Object bind(Key key, TrialBinder binder, @Nullable ChangedNames changed) throws RefusedException {
		Injected.BoundTarget target = key.target();
		try {
			return binder.bind(target, target.prefix() + "-" + target.type().getName(), changed);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			throw new RefusedException(Reasons.ofBinding(target.prefix(), target.type().getName(), ex));
		}
	}

	/**
	 * Bind all types that have changed to what the binder binds to, and carry over the
	 * others from the state before.
	 */
	Map<Object, Object> make(ChangedNames changed, AppliedState before, TrialBinderSource binder,
			List<String> reasons) {
		Map<Object, Object> made = new HashMap<>();
		for (Key key : this.keys) {
			Object kept = before.made().get(key);
			if (kept != null && !changed.reach(key.target().prefix())) {
				made.put(key, kept);
				continue;
			}
			List<String> broken = changed.brokenBelow(key.target().prefix());
			reasons.addAll(Reasons.ofBroken(broken, key.target().type().getName()));
			try {
				made.put(key, bind(key, binder.get(), changed));
			}
			catch (RefusedException ex) {
				reasons.addAll(ex.reasons());
			}
		}
		return made;
	}

	/**
	 * Opens a binder when it is needed.
	 */
	@FunctionalInterface
	interface TrialBinderSource {

		TrialBinder get();

	}

	/*
	 * With its owner, because several contexts may share the states of one hub.
	 */
	private record Key(LiveTypes owner, Injected.BoundTarget target) {

	}

	private record Live<T>(Class<T> type, Key key) implements LiveProperties<T> {

		@Override
		public T get() {
			return this.type.cast(this.key.owner().bound(this.key));
		}

		@Override
		public String toString() {
			return "LiveProperties[%s]".formatted(this.type.getName());
		}

	}

	private static final class RefusedException extends Exception {

		private final transient List<String> reasons;

		RefusedException(List<String> reasons) {
			super(null, null, false, false);
			this.reasons = reasons;
		}

		List<String> reasons() {
			return this.reasons;
		}

	}

}
