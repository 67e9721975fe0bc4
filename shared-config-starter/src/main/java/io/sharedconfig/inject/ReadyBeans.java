package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Beans that are to be given versions, found by what they were given: by the name above
 * their properties, and by the texts of their {@code @Value} members.
 * <p>
 * Not thread-safe; used by who applies versions.
 */
final class ReadyBeans {

	private final Map<ConfigurationPropertyName, Living> bound = new HashMap<>();

	private final Map<String, Living> valued = new HashMap<>();

	void add(Injected bean) {
		Injected.BoundTarget target = bean.bound();
		if (target != null) {
			this.bound.computeIfAbsent(target.prefix(), (first) -> new Living()).add(bean);
		}
		bean.values()
			.refreshable()
			.stream()
			.map(ValuePoint::text)
			.distinct()
			.forEach((text) -> this.valued.computeIfAbsent(text, (first) -> new Living()).add(bean));
	}

	boolean isEmpty() {
		return this.bound.isEmpty() && this.valued.isEmpty();
	}

	/**
	 * Return the beans of configuration properties that a change reaches.
	 */
	List<Injected> bound(ChangedNames changed) {
		List<Injected> found = new ArrayList<>();
		for (ConfigurationPropertyName name : changed.reached()) {
			Living living = this.bound.get(name);
			if (living != null) {
				found.addAll(living.beans);
			}
		}
		return found;
	}

	/**
	 * Return the beans that have a member with this text.
	 */
	List<Injected> valued(String text) {
		Living living = this.valued.get(text);
		return (living != null) ? living.beans : List.of();
	}

	/**
	 * Beans under one name. Those that are gone are dropped when there are twice as many
	 * as there were living ones.
	 */
	private static final class Living {

		private static final int FEWEST = 16;

		private final List<Injected> beans = new ArrayList<>(1);

		private int most = FEWEST;

		void add(Injected bean) {
			if (this.beans.size() >= this.most) {
				this.beans.removeIf((known) -> known.instance() == null);
				this.most = Math.max(FEWEST, 2 * this.beans.size());
			}
			this.beans.add(bean);
		}

	}

}
