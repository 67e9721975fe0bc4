package io.sharedconfig.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerStatus;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.SharedConfigFollower;
import org.jspecify.annotations.Nullable;

/**
 * Follows one configuration.
 *
 * @since 1.0.0
 */
public final class Follower implements SharedConfigFollower {

	public Path file() {
		throw new UnsupportedOperationException();
	}

	@Override
	public String name() {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable ConfigSnapshot current() {
		throw new UnsupportedOperationException();
	}

	@Override
	public FollowerStatus status() {
		throw new UnsupportedOperationException();
	}

	@Override
	public RefreshResult refresh() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean awaitVersion(long version, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Subscription onChange(Consumer<ConfigDiff> listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		throw new UnsupportedOperationException();
	}

}
