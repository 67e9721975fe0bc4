package io.sharedconfig.env;

import java.nio.file.Path;
import java.util.Map;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.CorruptFileException;
import io.sharedconfig.follow.FollowEvents;
import io.sharedconfig.follow.Follower;
import io.sharedconfig.follow.FollowerHub;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FollowLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FollowLogTests {

	private static final String SECRET = "s3cr3t";

	private final FollowLog log = new FollowLog(LogFactory.getLog(FollowLogTests.class));

	@TempDir
	private Path directory;

	private FollowerHub hub;

	private Follower follower;

	@BeforeEach
	void follow() {
		FollowSettings settings = FollowSettings
			.bind(Binder.get(new MockEnvironment().withProperty("shared-config.directory", this.directory.toString())));
		this.hub = new FollowerHub(settings.options(), FollowEvents.NONE);
		this.follower = this.hub.follow("billing");
	}

	@AfterEach
	void close() {
		level(null);
		this.hub.close();
	}

	@Test
	void appliedWritesOneLine(CapturedOutput output) {
		this.log.applied(this.follower, diff());
		assertThat(output).containsOnlyOnce("INFO")
			.contains("Using shared config version 42 from 'billing.scfg' (3 changed)")
			.doesNotContain("a.added", SECRET);
	}

	@Test
	void appliedWhenDebugWritesNamesAndNoValue(CapturedOutput output) {
		level(LogLevel.DEBUG);
		this.log.applied(this.follower, diff());
		assertThat(output).contains("Changed in version 42 of shared config 'billing': [a.added, a.changed, a.removed]")
			.doesNotContain(SECRET);
	}

	@Test
	void rejectedWarns(CapturedOutput output) {
		this.log.rejected(this.follower, 43, "property 'a' of type int");
		assertThat(output).contains("WARN")
			.contains("Shared config version 43 from 'billing.scfg' is refused, there is no version to use: "
					+ "property 'a' of type int");
	}

	@Test
	void pollFailedWarns(CapturedOutput output) {
		this.log.pollFailed(this.follower, new CorruptFileException(Path.of("/x"), "crc"));
		assertThat(output).contains("WARN")
			.contains("Shared config 'billing' cannot be read, there is no version to use: "
					+ "Shared config file '/x' is corrupt: crc");
	}

	@Test
	void restartedWarns(CapturedOutput output) {
		this.log.restarted(this.follower, 42, 1);
		assertThat(output).contains("WARN")
			.contains("Shared config 'billing' was begun anew by its master: version 1 follows version 42");
	}

	@Test
	void listenerFailedWarnsWithoutMessage(CapturedOutput output) {
		this.log.listenerFailed(this.follower, new IllegalStateException(SECRET));
		assertThat(output).contains("WARN")
			.contains("A listener to shared config 'billing' failed", "java.lang.IllegalStateException at ",
					"FollowLogTests")
			.doesNotContain(SECRET);
	}

	private ConfigDiff diff() {
		return ConfigDiff.between("billing", 41, 42, Map.of("a.changed", "1", "a.removed", SECRET, "same", "x"),
				Map.of("a.changed", SECRET, "a.added", SECRET, "same", "x"));
	}

	private void level(LogLevel level) {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(FollowLogTests.class.getName(), level);
	}

}
