package io.sharedconfig.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a line of the history is, and what it says before its document or patch.
 * <p>
 * Immutable.
 *
 * @param start where it begins
 * @param end where it ends, behind its line feed
 * @param head what it says, {@code null} if it is damaged
 */
record HistoryLine(long start, long end, @Nullable HistoryHead head) {

	/**
	 * Return the next line.
	 * @return the line, {@code null} if there is none
	 */
	static @Nullable HistoryLine next(HistoryLines lines) throws IOException {
		HistoryHead head = HistoryHead.of(lines.next());
		return (lines.finish()) ? new HistoryLine(lines.lineStart(), lines.position(), head) : null;
	}

	static List<HistoryLine> all(HistoryLines lines) throws IOException {
		List<HistoryLine> all = new ArrayList<>();
		for (HistoryLine line = next(lines); line != null; line = next(lines)) {
			all.add(line);
		}
		return all;
	}

	/**
	 * Return whether it holds a whole document.
	 */
	boolean isWhole() {
		return this.head != null && !this.head.isPatch();
	}

	long lengthBytes() {
		return this.end - this.start;
	}

}
