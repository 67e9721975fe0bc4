package io.sharedconfig.web;

import java.util.concurrent.Callable;

import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/**
 * Holds the thread that runs what a controller has returned to the state of its request.
 * <p>
 * Thread-safe.
 */
final class PinnedCallables implements CallableProcessingInterceptor {

	private final FollowerHub hub;

	private final AppliedState state;

	PinnedCallables(FollowerHub hub, AppliedState state) {
		this.hub = hub;
		this.state = state;
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		this.hub.hold(this.state);
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
		this.hub.hold(null);
	}

}
