package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.DocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a history that has become too long.
 * <p>
 * Immutable.
 *
 * @param dropped how many lines are dropped
 * @param first the first line that is kept, with its whole document
 * @param next where the second line that is kept begins
 */
record HistoryCut(int dropped, byte[] first, long next) {

	/**
	 * Find out what to drop: as few lines as will do, but never the last two. If they
	 * will not do, as with very large documents, what comes before the last whole
	 * document.
	 * @param path the history
	 * @param lengthBytes how long it is
	 * @param limits how much to keep
	 * @param needed the oldest version that must be kept all the same, 0 for none
	 * @return the cut, {@code null} if nothing is dropped
	 */
	static @Nullable HistoryCut find(Path path, long lengthBytes, HistoryLimits limits, long needed,
			DocumentCodec codec) throws IOException {
		try (HistoryLines file = new HistoryLines(path)) {
			List<HistoryLine> lines = HistoryLine.all(file);
			int dropped = dropped(lines, lengthBytes, limits, needed);
			return (dropped > 0) ? new HistoryCut(dropped, first(file, lines, dropped, codec), lines.get(dropped).end())
					: null;
		}
	}

	private static int dropped(List<HistoryLine> lines, long lengthBytes, HistoryLimits limits, long needed) {
		long most = (lengthBytes > limits.maxSizeBytes()) ? limits.lengthToKeepBytes() : Long.MAX_VALUE;
		boolean tooMany = lines.size() > limits.maxLines();
		int fallback = 0;
		long documentBytes = 0;
		for (int dropped = 0; dropped <= lines.size() - 2; dropped++) {
			HistoryLine line = lines.get(dropped);
			documentBytes = (line.isWhole()) ? line.lengthBytes() : documentBytes;
			// a patch grows by about a document, which takes its place
			long kept = lengthBytes - line.start() + ((line.isWhole()) ? 0 : documentBytes);
			boolean few = lines.size() - dropped <= Math.max(2, limits.maxVersions());
			if (few && kept <= most) {
				return dropped;
			}
			if (line.isWhole() || few && tooMany && fallback == 0) {
				fallback = dropped;
			}
			if (needed > 0 && line.head() != null && line.head().version() >= needed) {
				return 0;
			}
		}
		return fallback;
	}

	private static byte[] first(HistoryLines file, List<HistoryLine> lines, int index, DocumentCodec codec)
			throws IOException {
		HistoryLine line = lines.get(index);
		HistoryHead head = line.head();
		if (head != null && head.isPatch()) {
			try {
				HistoryEntry entry = new HistoryReplay(file, lines, codec).entry(index);
				return HistoryFormat.documentLine(entry.revision(), head.stateHash(), entry.document());
			}
			catch (InvalidDocumentException ex) {
				// it is damaged and stays as it is
			}
		}
		return file.read(line.start(), line.end());
	}

}
