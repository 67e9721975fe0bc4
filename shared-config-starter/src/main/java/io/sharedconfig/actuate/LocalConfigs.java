package io.sharedconfig.actuate;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
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

	/**
	 * Create the view of a process.
	 * @param publishers what it publishes
	 * @param followers what it follows
	 */
	public LocalConfigs(ObjectProvider<SharedConfigPublisher> publishers,
			ObjectProvider<SharedConfigFollower> followers) {
		this.publishers = publishers;
		this.followers = followers;
	}

	List<SharedConfigPublisher> publishers() {
		return this.publishers.orderedStream().toList();
	}

	/**
	 * Return what this process follows, without what was only looked for because a
	 * profile is active, and is not there.
	 */
	List<SharedConfigFollower> followers() {
		Set<SharedConfigFollower> asked = this.followers.stream().collect(Collectors.toSet());
		return allFollowers().filter((follower) -> follower.current() != null || asked.contains(follower)).toList();
	}

	private Stream<SharedConfigFollower> allFollowers() {
		return this.followers.orderedStream(ObjectProvider.UNFILTERED);
	}

	@Nullable SharedConfigPublisher publisher(String name) {
		return publishers().stream().filter((publisher) -> publisher.name().equals(name)).findFirst().orElse(null);
	}

	@Nullable SharedConfigFollower follower(String name) {
		return allFollowers().filter((follower) -> follower.name().equals(name)).findFirst().orElse(null);
	}

}
