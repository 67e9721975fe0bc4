package io.sharedconfig.inject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Copies changed properties from a freshly bound object to a living one. What the program
 * has set itself, under names that have not changed, stays; a property that is gone gets
 * what the fresh object has, which is the default of its class.
 * <p>
 * Not thread-safe; one per copy. A reader meanwhile sees old and new members, and nothing
 * else.
 */
final class PropertyCopy {

	private static final int DEEPEST = 32;

	private final ChangedNames changed;

	PropertyCopy(ChangedNames changed) {
		this.changed = changed;
	}

	void copy(Object fresh, Object live, ConfigurationPropertyName prefix) {
		copy(fresh, live, prefix, 0);
	}

	private void copy(Object fresh, Object live, ConfigurationPropertyName prefix, int depth) {
		for (BeanMember member : BeanMember.of(live.getClass())) {
			ConfigurationPropertyName name = prefix.append(member.uniformName());
			if (this.changed.reach(name)) {
				copy(member, fresh, live, name, depth);
			}
		}
	}

	private void copy(BeanMember member, Object fresh, Object live, ConfigurationPropertyName name, int depth) {
		Object value = member.read(fresh);
		if (member.isWritable()) {
			member.write(live, value);
			return;
		}
		Object kept = member.read(live);
		if (kept == null || value == null || kept == value) {
			return;
		}
		if (kept instanceof Map<?, ?> map && value instanceof Map<?, ?> next) {
			replace(map, next);
		}
		else if (kept instanceof Collection<?> collection && value instanceof Collection<?> next) {
			replace(collection, next);
		}
		else if (depth < DEEPEST && kept.getClass() == value.getClass() && !isValue(kept.getClass())) {
			copy(value, kept, name, depth + 1);
		}
	}

	private static boolean isValue(Class<?> type) {
		return type.isArray() || type.isRecord() || BeanUtils.isSimpleValueType(type)
				|| type.getName().startsWith("java.");
	}

	@SuppressWarnings("unchecked")
	private static void replace(Map<?, ?> kept, Map<?, ?> next) {
		Map<@Nullable Object, @Nullable Object> map = (Map<@Nullable Object, @Nullable Object>) kept;
		// first what is new, then away with the rest: never empty in between
		map.putAll(next);
		map.keySet().retainAll(new ArrayList<>(next.keySet()));
	}

	@SuppressWarnings("unchecked")
	private static void replace(Collection<?> kept, Collection<?> next) {
		if (kept instanceof List<?> list) {
			replaceList((List<@Nullable Object>) list, next);
			return;
		}
		Collection<@Nullable Object> collection = (Collection<@Nullable Object>) kept;
		collection.addAll(next);
		collection.retainAll(new ArrayList<>(next));
	}

	private static void replaceList(List<@Nullable Object> kept, Collection<?> next) {
		int index = 0;
		for (Object element : next) {
			if (index < kept.size()) {
				kept.set(index, element);
			}
			else {
				kept.add(element);
			}
			index++;
		}
		for (int last = kept.size() - 1; last >= index; last--) {
			kept.remove(last);
		}
	}

}
