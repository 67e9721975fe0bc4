package io.sharedconfig;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigException} and its family: the texts are a contract.
 */
class SharedConfigExceptionTests {

	private static final Path FILE = Path.of("/run/orders.scfg");

	static Stream<Arguments> getMessageWhenMadeOfFactsShowsThem() {
		return Stream.of(
				Arguments.of(
						new ConfigTooLargeException("orders", 2000, 1000, "Raise 'shared-config.publisher.max-size'."),
						"The document for shared config 'orders' is too large: lengthBytes=2000 maxBytes=1000. "
								+ "Raise 'shared-config.publisher.max-size'."),
				Arguments.of(new CorruptFileException(FILE, "headerCrc expected=1 found=2"),
						"Shared config file '/run/orders.scfg' is corrupt: headerCrc expected=1 found=2"),
				Arguments.of(new IncompatibleFileException(FILE, "formatMajor", "1", "2"),
						"Shared config file '/run/orders.scfg' is not readable by this process: formatMajor expected=1 "
								+ "found=2. Use the same release of Shared Config in all processes"),
				Arguments.of(new InvalidDocumentException("expected a JSON object, found null"),
						"Not a valid shared config document: expected a JSON object, found null"),
				Arguments.of(new MasterAlreadyRunningException("orders", FILE, 42),
						"Shared config 'orders' already has a master: lock='/run/orders.scfg' pid=42"),
				Arguments.of(new MasterAlreadyRunningException("orders", FILE, 0),
						"Shared config 'orders' already has a master: lock='/run/orders.scfg' pid=unknown"),
				Arguments.of(new NotMasterException("orders", "it is closed"),
						"This process is not the master of shared config 'orders': it is closed"),
				Arguments.of(new NotPublishedException("orders", Path.of("/run"), "1000", Duration.ofSeconds(3)),
						"Shared config 'orders' has not been published on this host: directory='/run' uid=1000 "
								+ "waitedMs=3000"),
				Arguments.of(new StorageException("create", FILE, null),
						"Could not create '/run/orders.scfg': no reason given"),
				Arguments.of(new StorageException("create", FILE, new IOException("No space left on device")),
						"Could not create '/run/orders.scfg': java.io.IOException: No space left on device"),
				Arguments.of(new UntrustedFileException(FILE, "owner", "alice", "bob", "Remove it."),
						"'/run/orders.scfg' is not trusted: owner expected=alice found=bob. Remove it."),
				Arguments.of(new VersionConflictException("orders", 3, 4),
						"Shared config 'orders' has been changed: version expected=3 found=4. Read it again and repeat "
								+ "the change"));
	}

	@ParameterizedTest
	@MethodSource
	void getMessageWhenMadeOfFactsShowsThem(SharedConfigException exception, String message) {
		assertThat(exception).hasMessage(message);
	}

	@Test
	void factsWhenAskedForAreWhatWasGiven() {
		assertThat(new ConfigTooLargeException("orders", 2000, 1000, "").lengthBytes()).isEqualTo(2000);
		assertThat(new ConfigTooLargeException("orders", 2000, 1000, "").maxBytes()).isEqualTo(1000);
		assertThat(new MasterAlreadyRunningException("orders", FILE, 42).pid()).isEqualTo(42);
		assertThat(new VersionConflictException("orders", 3, 4).expectedVersion()).isEqualTo(3);
		assertThat(new VersionConflictException("orders", 3, 4).currentVersion()).isEqualTo(4);
		assertThat(new StorageException("create", FILE, null).outcomeUnknown()).isFalse();
		assertThat(new StorageException("append", FILE, "facts", null, true).outcomeUnknown()).isTrue();
	}

	@Test
	void familyWhenLookedAtIsClosed() {
		assertThat(SharedConfigException.class.getPermittedSubclasses())
			.allSatisfy((type) -> assertThat(Modifier.isFinal(type.getModifiers())).as(type.getName()).isTrue());
	}

}
