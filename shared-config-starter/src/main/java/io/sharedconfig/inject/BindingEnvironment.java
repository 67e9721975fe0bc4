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

	private final Map<ConfigurationPropertyName, Shown> known = new HashMap<>();

	private @Nullable Shown shown;

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
		Shown next = this.known.get(prefix);
		if (next == null || !next.isOf(this.whole.getPropertySources(), names)) {
			next = below(prefix, names);
			this.known.put(prefix, next);
		}
		MutablePropertySources sources = getPropertySources();
		if (next != this.shown && !CandidateEnvironment.hasSame(sources, next.sources())) {
			sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
			next.sources().forEach(sources::addLast);
		}
		this.shown = next;
	}

	private Shown below(ConfigurationPropertyName prefix, @Nullable OtherNames names) {
		Set<PropertySource<?>> silent = (names != null) ? names.silentBelow(prefix) : Set.of();
		List<PropertySource<?>> whole = this.whole.getPropertySources().stream().toList();
		List<PropertySource<?>> wanted = new ArrayList<>();
		// the one that Spring Boot has attached comes first: the binder skips it, and
		// placeholders find everything there
		for (PropertySource<?> source : whole) {
			if (!silent.contains(source)) {
				wanted.add((source instanceof VersionView view && !prefix.isEmpty()) ? narrowed(view, prefix) : source);
			}
		}
		return new Shown(whole, names, wanted, wanted.stream().allMatch(BindingEnvironment::isOurs));
	}

	private static boolean isOurs(PropertySource<?> source) {
		return source instanceof NarrowedView
				|| ConfigurationPropertySources.isAttachedConfigurationPropertySource(source);
	}

	/**
	 * Return whether nothing but what is followed has something to say below the name.
	 */
	boolean showsOursOnly() {
		Shown now = this.shown;
		return now != null && now.oursOnly();
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

	/**
	 * What is shown of a whole environment.
	 *
	 * @param whole its sources
	 * @param names what was known of the names of those that are not ours
	 * @param sources what is shown of them
	 * @param oursOnly whether nothing but what is followed is among that
	 */
	private record Shown(List<PropertySource<?>> whole, @Nullable OtherNames names, List<PropertySource<?>> sources,
			boolean oursOnly) {

		/*
		 * A view of a version with other names is another view.
		 */
		boolean isOf(MutablePropertySources sources, @Nullable OtherNames names) {
			return this.names == names && CandidateEnvironment.hasSame(sources, this.whole);
		}

	}

}
