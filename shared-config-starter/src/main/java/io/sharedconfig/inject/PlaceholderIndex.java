package io.sharedconfig.inject;

import java.util.LinkedHashSet;
import java.util.Set;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.follow.AppliedState;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Where the placeholders in an environment lead, in its properties and in texts of
 * {@code @Value} annotations: noted once, and from then on only for what has changed.
 * <p>
 * It holds for the newest state, and that is enough to tell what differs between that
 * state and any other one: on the way from a text to a property that differs, the first
 * name that leads elsewhere is itself a property that differs, and stands on the way in
 * both states.
 * <p>
 * Not thread-safe; used by who applies versions.
 */
final class PlaceholderIndex {

	private final ConfigurableEnvironment environment;

	private final FollowerHub hub;

	private final Placeholders placeholders;

	private final Dependents properties = new Dependents();

	private final Dependents texts = new Dependents();

	private @Nullable AppliedState state;

	private @Nullable OtherSources others;

	private @Nullable OtherNames otherNames;

	PlaceholderIndex(ConfigurableEnvironment environment, FollowerHub hub) {
		this.environment = environment;
		this.hub = hub;
		this.placeholders = new Placeholders(environment, this);
	}

	/**
	 * Let it hold for what the environment shows now.
	 */
	void bringUpTo(AppliedState newest) {
		OtherSources known = this.others;
		if (known == null || !known.areAsIn(this.environment.getPropertySources())) {
			rebuild();
		}
		else if (this.state != newest) {
			follow(this.state, newest);
		}
		this.state = newest;
	}

	private void follow(@Nullable AppliedState before, AppliedState newest) {
		Set<String> names = new LinkedHashSet<>();
		for (Follower follower : this.hub.followers()) {
			ConfigDiff diff = newest.diff(before, follower);
			names.addAll((diff != null) ? diff.keys() : Set.of());
		}
		ChangedNames changed = new ChangedNames(names);
		names.addAll(this.properties.of(changed));
		names.forEach(this::noteProperty);
		this.texts.of(changed).forEach(this::noteText);
	}

	private void rebuild() {
		this.others = OtherSources.of(this.environment.getPropertySources());
		this.otherNames = OtherNames.of(this.environment.getPropertySources());
		this.properties.clear();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (Placeholders.isIn(enumerable.getProperty(name))) {
						note(name);
					}
				}
			}
		}
		this.texts.all().forEach(this::noteText);
	}

	/**
	 * Return the names that other property sources had when this was brought up to a
	 * state.
	 */
	@Nullable OtherNames otherNames() {
		return this.otherNames;
	}

	private void noteProperty(String name) {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable
					&& Placeholders.isIn(enumerable.getProperty(name))) {
				note(name);
				return;
			}
		}
		this.properties.remove(name);
	}

	private void note(String name) {
		this.properties.put(name, this.placeholders.namesIn("${" + name + "}"));
	}

	private void noteText(String text) {
		this.texts.put(text, this.placeholders.namesIn(text));
	}

	/**
	 * Note where a text leads, if that is not known yet.
	 */
	void addText(String text) {
		if (!this.texts.contains(text)) {
			noteText(text);
		}
	}

	/**
	 * Return the properties whose placeholders lead to one that differs.
	 */
	Set<String> propertiesOf(ChangedNames changed) {
		return this.properties.of(changed);
	}

	/**
	 * Return the texts whose placeholders lead to a property that differs.
	 */
	Set<String> textsOf(ChangedNames changed) {
		return this.texts.of(changed);
	}

}
