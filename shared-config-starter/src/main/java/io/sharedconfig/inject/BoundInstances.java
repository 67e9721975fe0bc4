package io.sharedconfig.inject;

import java.util.HashMap;
import java.util.Map;

import io.sharedconfig.follow.AppliedState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What was bound by constructors to the version that is tried, and of which arguments
 * that was made which is applied. One type may be that of a bean and of live properties,
 * and then Spring Boot gives both one name: it is bound once.
 * <p>
 * Not thread-safe.
 */
final class BoundInstances {

	private final Map<Key, Made> tried = new HashMap<>();

	private final Map<Key, BoundArguments> applied = new HashMap<>();

	/*
	 * What 'applied' holds for: this state, as long as the names of other property
	 * sources are these.
	 */
	private @Nullable AppliedState state;

	private @Nullable OtherNames others;

	private @Nullable AppliedState before;

	/**
	 * Forget what was tried: another version is.
	 * @param before the state that is changed
	 */
	void next(@Nullable AppliedState before) {
		this.tried.clear();
		this.before = before;
	}

	@Nullable Object find(Key key) {
		Made made = this.tried.get(key);
		return (made != null) ? made.instance() : null;
	}

	Object add(Key key, Object instance, @Nullable BoundArguments arguments) {
		this.tried.put(key, new Made(instance, arguments));
		return instance;
	}

	/**
	 * Return what the one was made of that is applied in the state that is changed.
	 * @param others the names of other property sources now
	 */
	@Nullable BoundArguments arguments(Key key, @Nullable OtherNames others) {
		return (isUpToDate(others)) ? this.applied.get(key) : null;
	}

	/**
	 * Note that what was tried last is applied.
	 * @param state the state with it
	 * @param others the names of other property sources now
	 */
	void keep(AppliedState state, @Nullable OtherNames others) {
		if (!isUpToDate(others)) {
			this.applied.clear();
		}
		this.tried.forEach((key, made) -> {
			if (made.arguments() != null) {
				this.applied.put(key, made.arguments());
			}
			else {
				this.applied.remove(key);
			}
		});
		this.state = state;
		this.others = others;
	}

	private boolean isUpToDate(@Nullable OtherNames others) {
		return this.state == this.before && others != null && others == this.others;
	}

	/**
	 * What tells one instance from others.
	 */
	record Key(Class<?> type, ConfigurationPropertyName prefix, String beanName) {

	}

	private record Made(Object instance, @Nullable BoundArguments arguments) {

	}

}
