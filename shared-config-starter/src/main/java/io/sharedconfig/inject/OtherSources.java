package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.sharedconfig.env.SharedConfigPropertySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * What the property sources of an environment that are not ours were like at one moment,
 * as far as placeholders may lead elsewhere when it changes: which sources there are in
 * which order, which names they have, and which values have placeholders. Sources that
 * never change are told apart by identity and not looked into; maps that have the same
 * entries as before, by identity, are not looked into any further.
 * <p>
 * Immutable.
 */
final class OtherSources {

	/*
	 * What these give is what is in their map, and nothing else.
	 */
	private static final Set<Class<?>> PLAIN_MAPS = Set.of(MapPropertySource.class, PropertiesPropertySource.class,
			SystemEnvironmentPropertySource.class, OriginTrackedMapPropertySource.class);

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
	 * Return whether a source has what is in its map, and nothing else.
	 */
	static boolean isPlainMap(PropertySource<?> source) {
		return PLAIN_MAPS.contains(source.getClass());
	}

	/**
	 * One source, with names and values if these may change.
	 *
	 * @param entries keys and values of its map in turn, {@code null} if it has none that
	 * is all there is
	 */
	private record Seen(Object identity, @Nullable Object @Nullable [] entries, List<String> names,
			List<Object> texts) {

		static Seen of(PropertySource<?> source) {
			@Nullable Object[] entries = entries(source);
			List<String> names = names(source);
			return new Seen(identity(source), entries, names,
					names.stream().map((name) -> text(source, name)).toList());
		}

		boolean isLike(PropertySource<?> source) {
			if (this.identity != identity(source)) {
				return false;
			}
			if (isConstant(source)
					|| (this.entries != null && isUntouched(this.entries, (Map<?, ?>) source.getSource()))) {
				return true;
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

		private static boolean isConstant(PropertySource<?> source) {
			return source instanceof SharedConfigPropertySource || source instanceof CommandLinePropertySource<?>
					|| source.getSource() == System.getenv()
					|| (source instanceof PropertySourceInfo info && info.isImmutable());
		}

		private static @Nullable Object @Nullable [] entries(PropertySource<?> source) {
			if (isConstant(source) || !isPlainMap(source)) {
				return null;
			}
			List<@Nullable Object> entries = new ArrayList<>();
			((Map<?, ?>) source.getSource()).forEach((key, value) -> {
				entries.add(key);
				entries.add(value);
			});
			return entries.toArray();
		}

		private static boolean isUntouched(@Nullable Object[] entries, Map<?, ?> map) {
			int index = 0;
			for (Iterator<? extends Map.Entry<?, ?>> now = map.entrySet().iterator(); now.hasNext(); index += 2) {
				Map.Entry<?, ?> entry = now.next();
				if (index == entries.length || entries[index] != entry.getKey()
						|| entries[index + 1] != entry.getValue()) {
					return false;
				}
			}
			return index == entries.length;
		}

		private static List<String> names(PropertySource<?> source) {
			return (!isConstant(source) && source instanceof EnumerablePropertySource<?> enumerable)
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
