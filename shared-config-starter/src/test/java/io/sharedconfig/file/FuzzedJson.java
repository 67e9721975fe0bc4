package io.sharedconfig.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Payloads and meta data that are JSON, or nearly, or not at all.
 */
final class FuzzedJson {

	/** Must not be in any message. */
	static final String SECRET = "s3cret";

	private static final String[] VALUES = { "1", "\"" + SECRET + "\"", "true", "null", "{}", "[]", "-0", "1.50",
			"1e400", "\"\\u00e9\"", "18446744073709551616", "\"\u20ac\"", "\"\ud83d\ude00\"", "1E-2147483640",
			"-12.5e-3", "\"\\n\"", "NaN", "-Infinity", "1e999999999", "1E-2147483648", "1e99999999999999999999",
			"\"\\ud800\"", "\"\\u0000\"", "\"\\u12\"", "\"\\x\"", SECRET, "\"" + SECRET, "1" + SECRET, "01", "+1",
			"tru", "'a'", "/*c*/1" };

	private static final int VALID_VALUES = 16;

	private static final String[] NAMES = { "a", "b", "a.b", "a[0]", "", "A", "a-b", "author", "comment", "changed",
			"/", "~0", "\\u0061", "\u00e9", "long-name", "c", "d", "\\ud83d" };

	private FuzzedJson() {
	}

	static byte[] bytes(FuzzInput in) {
		return switch (in.below(8)) {
			case 5 -> broken(text(in).getBytes(StandardCharsets.UTF_8), in);
			case 6 -> text(in).getBytes(charset(in));
			case 7 -> in.some(600);
			default -> text(in).getBytes(StandardCharsets.UTF_8);
		};
	}

	private static Charset charset(FuzzInput in) {
		Charset[] charsets = { StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16,
				Charset.forName("UTF-32LE"), StandardCharsets.ISO_8859_1 };
		return charsets[in.below(charsets.length)];
	}

	/**
	 * As if the bytes were damaged where no checksum sees it.
	 */
	private static byte[] broken(byte[] bytes, FuzzInput in) {
		for (int times = 1 + in.below(4); times > 0 && bytes.length > 0; times--) {
			bytes[in.below(bytes.length)] = in.next();
		}
		return bytes;
	}

	private static String text(FuzzInput in) {
		return switch (in.below(16)) {
			case 0 -> nested(in, "{\"a\":", "1", "}");
			case 1 -> "{\"a\":" + nested(in, "[", "", "]") + "}";
			case 2 -> "{\"a\":" + "9".repeat(in.below(12_000)) + "}";
			case 3 -> "{\"a\":0." + "3".repeat(in.below(12_000)) + "e" + in.number() + "}";
			case 4 -> "{\"" + "n".repeat(in.below(3000)) + "\":" + object(in, 0) + "}";
			case 5 -> "{\"a\":\"" + "\\u0041".repeat(in.below(2000)) + "\"}";
			default -> object(in, 0) + " \n,x]".substring(0, in.oneIn(8) ? in.below(6) : 0);
		};
	}

	private static String nested(FuzzInput in, String open, String inner, String close) {
		int depth = in.below(in.oneIn(2) ? 1100 : 3000);
		return open.repeat(depth) + inner + close.repeat(in.oneIn(8) ? in.below(3000) : depth);
	}

	private static String object(FuzzInput in, int depth) {
		StringBuilder text = new StringBuilder("{");
		for (int members = in.below(6); members > 0; members--) {
			text.append('"')
				.append(NAMES[in.below(NAMES.length - (in.oneIn(8) ? 0 : 1))])
				.append("\":")
				.append(value(in, depth))
				.append(',');
		}
		if (text.length() > 1 && !in.oneIn(16)) {
			text.setLength(text.length() - 1);
		}
		return text.append('}').toString();
	}

	private static String value(FuzzInput in, int depth) {
		if (depth < 6 && in.oneIn(4)) {
			return object(in, depth + 1);
		}
		if (depth < 6 && in.oneIn(4)) {
			return "[" + value(in, depth + 1) + "," + value(in, depth + 1) + "]";
		}
		return VALUES[in.below(in.oneIn(8) ? VALUES.length : VALID_VALUES)];
	}

}
