package io.sharedconfig.web;

import java.io.IOException;

import io.sharedconfig.SharedConfigFollower.Pin;
import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.FollowerHub;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds each servlet request to the versions that were applied when it began: all its
 * dispatches, the asynchronous ones included, and the {@code Callable} that a controller
 * returns. Threads that the application starts by itself are not held.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class PinFilter extends OncePerRequestFilter implements Ordered {

	private static final String STATE = PinFilter.class.getName() + ".STATE";

	private final FollowerHub hub;

	/**
	 * Create the filter.
	 * @param hub whose versions are held
	 */
	public PinFilter(FollowerHub hub) {
		this.hub = hub;
	}

	/**
	 * Right after the encoding is set, so that all other filters are held, too.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		AppliedState state = stateOf(request);
		WebAsyncUtils.getAsyncManager(request).registerCallableInterceptor(STATE, new PinnedCallables(this.hub, state));
		try (Pin pin = this.hub.pin(state)) {
			chain.doFilter(request, response);
		}
	}

	private AppliedState stateOf(HttpServletRequest request) {
		if (request.getAttribute(STATE) instanceof AppliedState begun) {
			return begun;
		}
		AppliedState state = this.hub.state();
		request.setAttribute(STATE, state);
		return state;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

}
