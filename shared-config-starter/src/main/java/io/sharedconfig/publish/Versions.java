package io.sharedconfig.publish;

import java.util.Map;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;
import io.sharedconfig.file.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * Versions in the making: from a document to what is stored.
 * <p>
 * Thread-safe.
 */
final class Versions {

	private Versions() {
	}

	/**
	 * Return what a document would change.
	 */
	static ConfigDiff diff(@Nullable DocumentSnapshot before, String name, long version, Document document) {
		return ConfigDiff.between(name, (before != null) ? before.version() : 0, version,
				(before != null) ? before.properties() : Map.of(), document.properties());
	}

	static DocumentSnapshot of(ConfigDiff diff, long publishedAtMs, @Nullable String author, @Nullable String comment,
			Document document) {
		return new DocumentSnapshot(diff.name(), diff.toVersion(), publishedAtMs, RecordMeta.of(author, comment, diff),
				document);
	}

	/**
	 * Return a version as the history knows it: what it changed is not told again.
	 */
	static DocumentSnapshot of(String name, HistoryEntry entry) {
		ConfigRevision revision = entry.revision();
		ConfigDiff untold = ConfigDiff.between(name, 0, entry.version(), Map.of(), Map.of());
		return of(untold, revision.publishedAt().toEpochMilli(), revision.author(), revision.comment(),
				entry.document());
	}

	static StoredVersion stored(DocumentSnapshot version) {
		return new StoredVersion(version.version(), version.publishedAt().toEpochMilli(), version.content().stateHash(),
				version.meta().encode(), version.content().payload());
	}

}
