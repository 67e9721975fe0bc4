package io.sharedconfig.torture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A document that is a function of its version and of the master that made it, down to
 * the last byte, and that ends with a checksum of itself. The master is in it so that the
 * same version of two masters, written to the same place, is two documents.
 * <p>
 * Not thread-safe; one per thread. The array of {@link #bytes()} is used again.
 */
public final class SelfCheckingDocument {

	/**
	 * The longest document, in bytes.
	 */
	public static final int MAX_BYTES = 64 * 1024;

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int WORDS_PER_TEXT = 64;

	private static final int MAX_WORDS = 7000;

	private static final int KINDS_OF_MASTERS = 4;

	private static final int GROWING = 3;

	private static final int VERSIONS_PER_ROUND = 64;

	private static final int FIRST_KEPT = 40;

	private static final int KEPT_TEXTS = 16;

	private final byte[] bytes = new byte[MAX_BYTES];

	private final CRC32 crc = new CRC32();

	private int length;

	/**
	 * Make a document.
	 * @param version its version
	 * @param master the number of the master that makes it
	 */
	public void make(long version, int master) {
		long seed = mix(version * 1_000_003 + master);
		this.length = 0;
		text("{\"version\":");
		number(version);
		text(",\"master\":");
		number(master);
		if (isKept(version)) {
			keptTexts(version, master);
		}
		else {
			ownTexts(seed, words(seed, master));
		}
		text(",\"crc\":");
		this.crc.reset();
		this.crc.update(this.bytes, 0, this.length);
		number(this.crc.getValue());
		text("}");
	}

	/**
	 * Some versions keep all texts but one of the version before.
	 */
	private static boolean isKept(long version) {
		return version % VERSIONS_PER_ROUND >= FIRST_KEPT;
	}

	private void keptTexts(long version, int master) {
		for (int text = 0; text < KEPT_TEXTS; text++) {
			this.bytes[this.length++] = ',';
			keptName(text);
			this.bytes[this.length++] = ':';
			keptText(version, master, text);
		}
	}

	private void keptName(int text) {
		text("\"k");
		number(text);
		text("\"");
	}

	/**
	 * A text is as old as the last version whose turn it was.
	 */
	private void keptText(long version, int master, int text) {
		long first = version - version % VERSIONS_PER_ROUND + FIRST_KEPT;
		long changed = Math.max(first, version - Math.floorMod(version - text, KEPT_TEXTS));
		long seed = mix(changed * 1_000_003 + master) + text;
		text("\"");
		words(seed, 0, 1 + (int) (seed >>> 40 & 0x1F));
		text("\"");
	}

	private void ownTexts(long seed, int words) {
		for (int word = 0; word < words; word += WORDS_PER_TEXT) {
			text(",\"t");
			number(word / WORDS_PER_TEXT);
			text("\":\"");
			words(seed, word, Math.min(words, word + WORDS_PER_TEXT));
			text("\"");
		}
	}

	private void words(long seed, int from, int to) {
		for (int word = from; word < to; word++) {
			// eight of the characters '@' to 'O', none of which JSON escapes
			WORD.set(this.bytes, this.length, mix(seed + word) & 0x0F0F0F0F0F0F0F0FL | 0x4040404040404040L);
			this.length += Long.BYTES;
		}
	}

	/**
	 * Return what a document changes in the one of the version before, by the same
	 * master. It is made with it.
	 * @param version its version
	 * @param master the number of the master that makes it
	 * @return a JSON patch, {@code null} if it has nothing in common with it
	 */
	public byte[] patch(long version, int master) {
		if (!isKept(version) || !isKept(version - 1)) {
			return null;
		}
		make(version, master);
		byte[] document = bytes();
		int text = (int) (version % KEPT_TEXTS);
		this.length = 0;
		text("[{\"op\":\"replace\",\"path\":\"/version\",\"value\":");
		number(version);
		text("},{\"op\":\"replace\",\"path\":\"/k");
		number(text);
		text("\",\"value\":");
		keptText(version, master, text);
		text("},{\"op\":\"replace\",\"path\":\"/crc\",\"value\":");
		number(this.crc.getValue());
		text("}]");
		byte[] patch = bytes();
		System.arraycopy(document, 0, this.bytes, 0, document.length);
		this.length = document.length;
		return patch;
	}

	/**
	 * Return why something is not the patch of its version.
	 * @param version the version it was read as
	 * @param master the master that made the whole document before
	 * @param found the whole patch
	 * @return what is wrong, {@code null} if nothing is
	 */
	public String patchProblem(long version, int master, byte[] found) {
		return Arrays.equals(found, patch(version, master)) ? null
				: "the patch of version %d is not that of master %d".formatted(version, master);
	}

	/**
	 * Half of the masters make long ones, so that each arena holds a few only and is used
	 * again at once. Those of the others are mostly short. One master in four makes one
	 * that no smallest arena takes, now and then.
	 */
	private static int words(long seed, int master) {
		int dice = (int) (seed >>> 40) & 0x1FF;
		int size = (int) (seed >>> 8) & 0xFFFF;
		if (dice == 0 && master % KINDS_OF_MASTERS == GROWING) {
			return 2100 + size % (MAX_WORDS - 2100);
		}
		if (dice < 32 || isLong(master)) {
			return 1000 + size % 900;
		}
		return 1 + size % ((dice < 128) ? 512 : 100);
	}

	private static boolean isLong(int master) {
		int kind = master % KINDS_OF_MASTERS;
		return kind == 1 || kind == 2;
	}

	private static long mix(long value) {
		long mixed = (value + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

	private void text(String text) {
		for (int at = 0; at < text.length(); at++) {
			this.bytes[this.length++] = (byte) text.charAt(at);
		}
	}

	private void number(long number) {
		if (number >= 10) {
			number(number / 10);
		}
		this.bytes[this.length++] = (byte) ('0' + number % 10);
	}

	/**
	 * Return why something is not the document of its version.
	 * @param version the version it was read as
	 * @param found the whole document
	 * @return what is wrong, {@code null} if nothing is
	 */
	public String problem(long version, byte[] found) {
		long said = numberAfter(found, 0, "{\"version\":");
		if (said != version) {
			return "version %d has the document of version %d".formatted(version, said);
		}
		int masterAt = 1 + indexOf(found, (byte) ',', 0);
		make(version, (int) numberAfter(found, masterAt, "\"master\":"));
		int mismatch = Arrays.mismatch(found, 0, found.length, this.bytes, 0, this.length);
		return (mismatch < 0) ? null : "version %d differs at byte %d of %d, expected length %d, its own checksum is %s"
			.formatted(version, mismatch, found.length, this.length, isOwnChecksumRight(found) ? "right" : "wrong");
	}

	/**
	 * Return which master made a document.
	 * @param found a document without a problem
	 * @return the number of the master
	 */
	public static int master(byte[] found) {
		return (int) numberAfter(found, 1 + indexOf(found, (byte) ',', 0), "\"master\":");
	}

	private static boolean isOwnChecksumRight(byte[] found) {
		String text = new String(found, StandardCharsets.ISO_8859_1);
		int end = text.lastIndexOf(':') + 1;
		CRC32 crc = new CRC32();
		crc.update(found, 0, end);
		return text.substring(end).equals(crc.getValue() + "}");
	}

	private static long numberAfter(byte[] found, int from, String name) {
		long number = 0;
		int at = from + name.length();
		while (at < found.length && found[at] >= '0' && found[at] <= '9') {
			number = number * 10 + found[at++] - '0';
		}
		return number;
	}

	private static int indexOf(byte[] bytes, byte wanted, int from) {
		int at = from;
		while (at < bytes.length && bytes[at] != wanted) {
			at++;
		}
		return at;
	}

	/**
	 * Return the document that was made last.
	 * @return a copy
	 */
	public byte[] bytes() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	/**
	 * Return the document that was made last.
	 * @return the JSON text
	 */
	public String json() {
		return new String(this.bytes, 0, this.length, StandardCharsets.ISO_8859_1);
	}

}
