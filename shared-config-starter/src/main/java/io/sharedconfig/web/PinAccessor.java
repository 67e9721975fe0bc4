package io.sharedconfig.web;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a thread is held to along to other threads, with whatever uses Micrometer's
 * context propagation: Reactor, or a {@code ContextPropagatingTaskDecorator}. Its key is
 * the hub.
 * <p>
 * Thread-safe. In effect from {@link #register} until it is closed.
 *
 * @since 1.0.0
 */
public final class PinAccessor implements ThreadLocalAccessor<AppliedState>, AutoCloseable {

	private final FollowerHub hub;

	private final ContextRegistry registry;

	private PinAccessor(FollowerHub hub, ContextRegistry registry) {
		this.hub = hub;
		this.registry = registry;
	}

	/**
	 * Begin to take along what threads are held to.
	 * @param hub whose versions are held
	 * @param registry who is told of the accessor
	 * @return the accessor, to be closed by the caller
	 */
	public static PinAccessor register(FollowerHub hub, ContextRegistry registry) {
		PinAccessor accessor = new PinAccessor(hub, registry);
		registry.registerThreadLocalAccessor(accessor);
		return accessor;
	}

	@Override
	public Object key() {
		return this.hub;
	}

	@Override
	public @Nullable AppliedState getValue() {
		return this.hub.held();
	}

	@Override
	public void setValue(AppliedState state) {
		this.hub.hold(state);
	}

	@Override
	public void setValue() {
		this.hub.hold(null);
	}

	@Override
	public void close() {
		this.registry.removeThreadLocalAccessor(this.hub);
	}

}
