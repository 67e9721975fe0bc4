package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.sharedconfig.env.VersionView;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A trial environment as the binder is to see it: values and placeholders are those of
 * the whole environment, but of what is followed only the names are listed that lie below
 * the one to be bound, and of the other property sources those are left out that have
 * nothing there.
 * <p>
 * Not thread-safe. What Spring Boot caches for a name is of use the next time.
 */
final class BindingEnvironment extends StandardEnvironment {

	private final ConfigurableEnvironment whole;

	private final Supplier<@Nullable OtherNames> others;

	private final Map<View, NarrowedView> narrowed = new HashMap<>();

	BindingEnvironment(ConfigurableEnvironment whole, Supplier<@Nullable OtherNames> others) {
		this.whole = whole;
		this.others = others;
		setConversionService(whole.getConversionService());
		narrow(ConfigurationPropertyName.EMPTY);
	}

	@Override
	protected void customizePropertySources(MutablePropertySources sources) {
		// none of its own
	}

	/**
	 * Show what the whole environment shows now, to bind what lies below a name.
	 * @param prefix the name, empty to list all names
	 */
	void narrow(ConfigurationPropertyName prefix) {
		OtherNames names = (prefix.isEmpty()) ? null : this.others.get();
		Set<PropertySource<?>> silent = (names != null) ? names.silentBelow(prefix) : Set.of();
		List<PropertySource<?>> wanted = new ArrayList<>();
		// the one that Spring Boot has attached comes first: the binder skips it, and
		// placeholders find everything there
		for (PropertySource<?> source : this.whole.getPropertySources()) {
			if (!silent.contains(source)) {
				wanted.add((source instanceof VersionView view && !prefix.isEmpty()) ? narrowed(view, prefix) : source);
			}
		}
		MutablePropertySources sources = getPropertySources();
		if (!CandidateEnvironment.isSame(sources.stream().toList(), wanted)) {
			sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
			wanted.forEach(sources::addLast);
		}
	}

	/**
	 * Return whether nothing but what is followed has something to say below the name.
	 */
	boolean showsOursOnly() {
		for (PropertySource<?> source : getPropertySources()) {
			if (!(source instanceof NarrowedView)
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return what is known of the names of other property sources.
	 */
	@Nullable OtherNames others() {
		return this.others.get();
	}

	private NarrowedView narrowed(VersionView view, ConfigurationPropertyName prefix) {
		return this.narrowed.compute(new View(view.getName(), prefix),
				(key, known) -> (known != null) ? known.next(view, prefix) : NarrowedView.of(view, prefix));
	}

	private record View(String name, ConfigurationPropertyName prefix) {

	}

}
