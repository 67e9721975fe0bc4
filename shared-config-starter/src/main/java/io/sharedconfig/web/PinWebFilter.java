package io.sharedconfig.web;

import io.sharedconfig.follow.FollowerHub;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Holds each reactive request to the versions that were applied when it began. A thread
 * means nothing there: the state is put into the Reactor context, from where the
 * {@link PinAccessor} brings it to whatever thread the request is on. That is done with
 * {@code spring.reactor.context-propagation=auto}; without it, only {@code handle} and
 * {@code tap} do.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class PinWebFilter implements WebFilter, Ordered {

	private final FollowerHub hub;

	/**
	 * Create the filter.
	 * @param hub whose versions are held
	 */
	public PinWebFilter(FollowerHub hub) {
		this.hub = hub;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange).contextWrite((context) -> context.put(this.hub, this.hub.state()));
	}

}
