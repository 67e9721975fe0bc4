package io.sharedconfig.publish;

import java.util.Map;
import java.util.function.Supplier;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentLine;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;
import io.sharedconfig.file.NewVersion;
import io.sharedconfig.file.StoredRecord;
import io.sharedconfig.file.StoredRun;
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
		return document.diff(name, (before != null) ? before.version() : 0, version,
				(before != null) ? before.content() : null);
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

	/**
	 * Return what is written of a version.
	 * @param patch what it changes in the version before, {@code null} if that is not
	 * known
	 */
	static NewVersion toWrite(DocumentSnapshot version, byte @Nullable [] patch) {
		return toWrite(version, patch, version.content()::payload);
	}

	/**
	 * Return what is written of a version.
	 * @param payload makes the bytes of its document
	 */
	static NewVersion toWrite(DocumentSnapshot version, byte @Nullable [] patch, Supplier<byte[]> payload) {
		Document document = version.content();
		return new NewVersion(version.version(), version.publishedAt().toEpochMilli(), document.knownStateHash(),
				version.meta().encode(), document.lengthBytes(), payload, patch);
	}

	/**
	 * Return the version that a run of records ends with.
	 * @param line the document before, which goes on to this one
	 * @return the version, {@code null} if the records do not lead to its hash
	 */
	static @Nullable DocumentSnapshot read(String name, StoredRun run, DocumentLine line) {
		StoredVersion whole = run.snapshot();
		StoredRecord last = run.last();
		Document document = line.next((whole != null) ? whole.payload() : null, run.patches(), last.stateHash());
		return (document != null)
				? new DocumentSnapshot(name, last.version(), last.publishedAtMs(), last.meta(), document) : null;
	}

}
