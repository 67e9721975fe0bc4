package io.sharedconfig.codec;

import java.math.BigDecimal;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * How JSON is read here: strictly, by tokens, without data binding.
 */
final class JsonText {

	/**
	 * The deepest nesting of objects and arrays.
	 */
	static final int MAX_DEPTH = StreamReadConstraints.DEFAULT_MAX_DEPTH;

	/**
	 * How much deeper an object may be that is not a document but holds one.
	 */
	static final int ENVELOPE_DEPTH = 8;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		// read so that they can be refused by their name, see DocumentScan
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		// one more than allowed, so that our own check speaks first
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH + ENVELOPE_DEPTH + 1).build())
		.build();

	private JsonText() {
	}

	static JsonParser parser(String text) {
		return FACTORY.createParser(ObjectReadContext.empty(), text);
	}

	static JsonParser parser(byte[] utf8) {
		return FACTORY.createParser(ObjectReadContext.empty(), utf8);
	}

	/**
	 * Return whether a character is given by its number: it might be half of a surrogate
	 * pair.
	 */
	static boolean hasNumberedCharacters(byte[] utf8) {
		for (int i = 0; i + 1 < utf8.length; i++) {
			if (utf8[i] == '\\' && utf8[++i] == 'u') {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether JSON has no white space between its tokens and no other escapes than
	 * it needs, so that writing it anew would give the same bytes. Who gives a character
	 * by its number is not believed.
	 * @param utf8 JSON; if it is none, the answer means nothing
	 */
	static boolean isMinified(byte[] utf8) {
		boolean inText = false;
		int at = 0;
		while (at < utf8.length) {
			int end = Math.min(utf8.length, at + Long.BYTES);
			if (end - at == Long.BYTES) {
				long eight = EightBytes.at(utf8, at);
				boolean blank = EightBytes.below(eight, '!') != 0;
				int quotes = EightBytes.count(eight, '"');
				if (EightBytes.equal(eight, '\\') == 0 && (!blank || quotes == 0)) {
					if (blank && !inText) {
						return false;
					}
					inText ^= (quotes & 1) != 0;
					at = end;
				}
			}
			for (; at < end; at++) {
				byte next = utf8[at];
				if (next == '"') {
					inText = !inText;
				}
				else if (next == '\\') {
					at++;
					if (at < utf8.length && (utf8[at] == 'u' || utf8[at] == '/')) {
						return false;
					}
				}
				else if (next <= ' ' && next >= 0 && !inText) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Return whether Java can read a number at all.
	 */
	static boolean isInRange(String literal) {
		int exponent = Math.max(literal.indexOf('e'), literal.indexOf('E'));
		if (exponent >= 0 && literal.length() - exponent > 9) {
			try {
				new BigDecimal(literal);
			}
			catch (NumberFormatException ex) {
				return false;
			}
		}
		return true;
	}

	static boolean isNumber(String literal) {
		return literal.charAt(literal.length() - 1) <= '9';
	}

}
