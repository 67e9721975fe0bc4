package io.sharedconfig.file.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A version in a file with tiny arenas: two of four words. A record has a header in its
 * first word (its length and the position of its snapshot), and one or three words of
 * payload. A payload is such that, taken for a header, it may look like one.
 * <p>
 * A DELTA is stored, published and read by the very steps of a SNAPSHOT. It differs in
 * where a follower begins to copy: behind what it has taken, or with the snapshot that
 * the record names, so that a run of records has to be whole and not only one. Hence
 * there are a DELTA in an arena that is used for the first time, and one in an arena that
 * is used again.
 *
 * @param version its number
 * @param position where it is
 * @param length how many words it has
 * @param base where its snapshot is: where a follower that has nothing has to begin
 */
record Publication(int version, int position, int length, int base) {

	static final int PUBLISHED = 0;

	static final int RECLAIM = 1;

	static final int ARENA_CAPACITY = 4;

	private static final int FIRST_WORD = 2;

	/**
	 * Return a memory in which nothing is published.
	 */
	static long[] emptyFile() {
		long[] values = new long[FIRST_WORD + 2 * ARENA_CAPACITY];
		values[PUBLISHED] = -1;
		return values;
	}

	/**
	 * Return versions that use each arena twice. Records of an arena begin at other
	 * places when it is used again. Versions 2 and 6 are changes to the ones before them.
	 */
	static List<Publication> script() {
		return List.of(new Publication(1, 0, 2, 0), new Publication(2, 2, 2, 0), new Publication(3, 4, 4, 4),
				new Publication(4, 8, 4, 8), new Publication(5, 12, 2, 12), new Publication(6, 14, 2, 12));
	}

	static int epoch(long position) {
		return (int) Math.floorDiv(position, ARENA_CAPACITY);
	}

	static int room(long position) {
		return ARENA_CAPACITY - (int) (position % ARENA_CAPACITY);
	}

	/**
	 * Return the location of the word at a position.
	 */
	static int location(long position) {
		return FIRST_WORD + (int) (position % (2 * ARENA_CAPACITY));
	}

	static int lengthIn(long header) {
		return (int) (header & 0xF);
	}

	static int baseIn(long header) {
		return (int) (header >> 4 & 0xF);
	}

	/**
	 * Return what a run of records should contain.
	 */
	static List<Long> content(long from, long end) {
		List<Long> words = new ArrayList<>();
		for (Publication publication : script()) {
			for (int word = 0; word < publication.length; word++) {
				if (publication.position + word >= from && publication.position + word < end) {
					words.add(publication.word(word));
				}
			}
		}
		return words;
	}

	/**
	 * Return a word of the record, 0 for the header.
	 */
	long word(int index) {
		int low = (index == 0) ? this.base << 4 | this.length : epoch(this.position) * ARENA_CAPACITY << 4 | 2;
		return (long) this.version << 8 | low;
	}

	boolean entersEpochAfter(Publication before) {
		return epoch(this.position) > epoch(before.position);
	}

}
