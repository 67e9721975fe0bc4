package io.sharedconfig.codec;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StateHash}, against the definition in the description of the file
 * format.
 */
class StateHashTests {

	private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

	private final DocumentCodec codec = new DocumentCodec();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                             | ``            | {}
			{"a":1}                        | /a            | 1
			{"a":{"b":"x"}}                | /a/b          | "x"
			{"a":[[],1.50]}                | /a/0;/a/1     | [];1.50
			{"a/b~":null,"é😀ö":true}      | /a~1b~0;/é😀ö | null;true
			""")
	void stateHashWhenComputedFromItsDefinitionIsTheSame(String json, String pointers, String texts) {
		String[] pointer = pointers.split(";", -1);
		String[] text = texts.split(";", -1);
		BigInteger sum = BigInteger.ZERO;
		for (int i = 0; i < pointer.length; i++) {
			sum = sum.add(definition(pointer[i] + "\0" + text[i]));
		}
		assertThat(this.codec.encode(json).stateHash()).isEqualTo(sum.mod(TWO_TO_64).longValue());
	}

	@Test
	void stateHashWhenListIsLongUsesAllDigitsOfTheIndex() {
		BigInteger sum = BigInteger.ZERO;
		for (int i = 0; i <= 1000; i++) {
			sum = sum.add(definition("/l/" + i + "\0" + 5));
		}
		String json = "{\"l\":[5" + ",5".repeat(1000) + "]}";
		assertThat(this.codec.encode(json).stateHash()).isEqualTo(sum.mod(TWO_TO_64).longValue());
	}

	@Test
	void stateHashWhenValueChangesChangesByThatValueOnly() {
		long before = this.codec.encode("{\"a\":1,\"b\":{\"c\":2}}").stateHash();
		long after = this.codec.encode("{\"b\":{\"c\":3},\"a\":1}").stateHash();
		BigInteger difference = definition("/b/c\0" + 3).subtract(definition("/b/c\0" + 2));
		assertThat(after - before).isEqualTo(difference.longValue());
	}

	@Test
	void stateHashWhenReadBackIsTheSame() {
		Document document = this.codec.encode(Map.of("a", "é", "b", Map.of("c", 1.5)));
		assertThat(this.codec.decode(document.payload()).stateHash()).isEqualTo(document.stateHash());
		assertThat(this.codec.encode(document.tree()).stateHash()).isEqualTo(document.stateHash());
	}

	private static BigInteger definition(String text) {
		BigInteger hash = new BigInteger("cbf29ce484222325", 16);
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			hash = hash.xor(BigInteger.valueOf(octet & 0xFF))
				.multiply(new BigInteger("100000001b3", 16))
				.mod(TWO_TO_64);
		}
		for (String factor : new String[] { "ff51afd7ed558ccd", "c4ceb9fe1a85ec53", "1" }) {
			hash = hash.xor(hash.shiftRight(33)).multiply(new BigInteger(factor, 16)).mod(TWO_TO_64);
		}
		return hash;
	}

}
