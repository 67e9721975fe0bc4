package io.sharedconfig.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the endpoint.
 *
 * @param showValues When to show the values of a document.
 * @param roles Roles that authorize a user to be shown values, any authenticated user if
 * empty.
 */
@ConfigurationProperties("management.endpoint.sharedconfig")
record SharedConfigEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
