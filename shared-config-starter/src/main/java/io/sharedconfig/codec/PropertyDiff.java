package io.sharedconfig.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.sharedconfig.ConfigDiff;
import org.jspecify.annotations.Nullable;

/**
 * Compares the properties of two versions. Pages of values that both share are not looked
 * at.
 */
final class PropertyDiff {

	private final PropertyTable before;

	private final PropertyTable after;

	private final Map<String, Object> added = new LinkedHashMap<>();

	private final Map<String, Object> removed = new LinkedHashMap<>();

	private final Map<String, ConfigDiff.ValueChange> changed = new LinkedHashMap<>();

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
		return ConfigDiff.of(name, fromVersion, toVersion, diff.added, diff.removed, diff.changed);
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
			compare(names[first + at]);
			at++;
		}
	}

	private void compareLater() {
		Map<String, Integer> old = this.before.keys().later();
		Map<String, Integer> now = this.after.keys().later();
		now.keySet().forEach(this::compare);
		if (old != now) {
			old.keySet().forEach(this::compare);
		}
	}

	private void compare(String name) {
		Object old = this.before.get(name);
		Object now = this.after.get(name);
		if (now == null) {
			if (old != null) {
				this.removed.put(name, old);
			}
		}
		else if (old == null) {
			this.added.put(name, now);
		}
		else if (!old.equals(now)) {
			this.changed.put(name, new ConfigDiff.ValueChange(old, now));
		}
	}

}
