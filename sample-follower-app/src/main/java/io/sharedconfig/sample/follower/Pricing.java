package io.sharedconfig.sample.follower;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The same part of {@code orders}, immutable: each version makes another one.
 *
 * @param discount a fraction of the price, {@code null} if none is configured
 * @since 1.0.0
 */
@ConfigurationProperties("pricing")
public record Pricing(@Nullable BigDecimal discount) {

}
