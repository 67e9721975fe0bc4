package io.sharedconfig.env;

import java.util.Arrays;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.follow.Follower;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.EnumerablePropertySource;

/**
 * The view of one version of a followed configuration, as an environment would show it if
 * it were the current one: to try a version, or to look at an earlier one. Reserved names
 * are left out.
 * <p>
 * Not thread-safe; one per environment that is used by one thread at a time.
 *
 * @since 1.0.0
 */
public final class VersionView extends EnumerablePropertySource<Follower> {

	private final LiveValues live;

	private final String[] names;

	/*
	 * Equal to the names, but another array: what was compared with them last.
	 */
	private String[] compared;

	private LiveValues.Values values;

	VersionView(String name, LiveValues live, @Nullable ConfigSnapshot version) {
		super(name, live.follower());
		this.live = live;
		this.values = live.of(version);
		this.names = this.values.names().shown();
		this.compared = this.names;
	}

	/**
	 * Show another version, if its names are the same. Names are cached by whoever reads
	 * property sources, so a version with other names needs a new view.
	 * @param version the version, {@code null} for none
	 * @return whether it is shown now
	 */
	public boolean show(@Nullable ConfigSnapshot version) {
		LiveValues.Values next = this.live.of(version);
		String[] shown = next.names().shown();
		if (shown != this.names && shown != this.compared) {
			if (!Arrays.equals(shown, this.names)) {
				return false;
			}
			this.compared = shown;
		}
		this.values = next;
		return true;
	}

	@Override
	public String[] getPropertyNames() {
		return this.names;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return this.values.get(name);
	}

	@Override
	public boolean containsProperty(String name) {
		return this.values.contains(name);
	}

}
