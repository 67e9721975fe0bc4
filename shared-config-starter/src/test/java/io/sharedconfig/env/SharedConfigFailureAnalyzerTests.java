package io.sharedconfig.env;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.sharedconfig.ConfigTooLargeException;
import io.sharedconfig.CorruptFileException;
import io.sharedconfig.IncompatibleFileException;
import io.sharedconfig.InvalidDocumentException;
import io.sharedconfig.InvalidNameException;
import io.sharedconfig.InvalidSchemaException;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotPublishedException;
import io.sharedconfig.OwnedBySourcesException;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.StorageException;
import io.sharedconfig.UntrustedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedConfigFailureAnalyzer}.
 */
class SharedConfigFailureAnalyzerTests {

	private static final Path FILE = Path.of("/run/shared/orders.scfg");

	@ParameterizedTest
	@MethodSource
	void analyzeWhenStartIsStoppedDescribesAndAdvises(SharedConfigException failure, String advice) {
		FailureAnalysis analysis = analyze(failure);
		assertThat(analysis.getDescription()).isEqualTo(failure.getMessage());
		assertThat(analysis.getAction()).contains(advice);
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	static Stream<Arguments> analyzeWhenStartIsStoppedDescribesAndAdvises() {
		return Stream.of(
				Arguments.of(new NotPublishedException("orders", FILE.getParent(), "1000", Duration.ZERO),
						"'shared-config.follower.wait'"),
				Arguments.of(new NotPublishedException("orders", FILE.getParent(), "1000", Duration.ZERO),
						"@SharedConfig(optional = true)"),
				Arguments.of(new MasterAlreadyRunningException("orders", FILE, 4711),
						"Stop process 4711, which is the master of 'orders', or"),
				Arguments.of(new MasterAlreadyRunningException("orders", FILE, 4711),
						"spring.config.import=shared-config:orders"),
				Arguments.of(new MasterAlreadyRunningException("orders", FILE, 0),
						"Stop the process that is the master of 'orders', or"),
				Arguments.of(new MasterAlreadyRunningException("orders", FILE, 4711),
						"'shared-config.publisher.when-taken=standby'"),
				Arguments.of(new OwnedBySourcesException("orders", "a.yaml"), "'shared-config.publisher.sources'"),
				Arguments.of(new UntrustedFileException(FILE, "owner", "1000", "1001", "Remove it."),
						"'shared-config.follower.trusted-owners'"),
				Arguments.of(new StorageException("create", FILE, null), "can be created"),
				Arguments.of(new IncompatibleFileException(FILE, "formatMajor", "1", "2"), "the same release"),
				Arguments.of(new CorruptFileException(FILE, "headerCrc32"), "Start the master again"),
				Arguments.of(new InvalidNameException("Orders"), "'spring.config.import'"),
				Arguments.of(new InvalidDocumentException("no object"), "'shared-config.publisher.initial'"),
				Arguments.of(new InvalidSchemaException("orders.schema.json", "it does not exist"),
						"'com.networknt:json-schema-validator'"),
				Arguments.of(new ConfigTooLargeException("orders", 2, 1, "Make it smaller."),
						"'shared-config.publisher.max-size'"));
	}

	@Test
	void analyzeWhenFailureIsWrappedFindsIt() {
		SharedConfigException failure = new InvalidNameException("Orders");
		assertThat(analyze(new IllegalStateException(new RuntimeException(failure))).getCause()).isSameAs(failure);
	}

	private FailureAnalysis analyze(Throwable failure) {
		FailureAnalysis analysis = new SharedConfigFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
