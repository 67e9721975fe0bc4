package io.sharedconfig.autoconfigure;

import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.ReactiveChangeRoutes;
import io.sharedconfig.actuate.SharedConfigEndpoint;
import io.sharedconfig.env.SharedConfigProperties;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;

/**
 * Takes changes of shared configurations over HTTP in the management context of a
 * reactive application, where the endpoint is exposed and may be written. An endpoint
 * operation cannot take a document: Spring Boot binds a body to a map of texts.
 *
 * @since 1.0.0
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean({ LocalConfigs.class, SharedConfigProperties.class, PathMappedEndpoints.class })
@ConditionalOnAvailableEndpoint(endpoint = SharedConfigEndpoint.class, exposure = EndpointExposure.WEB)
@EnableConfigurationProperties(CorsEndpointProperties.class)
public final class SharedConfigReactiveManagementContextConfiguration {

	@Bean
	RouterFunctionMapping sharedConfigChangeHandlerMapping(PathMappedEndpoints endpoints, EndpointAccessResolver access,
			LocalConfigs configs, SharedConfigProperties properties, CorsEndpointProperties cors) {
		RouterFunction<ServerResponse> routes = ChangeMapping.routes(endpoints, access, configs, properties,
				(request) -> Mono.empty(), ReactiveChangeRoutes::at);
		RouterFunctionMapping mapping = new RouterFunctionMapping(routes);
		mapping.setOrder(ChangeMapping.ORDER);
		mapping.setCorsConfigurations(ChangeMapping.cors(cors));
		return mapping;
	}

}
