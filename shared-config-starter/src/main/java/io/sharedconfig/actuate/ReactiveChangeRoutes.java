package io.sharedconfig.actuate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Brings {@code POST} requests of a reactive application to a {@link ChangeHandler}, on a
 * thread that may block.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class ReactiveChangeRoutes {

	private final ChangeHandler handler;

	private ReactiveChangeRoutes(ChangeHandler handler) {
		this.handler = handler;
	}

	/**
	 * Return the routes below the path of the endpoint.
	 * @param path the path of the endpoint
	 * @param handler who handles the requests
	 * @return the routes
	 */
	public static RouterFunction<ServerResponse> at(String path, ChangeHandler handler) {
		return RouterFunctions.route().POST(path + "/{name}", new ReactiveChangeRoutes(handler)::handle).build();
	}

	private Mono<ServerResponse> handle(ServerRequest request) {
		return answer(request).flatMap((answer) -> ServerResponse.status(answer.status())
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(answer.bytes()));
	}

	private Mono<ChangeAnswer> answer(ServerRequest request) {
		long declaredBytes = request.headers().contentLength().orElse(-1);
		if (this.handler.isTooLarge(declaredBytes)) {
			return Mono.just(this.handler.tooLarge(declaredBytes));
		}
		String name = request.pathVariable("name");
		MediaType contentType = request.headers().contentType().orElse(null);
		return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), this.handler.maxBodyBytes())
			.map(ReactiveChangeRoutes::bytes)
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> answer(name, contentType, body))
			.onErrorResume(DataBufferLimitException.class, (ex) -> Mono.just(this.handler.tooLarge(declaredBytes)));
	}

	private Mono<ChangeAnswer> answer(String name, @Nullable MediaType contentType, byte[] body) {
		return Mono.fromCallable(() -> this.handler.handle(name, contentType, body))
			.subscribeOn(Schedulers.boundedElastic());
	}

	private static byte[] bytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

}
