package io.sharedconfig.file;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.sharedconfig.InvalidNameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StoreOptions} and what follows from them.
 */
class StoreOptionsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0    | 10        | 'initialPayloadBytes' must be 1 to 10: 0
			-1   | 10        | 'initialPayloadBytes' must be 1 to 10: -1
			11   | 10        | 'initialPayloadBytes' must be 1 to 10: 11
			1    | 0         | 'maxPayloadBytes' must be 1 to 134217728: 0
			1    | 134217729 | 'maxPayloadBytes' must be 1 to 134217728: 134217729
			""", quoteCharacter = '"')
	void createWhenSizesAreOutOfRangeIsRefused(int initial, int max, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> options("orders", initial, max, "rw-------"))
			.withMessage(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "r--------", "-w-------", "---------", "rw--w----", "rw-----w-", "rw-rw-r--" })
	void createWhenPermissionsLetOthersWriteOrNotTheOwnerIsRefused(String permissions) {
		assertThatIllegalArgumentException().isThrownBy(() -> options("orders", 1, 1, permissions))
			.withMessage("'permissions' must let the owner, and nobody else, write: " + permissions);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Orders", "../orders", "orders/eu", ".orders", "orders~", "-orders" })
	void createWhenNameIsInvalidIsRefused(String name) {
		assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> options(name, 1, 1, "rw-------"));
	}

	@Test
	void createWhenSizesAreAtTheLimitIsAccepted() {
		assertThat(options("orders", StoreOptions.LIMIT_BYTES, StoreOptions.LIMIT_BYTES, "rw-r--r--"))
			.extracting(StoreOptions::maxPayloadBytes)
			.isEqualTo(134217728);
	}

	@ParameterizedTest
	@CsvSource({ "rw-------, rwx------", "rw-r-----, rwxr-x---", "rw-r--r--, rwxr-xr-x", "rw----r--, rwx---r-x" })
	void directoryWhenFilesMayBeReadMayBeEntered(String ofFiles, String ofDirectory) {
		assertThat(SharedDirectory.permissionsFor(PosixFilePermissions.fromString(ofFiles)))
			.isEqualTo(PosixFilePermissions.fromString(ofDirectory));
	}

	private static StoreOptions options(String name, int initial, int max, String permissions) {
		return new StoreOptions(Path.of("shared"), name, initial, max, PosixFilePermissions.fromString(permissions),
				null);
	}

}
