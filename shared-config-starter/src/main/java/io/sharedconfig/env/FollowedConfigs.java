package io.sharedconfig.env;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sharedconfig.NotPublishedException;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.follow.FollowDefaults;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The configurations that one application follows: its hub, and how each was asked for.
 * <p>
 * Thread-safe. Made by the first import or annotation, kept in the bootstrap context, a
 * bean as soon as there is a bean factory, closed with it.
 *
 * @since 1.0.0
 */
public final class FollowedConfigs implements AutoCloseable {

	/**
	 * The name of the bean.
	 */
	public static final String BEAN_NAME = "sharedConfigFollowedConfigs";

	private final FollowSettings settings;

	private final Log log;

	private final FollowerHub hub;

	private final Map<Follower, LiveValues> live = new ConcurrentHashMap<>();

	private final Set<String> mandatory = ConcurrentHashMap.newKeySet();

	private final Set<String> named = ConcurrentHashMap.newKeySet();

	private final Set<String> placed = ConcurrentHashMap.newKeySet();

	private final Set<String> contended = ConcurrentHashMap.newKeySet();

	private volatile boolean owned;

	FollowedConfigs(FollowSettings settings, Log log) {
		this.settings = settings;
		this.log = log;
		this.hub = new FollowerHub(settings.options(), new FollowLog(log));
	}

	/**
	 * Return the configurations that an environment follows and that nobody has yet made
	 * a bean of, or an object that follows nothing yet.
	 * @param environment the environment to look into, and to take the settings from
	 * @return the object, to be closed by the caller
	 */
	public static FollowedConfigs adopt(ConfigurableEnvironment environment) {
		FollowedConfigs found = findUnowned(environment);
		FollowedConfigs configs = (found != null) ? found : create(FollowSettings.bind(Binder.get(environment)));
		configs.own();
		return configs;
	}

	static FollowedConfigs create(FollowSettings settings) {
		return new FollowedConfigs(settings, LogFactory.getLog(FollowedConfigs.class));
	}

	/*
	 * The environment of a child context has the views of its parent too; those are the
	 * business of the parent.
	 */
	static @Nullable FollowedConfigs findUnowned(ConfigurableEnvironment environment) {
		return LiveSources.in(environment)
			.stream()
			.map(SharedConfigPropertySource::configs)
			.filter((configs) -> !configs.owned)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Remember that a bean factory closes this object.
	 */
	void own() {
		this.owned = true;
	}

	/**
	 * Return the hub of all followers.
	 * @return the hub, closed with this object
	 */
	public FollowerHub hub() {
		return this.hub;
	}

	/**
	 * Return whether the application cannot do without a configuration.
	 * @param name the configuration
	 * @return {@code false} if it is optional in each place that asks for it
	 */
	public boolean isMandatory(String name) {
		return this.mandatory.contains(name);
	}

	/**
	 * Return whether an import or annotation names a configuration, so that it is not
	 * just looked for because a profile is active.
	 * @param name the configuration
	 * @return {@code true} if it is named
	 */
	public boolean isNamed(String name) {
		return this.named.contains(name);
	}

	FollowSettings settings() {
		return this.settings;
	}

	/**
	 * Follow a configuration that is named.
	 * @return a live view of it, which may be empty if the configuration is optional
	 * @throws NotPublishedException if it is not optional and not there in time
	 * @throws SharedConfigException if it is not optional and cannot be read
	 */
	SharedConfigPropertySource follow(String name, boolean optional) {
		Follower follower = this.hub.follow(name);
		this.named.add(name);
		if (!optional) {
			requirePublished(follower);
			this.mandatory.add(name);
		}
		return view(follower);
	}

	/**
	 * Follow a configuration that may or may not be there for a profile.
	 */
	SharedConfigPropertySource followForProfile(String name) {
		return view(this.hub.follow(name));
	}

	private SharedConfigPropertySource view(Follower follower) {
		return new SharedConfigPropertySource(this,
				this.live.computeIfAbsent(follower, (added) -> new LiveValues(added, this.hub)));
	}

	private void requirePublished(Follower follower) {
		if (follower.current() != null
				|| new StartWait(this.hub, follower, this.settings.longestWait()).awaitPublished()) {
			return;
		}
		SharedConfigException problem = follower.problem();
		if (problem != null) {
			throw problem;
		}
		throw new NotPublishedException(follower.name(), this.hub.directory(), FollowDefaults.user(),
				this.settings.longestWait());
	}

	/**
	 * Return whether an annotation has decided where a configuration goes.
	 */
	boolean isPlaced(String name) {
		return this.placed.contains(name);
	}

	/**
	 * Remember that an annotation has decided where a configuration goes.
	 */
	void place(String name) {
		this.placed.add(name);
	}

	/**
	 * Say once that a configuration is both imported and named by an annotation.
	 */
	void warnOfTwoPlaces(String name) {
		if (this.contended.add(name)) {
			this.log
				.warn("Shared config '%s' is imported and named by @SharedConfig: it stays where the annotation puts it"
					.formatted(name));
		}
	}

	/**
	 * Say that settings came too late to have an effect, if they did: something is
	 * followed in another way than the properties say.
	 * @param properties the settings when all property sources were known
	 */
	public void warnOfLateSettings(SharedConfigProperties properties) {
		if (this.hub.followers().isEmpty()) {
			return;
		}
		if (!Objects.equals(this.settings.directory(), properties.directory())) {
			warnOfLateSetting("directory");
		}
		if (!this.settings.follower().equals(properties.follower())) {
			warnOfLateSetting("follower.*");
		}
	}

	private void warnOfLateSetting(String key) {
		this.log.warn(("'shared-config.%s' has no effect where it was found last: that was read after a shared "
				+ "config was imported. Set it in the document that imports, in the environment or on the command line")
			.formatted(key));
	}

	@Override
	public void close() {
		this.hub.close();
	}

}
