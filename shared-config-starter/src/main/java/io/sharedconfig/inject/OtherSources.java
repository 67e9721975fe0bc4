package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.sharedconfig.env.SharedConfigPropertySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * What the property sources of an environment that are not ours were like at one moment,
 * as far as placeholders may lead elsewhere when it changes: which sources there are in
 * which order, which names they have, and which values have placeholders. Sources that
 * never change are told apart by identity and not looked into.
 * <p>
 * Immutable.
 */
final class OtherSources {

	private final List<Seen> seen;

	private OtherSources(List<Seen> seen) {
		this.seen = seen;
	}

	static OtherSources of(MutablePropertySources sources) {
		List<Seen> seen = new ArrayList<>();
		for (PropertySource<?> source : sources) {
			seen.add(Seen.of(source));
		}
		return new OtherSources(seen);
	}

	/**
	 * Return whether all of them are as they were.
	 */
	boolean areAsIn(MutablePropertySources sources) {
		int index = 0;
		for (PropertySource<?> source : sources) {
			if (index == this.seen.size() || !this.seen.get(index).isLike(source)) {
				return false;
			}
			index++;
		}
		return index == this.seen.size();
	}

	/**
	 * One source, with names and values if these may change.
	 */
	private record Seen(Object identity, List<String> names, List<Object> texts) {

		static Seen of(PropertySource<?> source) {
			List<String> names = names(source);
			return new Seen(identity(source), names, names.stream().map((name) -> text(source, name)).toList());
		}

		boolean isLike(PropertySource<?> source) {
			if (this.identity != identity(source)) {
				return false;
			}
			List<String> now = names(source);
			if (!this.names.equals(now)) {
				return false;
			}
			for (int i = 0; i < now.size(); i++) {
				if (!Objects.equals(this.texts.get(i), text(source, now.get(i)))) {
					return false;
				}
			}
			return true;
		}

		/*
		 * A view of ours is replaced now and then by another one of the same follower.
		 */
		private static Object identity(PropertySource<?> source) {
			return (source instanceof SharedConfigPropertySource live) ? live.getSource() : source;
		}

		private static List<String> names(PropertySource<?> source) {
			boolean constant = source instanceof SharedConfigPropertySource
					|| source instanceof CommandLinePropertySource<?> || source.getSource() == System.getenv()
					|| (source instanceof PropertySourceInfo info && info.isImmutable());
			return (!constant && source instanceof EnumerablePropertySource<?> enumerable)
					? Arrays.asList(enumerable.getPropertyNames()) : List.of();
		}

		/*
		 * A value without placeholders leads nowhere, whatever it is.
		 */
		private static Object text(PropertySource<?> source, String name) {
			Object value = source.getProperty(name);
			return (Placeholders.isIn(value)) ? String.valueOf(value) : value != null;
		}

	}

}
