package io.sharedconfig.autoconfigure;

import java.util.Optional;

import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.ServletChangeRoutes;
import io.sharedconfig.actuate.SharedConfigEndpoint;
import io.sharedconfig.env.SharedConfigProperties;

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
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/**
 * Takes changes of shared configurations over HTTP in the management context of a servlet
 * application, where the endpoint is exposed and may be written. An endpoint operation
 * cannot take a document: Spring Boot binds a body to a map of texts.
 *
 * @since 1.0.0
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean({ LocalConfigs.class, SharedConfigProperties.class, PathMappedEndpoints.class })
@ConditionalOnAvailableEndpoint(endpoint = SharedConfigEndpoint.class, exposure = EndpointExposure.WEB)
@EnableConfigurationProperties(CorsEndpointProperties.class)
public final class SharedConfigServletManagementContextConfiguration {

	@Bean
	RouterFunctionMapping sharedConfigChangeHandlerMapping(PathMappedEndpoints endpoints, EndpointAccessResolver access,
			LocalConfigs configs, SharedConfigProperties properties, CorsEndpointProperties cors) {
		RouterFunction<ServerResponse> routes = ChangeMapping.routes(endpoints, access, configs, properties,
				(request) -> Optional.empty(), ServletChangeRoutes::at);
		RouterFunctionMapping mapping = new RouterFunctionMapping(routes);
		mapping.setOrder(ChangeMapping.ORDER);
		mapping.setCorsConfigurations(ChangeMapping.cors(cors));
		return mapping;
	}

}
