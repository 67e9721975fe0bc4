package io.sharedconfig.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sharedconfig.ConfigDiff;
import org.jspecify.annotations.Nullable;

/**
 * Compares the properties of two versions. Pages of values that both share are not looked
 * at.
 */
final class PropertyDiff {

	private final PropertyTable before;

	private final PropertyTable after;

	private final List<String> added = new ArrayList<>();

	private final List<String> removed = new ArrayList<>();

	private final List<String> changed = new ArrayList<>();

	private PropertyDiff(PropertyTable before, PropertyTable after) {
		this.before = before;
		this.after = after;
	}

	static ConfigDiff between(String name, long fromVersion, long toVersion, @Nullable PropertyTable before,
			PropertyTable after) {
		if (before == null || before.keys().index() != after.keys().index()) {
			return ConfigDiff.between(name, fromVersion, toVersion, (before != null) ? before : Map.of(), after);
		}
		PropertyDiff diff = new PropertyDiff(before, after);
		diff.compareIndexed();
		diff.compareLater();
		return ConfigDiff.of(name, fromVersion, toVersion, diff.added, diff.removed, diff.changed, before, after);
	}

	/*
	 * Only names of the index: a slot behind them may stand for another name in the other
	 * version.
	 */
	private void compareIndexed() {
		String[] names = this.after.keys().index().names();
		@Nullable Object[][] old = this.before.pages();
		@Nullable Object[][] now = this.after.pages();
		for (int page = 0; page << PropertyTable.PAGE_BITS < names.length; page++) {
			if (old[page] != now[page]) {
				comparePage(names, page << PropertyTable.PAGE_BITS, old[page], now[page]);
			}
		}
	}

	private void comparePage(String[] names, int first, @Nullable Object[] old, @Nullable Object[] now) {
		int count = Math.min(PropertyTable.PAGE_SIZE, names.length - first);
		int at = 0;
		while (at < count) {
			int next = Arrays.mismatch(old, at, count, now, at, count);
			if (next < 0) {
				return;
			}
			at += next;
			int slot = at++;
			compareIndexed(names[first + slot], old[slot], now[slot]);
		}
	}

	private void compareLater() {
		Set<String> names = new LinkedHashSet<>(this.after.keys().later().keySet());
		names.addAll(this.before.keys().later().keySet());
		names.forEach((name) -> compare(name, this.before.get(name), this.after.get(name)));
	}

	/*
	 * A name of the index may stand later in one of the versions: then it is compared
	 * with all others that do.
	 */
	private void compareIndexed(String name, @Nullable Object old, @Nullable Object now) {
		if (!this.before.keys().later().containsKey(name) && !this.after.keys().later().containsKey(name)) {
			compare(name, old, now);
		}
	}

	private void compare(String name, @Nullable Object old, @Nullable Object now) {
		if (now == null) {
			if (old != null) {
				this.removed.add(name);
			}
		}
		else if (old == null) {
			this.added.add(name);
		}
		else if (!old.equals(now)) {
			this.changed.add(name);
		}
	}

}
