package io.sharedconfig.env;

import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SharedConfigProperties}.
 */
class SharedConfigPropertiesTests {

	@Test
	void bindWhenNothingIsSetHasDefaults() {
		SharedConfigProperties properties = bind(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.directory()).isNull();
		assertThat(properties.publisher().name()).isNull();
		assertThat(properties.publisher().backup()).isEqualTo(new SharedConfigProperties.Backup(true, null));
		assertThat(properties.publisher().initialSize()).isEqualTo(DataSize.ofMegabytes(1));
		assertThat(properties.publisher().maxSize()).isEqualTo(DataSize.ofMegabytes(64));
		assertThat(properties.publisher().permissionSet()).isEqualTo(PosixFilePermissions.fromString("rw-------"));
		assertThat(properties.follower().pollInterval()).isEqualTo(Duration.ofMillis(100));
		assertThat(properties.follower().longestWait()).isZero();
		assertThat(properties.follower().staleAfter()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.follower().trustedOwners()).isEmpty();
	}

	@Test
	void bindWhenAllIsSetHasValues() {
		SharedConfigProperties properties = bind(Map.of("shared-config.enabled", "false", "shared-config.directory",
				"/run/shared", "shared-config.publisher.permissions", "rw-r-----", "shared-config.publisher.group",
				"apps", "shared-config.publisher.max-size", "128MB", "shared-config.publisher.backup.directory",
				"/var/lib/x", "shared-config.follower.wait", "30s", "shared-config.follower.poll-interval", "10ms",
				"shared-config.follower.trusted-owners", "alice,1001"));
		assertThat(properties.enabled()).isFalse();
		assertThat(properties.directory()).isEqualTo("/run/shared");
		assertThat(properties.publisher().permissionSet()).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
		assertThat(properties.publisher().group()).isEqualTo("apps");
		assertThat(properties.publisher().backup().directory()).isEqualTo("/var/lib/x");
		assertThat(properties.follower().longestWait()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.follower().trustedOwners()).containsExactlyInAnyOrder("alice", "1001");
	}

	@Test
	void bindWhenDirectoriesAreEmptyHasNone() {
		SharedConfigProperties properties = bind(
				Map.of("shared-config.directory", "", "shared-config.publisher.backup.directory", " "));
		assertThat(properties.directory()).isNull();
		assertThat(properties.publisher().backup().directory()).isNull();
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					follower.poll-interval,     -1s,       'shared-config.follower.poll-interval' must be positive: PT-1S
					follower.poll-interval,     0,         'shared-config.follower.poll-interval' must be positive: PT0S
					follower.wait,              -1s,       'shared-config.follower.wait' must not be negative: PT-1S
					follower.stale-after,       0s,        'shared-config.follower.stale-after' must be positive: PT0S
					publisher.initial-size,     0MB,       'shared-config.publisher.initial-size' must be positive: 0B
					publisher.max-size,         129MB,     'shared-config.publisher.max-size' must be at most 128MB: 135266304B
					publisher.initial-size,     65MB,      'shared-config.publisher.initial-size' must be at most 'shared-config.publisher.max-size' (67108864B): 68157440B
					publisher.permissions,      0640,      'shared-config.publisher.permissions' must be written like rw-r-----: 0640
					publisher.permissions,      r--r-----, 'shared-config.publisher.permissions' must let the owner read and write: r--r-----
					publisher.permissions,      rw-rw-rw-, 'shared-config.publisher.permissions' must not let others write: rw-rw-rw-
					""",
			quoteCharacter = '"')
	void bindWhenValueIsBadNamesTheWholeKey(String key, String value, String message) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of("shared-config." + key, value)))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessage(message);
	}

	private SharedConfigProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(SharedConfigProperties.PREFIX,
				SharedConfigProperties.class);
	}

}
