package io.sharedconfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link ConfigName}.
 */
class ConfigNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "0", "orders", "orders-prod", "a.b_c-d", "1.2.3",
			"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcd" })
	void requireValidWhenNameIsValidReturnsIt(String name) {
		assertThat(ConfigName.requireValid(name)).isSameAs(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a/b", "/", "..", ".", ".a", "../a", "-a", "_a", "Orders", "ORDERS",
			"a\\b", "a~stage", "größe", "a\u0000", "a\n", "a:b", "a*" })
	void requireValidWhenNameIsNotValidSaysWhatIsExpected(String name) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> ConfigName.requireValid(name))
			.withMessageContaining("is not a name for a shared config: expected 1 to 64 characters of a-z, 0-9, '.', "
					+ "'_' and '-', the first a letter or digit; found %d characters", name.length());
	}

	@Test
	void requireValidWhenNameIsTooLongSaysHowLong() {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> ConfigName.requireValid("a".repeat(65)))
			.withMessageContaining("found 65 characters");
		assertThatExceptionOfType(InvalidNameException.class)
			.isThrownBy(() -> ConfigName.requireValid("a".repeat(10_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	@Test
	void requireValidWhenNameHasControlCharactersDoesNotShowThem() {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> ConfigName.requireValid("a\nb\u0007"))
			.withMessageStartingWith("'a?b?' is not");
	}

	@Test
	void requireValidWhenNameIsNullIsRefused() {
		assertThatNullPointerException().isThrownBy(() -> ConfigName.requireValid(null))
			.withMessage("'name' must not be null");
	}

}
