package io.sharedconfig.plain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowDefaults;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.FollowOptions;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

/**
 * Opens a follower.
 * <p>
 * Not thread-safe; one per follower.
 *
 * @since 1.0.0
 */
public final class FollowerBuilder {

	private final Path directory;

	private final String name;

	private Duration pollInterval = Duration.ofMillis(100);

	private Duration staleAfter = Duration.ofSeconds(5);

	private Set<String> trustedOwners = Set.of();

	private boolean doorbell = true;

	private FollowEvents events = FollowEvents.NONE;

	private boolean report = true;

	private @Nullable String application;

	FollowerBuilder(Path directory, String name) {
		this.directory = Objects.requireNonNull(directory, "'directory' must not be null");
		this.name = Objects.requireNonNull(name, "'name' must not be null");
	}

	/**
	 * Set how often the file is looked at by time; 100 ms if not set. While the master's
	 * ring is heard, once a second is enough, and each 2.5 seconds when nothing happens.
	 * @param pollInterval a positive duration
	 * @return this builder
	 */
	public FollowerBuilder pollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
		return this;
	}

	/**
	 * Set whether the file is looked at, besides, as soon as the master rings; it is if
	 * not set. Where the ring cannot be heard that changes nothing.
	 * @param doorbell whether to listen
	 * @return this builder
	 */
	public FollowerBuilder doorbell(boolean doorbell) {
		this.doorbell = doorbell;
		return this;
	}

	/**
	 * Set how long no sign of a master makes a version stale; 5 s if not set.
	 * @param staleAfter a positive duration
	 * @return this builder
	 */
	public FollowerBuilder staleAfter(Duration staleAfter) {
		this.staleAfter = staleAfter;
		return this;
	}

	/**
	 * Trust files of these users besides this user's and root's; none if not set.
	 * @param trustedOwners names or uids
	 * @return this builder
	 */
	public FollowerBuilder trustedOwners(Set<String> trustedOwners) {
		this.trustedOwners = trustedOwners;
		return this;
	}

	/**
	 * Set who is told of what happens; nobody if not set.
	 * @param events called on threads of the follower
	 * @return this builder
	 */
	public FollowerBuilder events(FollowEvents events) {
		this.events = events;
		return this;
	}

	/**
	 * Set whether a status file is kept for the master to see; it is if not set.
	 * @param report whether to report
	 * @return this builder
	 */
	public FollowerBuilder report(boolean report) {
		this.report = report;
		return this;
	}

	/**
	 * Set what the master calls this process; the name of its main class or archive if
	 * not set.
	 * @param application a name for people
	 * @return this builder
	 */
	public FollowerBuilder application(String application) {
		this.application = Objects.requireNonNull(application, "'application' must not be null");
		return this;
	}

	/**
	 * Follow. The version that is there is applied when this returns; that there is none
	 * yet is not an error.
	 * @return the follower, to be closed by the caller
	 * @throws io.sharedconfig.InvalidNameException if the name cannot be one
	 * @throws IllegalArgumentException if a duration is not positive
	 */
	public SharedConfigFollower open() {
		FollowerHub hub = new FollowerHub(new FollowOptions(this.directory, this.pollInterval, this.staleAfter,
				this.trustedOwners, this.doorbell), this.events)
			.closeWithLastFollower();
		if (this.report) {
			hub.reportAs((this.application != null) ? this.application : FollowDefaults.application());
		}
		Follower follower = hub.follow(this.name);
		hub.start();
		return follower;
	}

}
