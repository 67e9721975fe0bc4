package io.sharedconfig.autoconfigure;

import java.util.Map;
import java.util.function.BiFunction;

import io.sharedconfig.actuate.ChangeHandler;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigEndpoint;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.env.SharedConfigProperties;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.util.unit.DataSize;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Where and how changes are taken over HTTP, for both web frameworks.
 */
final class ChangeMapping {

	/**
	 * Right before the mappings of Spring Boot's endpoints, whose order is -100 and which
	 * answer 405 to a {@code POST}.
	 */
	static final int ORDER = -101;

	private static final DataSize ENVELOPE = DataSize.ofKilobytes(64);

	private ChangeMapping() {
	}

	/**
	 * Return routes below the path of the endpoint.
	 * @param none the routes if the endpoint is not exposed or may not be written
	 * @param at makes routes below a path
	 */
	static <R> R routes(PathMappedEndpoints endpoints, EndpointAccessResolver access, LocalConfigs configs,
			SharedConfigProperties properties, R none, BiFunction<String, ChangeHandler, R> at) {
		EndpointId id = EndpointId.of(SharedConfigEndpoint.ID);
		String path = (access.accessFor(id, Access.READ_ONLY) == Access.UNRESTRICTED) ? endpoints.getPath(id) : null;
		return (path != null) ? at.apply(path, handler(configs, properties)) : none;
	}

	private static ChangeHandler handler(LocalConfigs configs, SharedConfigProperties properties) {
		long maxBodyBytes = properties.publisher().maxSize().toBytes() + ENVELOPE.toBytes();
		return new ChangeHandler(configs, new DocumentCodec()::object, Math.toIntExact(maxBodyBytes));
	}

	/**
	 * Return who may come from elsewhere, which is the same for all endpoints.
	 */
	static Map<String, CorsConfiguration> cors(CorsEndpointProperties properties) {
		CorsConfiguration allowed = properties.toCorsConfiguration();
		return (allowed != null) ? Map.of("/**", allowed) : Map.of();
	}

}
