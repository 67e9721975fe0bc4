package io.sharedconfig;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigDiff}.
 */
class ConfigDiffTests {

	private static final ConfigDiff DIFF = ConfigDiff.between("orders", 3, 4,
			ordered("same", 1, "pool.hosts[0]", "secret-old", "gone", "secret-gone"),
			ordered("same", 1, "pool.hosts[0]", "secret-new", "fresh.key", "secret-fresh"));

	@Test
	void betweenWhenPropertiesDifferTellsThemApart() {
		assertThat(DIFF.name()).isEqualTo("orders");
		assertThat(DIFF.fromVersion()).isEqualTo(3);
		assertThat(DIFF.toVersion()).isEqualTo(4);
		assertThat(DIFF.added()).containsExactly(Map.entry("fresh.key", "secret-fresh")).isUnmodifiable();
		assertThat(DIFF.removed()).containsExactly(Map.entry("gone", "secret-gone")).isUnmodifiable();
		assertThat(DIFF.changed())
			.containsExactly(Map.entry("pool.hosts[0]", new ConfigDiff.ValueChange("secret-old", "secret-new")))
			.isUnmodifiable();
		assertThat(DIFF.keys()).containsExactly("fresh.key", "pool.hosts[0]", "gone");
		assertThat(DIFF.isEmpty()).isFalse();
	}

	@Test
	void betweenWhenPropertiesAreEqualIsEmpty() {
		ConfigDiff diff = ConfigDiff.between("orders", 1, 2, Map.of("a", 1), Map.of("a", 1));
		assertThat(diff.isEmpty()).isTrue();
		assertThat(diff.keys()).isEmpty();
		assertThat(diff.affects("")).isFalse();
	}

	@Test
	void betweenWhenOnlyTheTypeDiffersIsAChange() {
		assertThat(ConfigDiff.between("orders", 1, 2, Map.of("a", 1), Map.of("a", "1")).changed()).containsKey("a");
	}

	@ParameterizedTest
	@CsvSource({ "'', true", "pool, true", "pool.hosts, true", "pool.hosts[0], true", "fresh, true", "gone, true",
			"same, false", "poo, false", "pool.host, false", "pool.hosts[0].port, false", "fresh.key.x, false" })
	void affectsWhenPrefixIsGivenLooksAtWholeParts(String prefix, boolean affected) {
		assertThat(DIFF.affects(prefix)).isEqualTo(affected);
	}

	@Test
	void toStringShowsNamesAndNoValues() {
		assertThat(DIFF).hasToString("ConfigDiff[name=orders, fromVersion=3, toVersion=4, added=[fresh.key], "
				+ "changed=[pool.hosts[0]], removed=[gone]]");
		assertThat(DIFF.changed().toString()).doesNotContain("secret");
	}

	private static Map<String, Object> ordered(Object... keysAndValues) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			map.put((String) keysAndValues[i], keysAndValues[i + 1]);
		}
		return map;
	}

}
