package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.List;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.env.SharedConfigPropertySource;
import io.sharedconfig.env.VersionView;
import io.sharedconfig.follow.Follower;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.ConfigurablePropertyResolver;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * An application's environment as it would be with other versions of what it follows. All
 * other property sources are those of the application.
 * <p>
 * Not thread-safe. Meant to be used again for the next version: what Spring Boot has
 * cached of property sources that are still the same stays of use.
 */
final class CandidateEnvironment extends StandardEnvironment {

	private final ConfigurableEnvironment application;

	/*
	 * All property sources that the application had when these views were made.
	 */
	private List<PropertySource<?>> shownOf = List.of();

	private List<Shown> shown = List.of();

	CandidateEnvironment(ConfigurableEnvironment application) {
		this.application = application;
		setConversionService(application.getConversionService());
	}

	@Override
	protected void customizePropertySources(MutablePropertySources sources) {
		// none of its own
	}

	@Override
	protected ConfigurablePropertyResolver createPropertyResolver(MutablePropertySources sources) {
		return ConfigurationPropertySources.createPropertyResolver(sources);
	}

	/**
	 * Show these versions.
	 */
	void show(Versions versions) {
		if (hasSame(this.application.getPropertySources(), this.shownOf) && showAgain(versions)) {
			return;
		}
		List<Shown> shown = new ArrayList<>();
		List<PropertySource<?>> before = attachedLeftOut(getPropertySources());
		List<PropertySource<?>> wanted = new ArrayList<>();
		for (PropertySource<?> source : attachedLeftOut(this.application.getPropertySources())) {
			if (source instanceof SharedConfigPropertySource live) {
				VersionView view = view(live, versions.of(live.getSource()), before);
				shown.add(new Shown(live, view));
				wanted.add(view);
			}
			else {
				wanted.add(source);
			}
		}
		if (!hasSame(before, wanted)) {
			before.forEach((source) -> getPropertySources().remove(source.getName()));
			wanted.forEach(getPropertySources()::addLast);
			ConfigurationPropertySources.attach(this);
		}
		this.shownOf = this.application.getPropertySources().stream().toList();
		this.shown = shown;
	}

	/*
	 * Nearly always it is the next version with the names of this one.
	 */
	private boolean showAgain(Versions versions) {
		for (Shown known : this.shown) {
			if (!known.view().show(versions.of(known.live().getSource()))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether these are the property sources, in this order.
	 */
	static boolean hasSame(Iterable<PropertySource<?>> sources, List<PropertySource<?>> known) {
		int index = 0;
		for (PropertySource<?> source : sources) {
			// property sources are equal if their names are
			if (index == known.size() || known.get(index) != source) {
				return false;
			}
			index++;
		}
		return index == known.size();
	}

	private static List<PropertySource<?>> attachedLeftOut(MutablePropertySources sources) {
		List<PropertySource<?>> all = new ArrayList<>();
		for (PropertySource<?> source : sources) {
			if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				all.add(source);
			}
		}
		return all;
	}

	private static VersionView view(SharedConfigPropertySource live, @Nullable ConfigSnapshot version,
			List<PropertySource<?>> before) {
		for (PropertySource<?> source : before) {
			if (source instanceof VersionView view && view.getSource() == live.getSource()
					&& view.getName().equals(live.getName()) && view.show(version)) {
				return view;
			}
		}
		return live.at(version);
	}

	/**
	 * Which version of each configuration is to be shown.
	 */
	@FunctionalInterface
	interface Versions {

		@Nullable ConfigSnapshot of(Follower follower);

	}

	/**
	 * What is shown in the place of a live view.
	 */
	private record Shown(SharedConfigPropertySource live, VersionView view) {

	}

}
