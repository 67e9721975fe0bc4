package io.sharedconfig.follow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StageFile;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoreOptions;
import io.sharedconfig.file.StoredVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StagedFile}.
 */
class StagedFileTests {

	private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

	@TempDir
	Path directory;

	private StagedFile staged() {
		return new StagedFile("orders", new SharedFileReader(this.directory, StageFile.nameFor("orders"), Set.of()),
				new DocumentCodec(), Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private StageFile stage(long number, String payload, Duration ago) {
		return StageFile.create(
				new StoreOptions(this.directory, "orders", 1024, 1024, PosixFilePermissions.fromString("rw-------"),
						null),
				new StoredVersion(number, NOW.minus(ago).toEpochMilli(), 0, new byte[0],
						payload.getBytes(StandardCharsets.UTF_8)),
				StoreHost.CURRENT);
	}

	@Test
	void readWhenNothingIsStagedReturnsNothing() {
		assertThat(staged().read(0)).isNull();
	}

	@Test
	void readWhenStagedReturnsItOnceAsTheNextVersion() {
		StagedFile staged = staged();
		try (StageFile file = stage(7, "{\"a\":1}", Duration.ZERO)) {
			assertThat(file).isNotNull();
			Staged found = staged.read(41);
			assertThat(found).isNotNull();
			assertThat(found.number()).isEqualTo(7);
			assertThat(found.candidate().version()).isEqualTo(42);
			assertThat(found.candidate().json()).isEqualTo("{\"a\":1}");
			assertThat(staged.read(41)).isNull();
		}
		assertThat(this.directory).isEmptyDirectory();
		try (StageFile file = stage(8, "{\"a\":2}", Duration.ZERO)) {
			assertThat(file).isNotNull();
			assertThat(staged.read(41)).isNotNull();
		}
	}

	@Test
	void readWhenStagedLongAgoByAMasterThatDiedReturnsNothing() {
		try (StageFile file = stage(7, "{\"a\":1}", StagedFile.EXPIRY.plusMillis(1))) {
			assertThat(file).isNotNull();
			assertThat(staged().read(0)).isNull();
		}
		try (StageFile file = stage(8, "{\"a\":1}", StagedFile.EXPIRY)) {
			assertThat(file).isNotNull();
			assertThat(staged().read(0)).isNotNull();
		}
	}

	@Test
	void readWhenNotADocumentSaysSoWithoutAValue() {
		try (StageFile file = stage(7, "[\"secret-value\"]", Duration.ZERO)) {
			assertThat(file).isNotNull();
			Staged found = staged().read(0);
			assertThat(found).isNotNull();
			assertThat(found.candidate()).isNull();
			assertThat(found.problem()).startsWith("it cannot be read").doesNotContain("secret-value");
		}
	}

}
