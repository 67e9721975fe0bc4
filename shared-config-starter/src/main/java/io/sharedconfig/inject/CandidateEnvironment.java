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
		List<PropertySource<?>> before = attachedLeftOut(getPropertySources());
		List<PropertySource<?>> wanted = new ArrayList<>();
		for (PropertySource<?> source : attachedLeftOut(this.application.getPropertySources())) {
			wanted.add((source instanceof SharedConfigPropertySource live)
					? view(live, versions.of(live.getSource()), before) : source);
		}
		if (!isSame(before, wanted)) {
			before.forEach((source) -> getPropertySources().remove(source.getName()));
			wanted.forEach(getPropertySources()::addLast);
			ConfigurationPropertySources.attach(this);
		}
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

	private static PropertySource<?> view(SharedConfigPropertySource live, @Nullable ConfigSnapshot version,
			List<PropertySource<?>> before) {
		for (PropertySource<?> source : before) {
			if (source instanceof VersionView view && view.getSource() == live.getSource()
					&& view.getName().equals(live.getName()) && view.show(version)) {
				return view;
			}
		}
		return live.at(version);
	}

	static boolean isSame(List<PropertySource<?>> before, List<PropertySource<?>> wanted) {
		if (before.size() != wanted.size()) {
			return false;
		}
		for (int i = 0; i < before.size(); i++) {
			// property sources are equal if their names are
			if (before.get(i) != wanted.get(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Which version of each configuration is to be shown.
	 */
	@FunctionalInterface
	interface Versions {

		@Nullable ConfigSnapshot of(Follower follower);

	}

}
