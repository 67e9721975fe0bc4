package io.sharedconfig.inject;

import java.time.Instant;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.codec.RelatedSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A version that counts what is asked of it.
 */
final class CountedSnapshot implements RelatedSnapshot {

	private final RelatedSnapshot counted;

	private final Map<String, Object> properties = new CountedMap();

	int lookups;

	int walks;

	int names;

	CountedSnapshot(ConfigSnapshot counted) {
		this.counted = (RelatedSnapshot) counted;
	}

	@Override
	public Map<String, Object> properties() {
		return this.properties;
	}

	@Override
	public String[] names() {
		this.names++;
		return this.counted.names();
	}

	@Override
	public ConfigDiff diff(@Nullable ConfigSnapshot before) {
		return this.counted.diff(before);
	}

	@Override
	public String name() {
		return this.counted.name();
	}

	@Override
	public long version() {
		return this.counted.version();
	}

	@Override
	public Instant publishedAt() {
		return this.counted.publishedAt();
	}

	@Override
	public @Nullable String author() {
		return this.counted.author();
	}

	@Override
	public @Nullable String comment() {
		return this.counted.comment();
	}

	@Override
	public String json() {
		throw new UnsupportedOperationException();
	}

	@Override
	public JsonNode document() {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable String pointer(String key) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int sizeBytes() {
		return this.counted.sizeBytes();
	}

	/**
	 * Everything but a look-up goes through the entries.
	 */
	private final class CountedMap extends AbstractMap<String, Object> {

		@Override
		public @Nullable Object get(Object key) {
			CountedSnapshot.this.lookups++;
			return CountedSnapshot.this.counted.properties().get(key);
		}

		@Override
		public boolean containsKey(Object key) {
			CountedSnapshot.this.lookups++;
			return CountedSnapshot.this.counted.properties().containsKey(key);
		}

		@Override
		public Set<Entry<String, Object>> entrySet() {
			CountedSnapshot.this.walks++;
			return CountedSnapshot.this.counted.properties().entrySet();
		}

	}

}
