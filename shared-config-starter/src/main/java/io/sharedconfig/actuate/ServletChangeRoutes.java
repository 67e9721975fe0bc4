package io.sharedconfig.actuate;

import java.io.IOException;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Brings {@code POST} requests of a servlet application to a {@link ChangeHandler}.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class ServletChangeRoutes {

	private final ChangeHandler handler;

	private ServletChangeRoutes(ChangeHandler handler) {
		this.handler = handler;
	}

	/**
	 * Return the routes below the path of the endpoint.
	 * @param path the path of the endpoint
	 * @param handler who handles the requests
	 * @return the routes
	 */
	public static RouterFunction<ServerResponse> at(String path, ChangeHandler handler) {
		return RouterFunctions.route().POST(path + "/{name}", new ServletChangeRoutes(handler)::handle).build();
	}

	private ServerResponse handle(ServerRequest request) throws IOException {
		ChangeAnswer answer = answer(request);
		return ServerResponse.status(answer.status()).contentType(MediaType.APPLICATION_JSON).body(answer.bytes());
	}

	private ChangeAnswer answer(ServerRequest request) throws IOException {
		int maxBytes = this.handler.maxBodyBytes();
		long declaredBytes = request.headers().contentLength().orElse(-1);
		if (this.handler.isTooLarge(declaredBytes)) {
			return this.handler.tooLarge(declaredBytes);
		}
		byte[] body = request.servletRequest().getInputStream().readNBytes(maxBytes + 1);
		if (body.length > maxBytes) {
			return this.handler.tooLarge(declaredBytes);
		}
		return this.handler.handle(request.pathVariable("name"), request.headers().contentType().orElse(null), body);
	}

}
