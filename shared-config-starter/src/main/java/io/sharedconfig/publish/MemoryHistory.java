package io.sharedconfig.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.VersionNotKeptException;
import io.sharedconfig.codec.DocumentSnapshot;

/**
 * The past of a configuration without a backup: what was published since the publisher
 * was opened, at most as much as the history may keep, and at most 8 MiB of documents.
 * <p>
 * Thread-safe.
 */
final class MemoryHistory implements KeptVersions {

	private static final long MAX_SIZE_BYTES = 8L * 1024 * 1024;

	private final String name;

	private final int maxVersions;

	private final long maxSizeBytes;

	private final Deque<DocumentSnapshot> newestFirst = new ArrayDeque<>();

	private long sizeBytes;

	MemoryHistory(String name, HistoryLimits limits) {
		this.name = name;
		this.maxVersions = limits.maxVersions();
		this.maxSizeBytes = Math.min(limits.maxSizeBytes(), MAX_SIZE_BYTES);
	}

	/**
	 * Keep a version. Its document is not asked for, only its size.
	 */
	synchronized void add(DocumentSnapshot version) {
		this.newestFirst.addFirst(version);
		this.sizeBytes += version.sizeBytes();
		while (this.newestFirst.size() > 1
				&& (this.newestFirst.size() > this.maxVersions || this.sizeBytes > this.maxSizeBytes)) {
			this.sizeBytes -= this.newestFirst.removeLast().sizeBytes();
		}
	}

	@Override
	public synchronized List<ConfigRevision> revisions() {
		return this.newestFirst.stream().map(HistoryEntry::revision).toList();
	}

	@Override
	public synchronized DocumentSnapshot revision(long version) {
		return this.newestFirst.stream()
			.filter((kept) -> kept.version() == version)
			.findFirst()
			.map((kept) -> Versions.of(this.name, HistoryEntry.of(kept)))
			.orElseThrow(() -> new VersionNotKeptException(this.name, version, revisions()));
	}

}
