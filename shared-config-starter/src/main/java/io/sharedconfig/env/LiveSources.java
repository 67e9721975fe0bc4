package io.sharedconfig.env;

import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.follow.Follower;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Finds and renews the live views in an environment. The environment itself is asked each
 * time: a refresh of Spring Cloud puts other objects into it.
 * <p>
 * Thread-safe.
 *
 * @since 1.0.0
 */
public final class LiveSources {

	private LiveSources() {
	}

	/**
	 * Return the live views in an environment.
	 * @param environment the environment to look into
	 * @return the views, the one that wins first
	 */
	public static List<SharedConfigPropertySource> in(ConfigurableEnvironment environment) {
		List<SharedConfigPropertySource> found = new ArrayList<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof SharedConfigPropertySource view) {
				found.add(view);
			}
		}
		return found;
	}

	/**
	 * Return the live view of a follower in an environment.
	 * @param environment the environment to look into
	 * @param follower the follower
	 * @return the view, {@code null} if it has none there
	 */
	public static @Nullable SharedConfigPropertySource find(ConfigurableEnvironment environment, Follower follower) {
		for (SharedConfigPropertySource view : in(environment)) {
			if (view.getSource() == follower) {
				return view;
			}
		}
		return null;
	}

	/**
	 * Put a new view in the place of each view of a follower. Whatever was cached for the
	 * old one, in the environment and in every binder, is forgotten with it.
	 * @param environment the environment to change
	 * @param follower the follower whose names have changed
	 */
	public static void replaceViews(ConfigurableEnvironment environment, Follower follower) {
		for (SharedConfigPropertySource view : in(environment)) {
			if (view.getSource() == follower) {
				environment.getPropertySources().replace(view.getName(), view.renewed());
			}
		}
	}

}
