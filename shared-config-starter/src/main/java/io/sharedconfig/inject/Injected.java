package io.sharedconfig.inject;

import java.lang.ref.WeakReference;

import io.sharedconfig.follow.AppliedState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What is known of one bean that was given configuration: where, and what was applied at
 * that time.
 * <p>
 * Thread-safe.
 */
final class Injected {

	private final WeakReference<Object> instance;

	private final String beanName;

	private final ValuePoints values;

	private final @Nullable BoundTarget bound;

	private @Nullable AppliedState state;

	private boolean ready;

	Injected(Object instance, String beanName, ValuePoints values, @Nullable BoundTarget bound,
			@Nullable AppliedState state) {
		this.instance = new WeakReference<>(instance);
		this.beanName = beanName;
		this.values = values;
		this.bound = bound;
		this.state = state;
	}

	/**
	 * Return the bean.
	 * @return the bean, {@code null} if it is gone
	 */
	@Nullable Object instance() {
		return this.instance.get();
	}

	String beanName() {
		return this.beanName;
	}

	ValuePoints values() {
		return this.values;
	}

	@Nullable BoundTarget bound() {
		return this.bound;
	}

	synchronized @Nullable AppliedState state() {
		return this.state;
	}

	/**
	 * Note that it has been given what belongs to a state.
	 */
	synchronized void given(AppliedState state) {
		this.state = state;
	}

	/**
	 * Leave it to those who apply versions, now that it is no longer in the hands of the
	 * thread that creates it.
	 * @return whether that was not said before
	 */
	synchronized boolean settle() {
		boolean first = !this.ready;
		this.ready = true;
		return first;
	}

	synchronized boolean isSettled() {
		return this.ready;
	}

	/**
	 * How a bean of configuration properties is bound.
	 *
	 * @param type its class
	 * @param prefix what the names of its properties start with
	 * @param immutable whether it is bound by its constructor
	 * @param creatable whether another one can be made to try a version
	 */
	record BoundTarget(Class<?> type, ConfigurationPropertyName prefix, boolean immutable, boolean creatable) {

	}

}
