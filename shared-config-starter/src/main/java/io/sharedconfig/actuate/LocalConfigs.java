package io.sharedconfig.actuate;

import java.util.List;
import java.util.stream.Stream;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.env.FollowedConfigs;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The configurations that this process publishes and follows.
 * <p>
 * Thread-safe. The bean factory is asked each time.
 *
 * @since 1.0.0
 */
public final class LocalConfigs {

	private final ObjectProvider<SharedConfigPublisher> publishers;

	private final ObjectProvider<SharedConfigFollower> followers;

	private final ObjectProvider<FollowedConfigs> followed;

	/**
	 * Create the view of a process.
	 * @param publishers what it publishes
	 * @param followers what it follows
	 * @param followed how it came to follow that
	 */
	public LocalConfigs(ObjectProvider<SharedConfigPublisher> publishers,
			ObjectProvider<SharedConfigFollower> followers, ObjectProvider<FollowedConfigs> followed) {
		this.publishers = publishers;
		this.followers = followers;
		this.followed = followed;
	}

	List<SharedConfigPublisher> publishers() {
		return this.publishers.orderedStream().toList();
	}

	/**
	 * Return what this process follows, without what is only looked for because a profile
	 * is active, and is not there.
	 */
	List<SharedConfigFollower> followers() {
		return allFollowers().filter((follower) -> follower.current() != null || isAskedFor(follower)).toList();
	}

	private boolean isAskedFor(SharedConfigFollower follower) {
		FollowedConfigs known = this.followed.getIfAvailable();
		return known == null || known.isNamed(follower.name()) || known.hub().find(follower.name()) != follower;
	}

	private Stream<SharedConfigFollower> allFollowers() {
		return this.followers.orderedStream();
	}

	@Nullable SharedConfigPublisher publisher(String name) {
		return publishers().stream().filter((publisher) -> publisher.name().equals(name)).findFirst().orElse(null);
	}

	@Nullable SharedConfigFollower follower(String name) {
		return allFollowers().filter((follower) -> follower.name().equals(name)).findFirst().orElse(null);
	}

}
