package io.sharedconfig.env;

import java.nio.file.Path;
import java.time.Duration;

import io.sharedconfig.env.SharedConfigProperties.Doorbell;
import io.sharedconfig.follow.FollowDefaults;
import io.sharedconfig.follow.FollowOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.util.StringUtils;

/**
 * The part of {@link SharedConfigProperties} that is needed before there are beans.
 * <p>
 * Immutable.
 *
 * @param enabled whether anything is followed
 * @param directory the configured directory, {@code null} for the default one
 * @param follower how to follow
 */
record FollowSettings(boolean enabled, @Nullable String directory, SharedConfigProperties.Follower follower) {

	private static final String PREFIX = SharedConfigProperties.PREFIX + ".";

	static FollowSettings bind(Binder binder) {
		boolean enabled = binder.bind(PREFIX + "enabled", Boolean.class).orElse(true);
		String directory = binder.bind(PREFIX + "directory", String.class).orElse("");
		return new FollowSettings(enabled, (StringUtils.hasText(directory)) ? directory : null,
				binder.bindOrCreate(PREFIX + "follower", SharedConfigProperties.Follower.class));
	}

	/**
	 * Return whether anything is to be followed in this run. Nothing is while an
	 * application is being processed ahead of time: what happens to be published on the
	 * machine that builds it must not end in the result.
	 */
	boolean active() {
		return this.enabled && !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
	}

	Path path() {
		return (this.directory != null) ? Path.of(this.directory).toAbsolutePath() : FollowDefaults.directory();
	}

	Duration longestWait() {
		return this.follower.longestWait();
	}

	FollowOptions options() {
		return new FollowOptions(path(), this.follower.pollInterval(), this.follower.staleAfter(),
				this.follower.trustedOwners(), this.follower.doorbell() == Doorbell.AUTO);
	}

}
