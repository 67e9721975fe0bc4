package io.sharedconfig.env;

import io.sharedconfig.NotPublishedException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains that an imported configuration has not been published.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SharedConfigNotFoundFailureAnalyzer extends AbstractFailureAnalyzer<ConfigDataResourceNotFoundException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConfigDataResourceNotFoundException cause) {
		if (!(cause.getCause() instanceof NotPublishedException missing)) {
			return null;
		}
		return new FailureAnalysis(missing.getMessage() + importedFrom(cause.getLocation()),
				SharedConfigFailureAnalyzer.publishFirst("'optional:shared-config:%s'".formatted(missing.name())),
				cause);
	}

	private String importedFrom(@Nullable ConfigDataLocation location) {
		if (location == null) {
			return "";
		}
		Origin origin = Origin.from(location);
		return " (imported from '%s'%s)".formatted(location, (origin != null) ? " at " + origin : "");
	}

}
