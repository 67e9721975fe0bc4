package io.sharedconfig.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What the endpoint does differently over HTTP: values are shown to those who may see
 * them, and an unknown configuration is {@code 404}.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
@EndpointWebExtension(endpoint = SharedConfigEndpoint.class)
public final class SharedConfigEndpointWebExtension {

	private final SharedConfigEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 * @param showValues when values are shown
	 * @param roles who is authorized to see values, empty for everyone authenticated
	 */
	public SharedConfigEndpointWebExtension(SharedConfigEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Return one configuration with its document.
	 * @param securityContext who asks
	 * @param name the configuration
	 * @return what is known about it, or {@code 404}
	 */
	@ReadOperation
	public WebEndpointResponse<SharedConfigDescriptor> config(SecurityContext securityContext, @Selector String name) {
		SharedConfigDescriptor found = this.endpoint.config(name, this.showValues.isShown(securityContext, this.roles));
		return (found != null) ? new WebEndpointResponse<>(found)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
