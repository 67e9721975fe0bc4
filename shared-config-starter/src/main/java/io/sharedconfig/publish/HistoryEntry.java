package io.sharedconfig.publish;

import java.util.List;
import java.util.stream.Stream;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.RecordMeta;

/**
 * One version as the history knows it.
 * <p>
 * Immutable.
 *
 * @param revision what is said about it
 * @param document the document
 */
record HistoryEntry(ConfigRevision revision, Document document) {

	private static final int MAX_NAMES_LENGTH = 16 * 1024;

	static HistoryEntry of(DocumentSnapshot version) {
		return new HistoryEntry(revision(version), version.content());
	}

	/**
	 * Return what the history says of a version.
	 */
	static ConfigRevision revision(DocumentSnapshot version) {
		RecordMeta meta = version.meta();
		List<String> names = Stream.of(meta.added(), meta.changed(), meta.removed()).flatMap(List::stream).toList();
		return new ConfigRevision(version.version(), version.publishedAt(), version.author(), version.comment(),
				names.size(), withinLimit(names));
	}

	private static List<String> withinLimit(List<String> names) {
		int length = 0;
		for (int i = 0; i < names.size(); i++) {
			length += names.get(i).length();
			if (length > MAX_NAMES_LENGTH) {
				return names.subList(0, i);
			}
		}
		return names;
	}

	long version() {
		return this.revision.version();
	}

	@Override
	public String toString() {
		return "HistoryEntry[version=%d]".formatted(version());
	}

}
