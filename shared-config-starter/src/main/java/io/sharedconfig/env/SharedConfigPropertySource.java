package io.sharedconfig.env;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.follow.Follower;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The live view of a followed configuration: it always shows the version that the
 * follower has applied, and nothing while there is none. Reserved names are left out.
 * <p>
 * Thread-safe; one read is of one version. Several views of one follower may exist, in
 * several environments. It is never immutable for Spring Boot, whose caches then ask for
 * the names; when the names change, {@link LiveSources#replaceViews} makes all caches
 * forget.
 *
 * @since 1.0.0
 */
public final class SharedConfigPropertySource extends EnumerablePropertySource<Follower>
		implements OriginLookup<String> {

	/**
	 * What the name of such a property source starts with, before the name of the
	 * configuration.
	 */
	public static final String NAME_PREFIX = "shared-config:";

	private final FollowedConfigs configs;

	private final LiveValues live;

	SharedConfigPropertySource(FollowedConfigs configs, LiveValues live) {
		super(nameOf(live.follower().name()), live.follower());
		this.configs = configs;
		this.live = live;
	}

	static String nameOf(String configuration) {
		return NAME_PREFIX + configuration;
	}

	@Override
	public String[] getPropertyNames() {
		return this.live.now().names().shown();
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return this.live.now().get(name);
	}

	@Override
	public boolean containsProperty(String name) {
		return this.live.now().contains(name);
	}

	@Override
	public @Nullable Origin getOrigin(String key) {
		LiveValues.Values values = this.live.now();
		ConfigSnapshot snapshot = values.snapshot();
		if (snapshot == null || !values.contains(key)) {
			return null;
		}
		return new SharedConfigOrigin(getSource().file(), snapshot, key);
	}

	/**
	 * Derive what this view will show when a version becomes the current one, so that the
	 * first reader after that does not have to. Serves all views of the follower.
	 * @param candidate a version that may become the current one of the follower
	 * @return whether its names, or their order, differ from those shown now: then the
	 * views are to be replaced after it became the current one
	 */
	public boolean prepare(ConfigSnapshot candidate) {
		return this.live.prepare(candidate);
	}

	/**
	 * Return a view of one version of the same configuration, whichever is the current
	 * one. It has the name of this view.
	 * @param version the version, {@code null} for none
	 * @return a new view, for use by one thread at a time
	 */
	public VersionView at(@Nullable ConfigSnapshot version) {
		return new VersionView(getName(), this.live, version);
	}

	FollowedConfigs configs() {
		return this.configs;
	}

	SharedConfigPropertySource renewed() {
		return new SharedConfigPropertySource(this.configs, this.live);
	}

}
