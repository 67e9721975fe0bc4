package io.sharedconfig.autoconfigure;

import io.sharedconfig.publish.PublishEvents;
import org.apache.commons.logging.Log;

/**
 * Writes to the log what a master does: one line per version, one per problem, and never
 * a configuration value.
 * <p>
 * Thread-safe.
 */
final class PublishLog implements PublishEvents {

	private final Log log;

	PublishLog(Log log) {
		this.log = log;
	}

	@Override
	public void published(String name, long version, int changes) {
		this.log.info("Published shared config version %d of '%s' (%d changed)".formatted(version, name, changes));
	}

	@Override
	public void warning(String name, String problem) {
		this.log.warn("Shared config '%s': %s".formatted(name, problem));
	}

	@Override
	public void fenced(String name, String reason) {
		this.log.warn("This process is no longer the master of shared config '%s' and publishes no more: %s"
			.formatted(name, reason));
	}

	@Override
	public void standby(String name, String reason) {
		this.log.info("Standing by for shared config '%s': %s".formatted(name, reason));
	}

	@Override
	public void tookOver(String name, long version) {
		this.log.info("This process stood by and is the master of shared config '%s' now, from version %d"
			.formatted(name, version));
	}

}
