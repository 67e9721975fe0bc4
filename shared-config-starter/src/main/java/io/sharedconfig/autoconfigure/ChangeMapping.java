package io.sharedconfig.autoconfigure;

import io.sharedconfig.actuate.ChangeHandler;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigEndpoint;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.env.SharedConfigProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.util.unit.DataSize;

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
	 * Return the path of the endpoint.
	 * @return the path, {@code null} if the endpoint is not exposed or may not be written
	 */
	static @Nullable String path(PathMappedEndpoints endpoints, EndpointAccessResolver access) {
		EndpointId id = EndpointId.of(SharedConfigEndpoint.ID);
		return (access.accessFor(id, Access.READ_ONLY) == Access.UNRESTRICTED) ? endpoints.getPath(id) : null;
	}

	static ChangeHandler handler(LocalConfigs configs, SharedConfigProperties properties) {
		long maxBodyBytes = properties.publisher().maxSize().toBytes() + ENVELOPE.toBytes();
		return new ChangeHandler(configs, new DocumentCodec()::object, Math.toIntExact(maxBodyBytes));
	}

}
