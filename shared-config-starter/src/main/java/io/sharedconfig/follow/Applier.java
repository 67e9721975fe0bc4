package io.sharedconfig.follow;

import java.util.Map;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * How a process takes over a new version. A follower without a program around it needs
 * none; the Spring side binds and tells its beans here.
 * <p>
 * Called by one thread at a time: the apply thread or the caller of {@code refresh()}.
 *
 * @since 1.0.0
 */
public interface Applier {

	/**
	 * Take every version as it comes.
	 */
	Applier DIRECT = (follower, candidate, diff) -> Trial.ACCEPTED;

	/**
	 * Run work that applies versions. An implementation that must hold a lock while a
	 * version is applied takes it here, before any lock of ours.
	 * @param work the work, to be run exactly once
	 */
	default void around(Runnable work) {
		work.run();
	}

	/**
	 * Try a version before it becomes the current one. Nothing may be changed yet.
	 * @param follower the follower that would apply it
	 * @param candidate the version
	 * @param diff what differs from the version applied now
	 * @return the verdict
	 */
	Trial trial(Follower follower, ConfigSnapshot candidate, ConfigDiff diff);

	/**
	 * Try a document that will not be applied now, whatever comes of it: nobody is told,
	 * and neither {@link Trial#made()} nor {@link Trial#applied()} is called.
	 * @param follower the follower that would apply it
	 * @param candidate the document, as if it were the next version
	 * @param diff what differs from the version applied now
	 * @return why it would be refused, without any configuration value, {@code null} if
	 * it would be accepted
	 */
	default @Nullable String rehearse(Follower follower, ConfigSnapshot candidate, ConfigDiff diff) {
		return trial(follower, candidate, diff).refusal();
	}

	/**
	 * The verdict on a version.
	 */
	interface Trial {

		/**
		 * Accepted, with nothing more to do.
		 */
		Trial ACCEPTED = () -> {
		};

		/**
		 * Return why the version is refused.
		 * @return the reason without any configuration value, {@code null} when it is
		 * accepted
		 */
		default @Nullable String refusal() {
			return null;
		}

		/**
		 * Return what was made of the version: it takes its place together with the
		 * version, in {@link AppliedState#made()}.
		 * @return the things made, empty if there are none
		 */
		default Map<?, ?> made() {
			return Map.of();
		}

		/**
		 * Finish, now that the version is the current one. Not called for a refused
		 * version.
		 */
		void applied();

	}

}
