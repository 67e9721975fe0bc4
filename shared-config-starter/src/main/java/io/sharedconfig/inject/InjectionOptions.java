package io.sharedconfig.inject;

/**
 * What is to change with a version.
 *
 * @param values whether {@code @Value} members do
 * @param properties whether beans of configuration properties do
 * @param logging whether levels of loggers do
 * @since 1.0.0
 */
public record InjectionOptions(boolean values, boolean properties, boolean logging) {

}
