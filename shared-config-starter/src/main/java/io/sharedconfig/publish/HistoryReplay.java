package io.sharedconfig.publish;

import java.io.IOException;
import java.util.List;

import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the versions of a history of its lines: of a whole document, and of the patches
 * that follow it. That nothing went wrong on the way the hash of the last one shows.
 * <p>
 * Not thread-safe; one per reading.
 */
final class HistoryReplay {

	private final HistoryLines file;

	private final List<HistoryLine> lines;

	private final DocumentCodec codec;

	/**
	 * Create a replay.
	 * @param file where the lines are read
	 * @param lines the lines without a gap, the oldest first
	 */
	HistoryReplay(HistoryLines file, List<HistoryLine> lines, DocumentCodec codec) {
		this.file = file;
		this.lines = lines;
		this.codec = codec;
	}

	/**
	 * Make the version of a line.
	 * @param index which line
	 * @return the version
	 * @throws InvalidDocumentException if the line, or one that it builds on, is damaged
	 */
	HistoryEntry entry(int index) throws IOException {
		int whole = wholeBefore(index);
		Document document = document(whole, index);
		if (whole < index) {
			ObjectNode tree = document.tree();
			for (int i = whole + 1; i <= index; i++) {
				tree = patched(tree, i, index);
			}
			document = proved(tree, index);
		}
		return new HistoryEntry(head(index).revision(), document);
	}

	/**
	 * Make the newest version that can be made.
	 * @return the version, {@code null} if there is none
	 */
	@Nullable Made newest() throws IOException {
		int index = this.lines.size() - 1;
		for (int tries = 0; tries < 2 && index >= 0; tries++, index--) {
			try {
				return new Made(index, entry(index));
			}
			catch (InvalidDocumentException ex) {
				// most often it is the last line alone
			}
		}
		while (index >= 0) {
			int whole = wholeAtOrBefore(index);
			Made made = (whole >= 0) ? newest(whole, index) : null;
			if (made != null) {
				return made;
			}
			index = whole - 1;
		}
		return null;
	}

	/*
	 * Damaged lines are rare, and then each version has to prove itself.
	 */
	private @Nullable Made newest(int whole, int to) throws IOException {
		Made newest = null;
		try {
			Document document = document(whole, whole);
			newest = new Made(whole, new HistoryEntry(head(whole).revision(), document));
			ObjectNode tree = document.tree();
			for (int i = whole + 1; i <= to; i++) {
				requireBuildsOnTheOneBefore(i, i);
				tree = patched(tree, i, i);
				document = this.codec.encode(tree);
				if (isProved(document, i)) {
					newest = new Made(i, new HistoryEntry(head(i).revision(), document));
				}
			}
		}
		catch (InvalidDocumentException ex) {
			// what is newer than that cannot be made
		}
		return newest;
	}

	private int wholeAtOrBefore(int index) {
		int whole = index;
		while (whole >= 0 && !this.lines.get(whole).isWhole()) {
			whole--;
		}
		return whole;
	}

	private int wholeBefore(int index) {
		int whole = index;
		while (head(whole).isPatch()) {
			requireBuildsOnTheOneBefore(whole, index);
			whole--;
		}
		return whole;
	}

	private void requireBuildsOnTheOneBefore(int index, int wanted) {
		HistoryHead head = head(index);
		HistoryHead before = (index > 0) ? this.lines.get(index - 1).head() : null;
		if (before == null || before.version() != head.version() - 1) {
			throw new InvalidDocumentException(
					"version %d is kept as a patch, and the line before it is %s%s".formatted(head.version(),
							(index > 0) ? "damaged or of another version" : "not there", buildsOn(wanted, index)));
		}
	}

	private String buildsOn(int wanted, int index) {
		return (wanted != index) ? "; version %d builds on it".formatted(head(wanted).version()) : "";
	}

	private Document document(int whole, int wanted) throws IOException {
		try {
			return HistoryFormat.document(bytes(whole), head(whole), this.codec);
		}
		catch (InvalidDocumentException ex) {
			throw damaged(ex, whole, wanted);
		}
	}

	private ObjectNode patched(ObjectNode tree, int index, int wanted) throws IOException {
		try {
			return HistoryFormat.patch(bytes(index), head(index)).applyTo(tree);
		}
		catch (InvalidDocumentException ex) {
			throw damaged(ex, index, wanted);
		}
	}

	private InvalidDocumentException damaged(InvalidDocumentException cause, int index, int wanted) {
		return (index == wanted) ? cause : new InvalidDocumentException(
				"version %d: %s%s".formatted(head(index).version(), cause.problem(), buildsOn(wanted, index)));
	}

	private Document proved(ObjectNode tree, int index) {
		Document document = this.codec.encode(tree);
		if (!isProved(document, index)) {
			throw new InvalidDocumentException(
					"the patches up to version %d lead to another document than was published"
						.formatted(head(index).version()));
		}
		return document;
	}

	private boolean isProved(Document document, int index) {
		return HistoryFormat.stateHash(document).equals(head(index).stateHash());
	}

	private HistoryHead head(int index) {
		HistoryHead head = this.lines.get(index).head();
		if (head == null) {
			throw new InvalidDocumentException("a line of the history lacks its version, time or content");
		}
		return head;
	}

	private byte[] bytes(int index) throws IOException {
		HistoryLine line = this.lines.get(index);
		return this.file.read(line.start(), line.end());
	}

	/**
	 * A version that was made.
	 *
	 * @param index its line
	 * @param entry the version
	 */
	record Made(int index, HistoryEntry entry) {

	}

}
