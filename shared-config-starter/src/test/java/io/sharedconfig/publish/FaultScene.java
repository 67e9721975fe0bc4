package io.sharedconfig.publish;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.actuate.LocalConfigs;
import io.sharedconfig.actuate.SharedConfigHealthIndicator;
import io.sharedconfig.env.FollowedConfigs;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoredRun;
import io.sharedconfig.plain.SharedConfigs;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The files of one configuration, with its master and its followers, and what is done to
 * them.
 */
final class FaultScene {

	static final Duration LONG = Duration.ofSeconds(60);

	static final Duration STALE_AFTER = Duration.ofSeconds(3);

	private static final int MEGABYTE = 1024 * 1024;

	final Path directory;

	final Path shared;

	final List<String> warnings = new CopyOnWriteArrayList<>();

	FaultScene(Path directory) {
		this.directory = directory;
		this.shared = directory.resolve("shared");
	}

	void publishTwo(MasterPublisher master, SharedConfigFollower follower) throws Exception {
		master.publish(document(1));
		assertThat(follower.awaitVersion(1, LONG)).isTrue();
		Files.copy(data(), this.directory.resolve("older"), StandardCopyOption.COPY_ATTRIBUTES);
		master.publish(document(2));
		assertThat(follower.awaitVersion(2, LONG)).isTrue();
	}

	/**
	 * Await something, while the follower serves a version all the time.
	 */
	static ConditionFactory serving(SharedConfigFollower follower, long version) {
		return await().atMost(LONG).pollInterval(Duration.ofMillis(5)).failFast("no longer serving " + version, () -> {
			ConfigSnapshot current = follower.current();
			return current == null || !current.json().equals(document(version));
		});
	}

	/**
	 * Return whether there is another file than at first, and a good one.
	 */
	boolean isMended(Object key) throws IOException {
		try {
			StoredRun version = reader().read();
			return version != null && version.version() == 2 && !key().equals(key);
		}
		catch (SharedConfigException ex) {
			return false;
		}
	}

	Object key() throws IOException {
		return Files.readAttributes(data(), BasicFileAttributes.class).fileKey();
	}

	SharedFileReader reader() {
		return new SharedFileReader(this.shared, "orders", Set.of());
	}

	/**
	 * Await beats of the master's heart.
	 */
	static void awaitBeats(long beats, SharedFileReader attached, SharedConfigFollower follower, long version) {
		long before = Objects.requireNonNull(attached.sign()).heartbeat();
		serving(follower, version).until(() -> Objects.requireNonNull(attached.sign()).heartbeat() >= before + beats);
	}

	Path data() {
		return this.shared.resolve("orders.scfg");
	}

	MasterPublisher master(StoreHost host) {
		return MasterPublisher.open(PublisherOptions
			.of(this.shared, "orders", 16 * 1024, 8 * MEGABYTE, PosixFilePermissions.fromString("rw-------"), null)
			.withBackup(this.directory.resolve("backup")), null, Recovered.warningsTo(this.warnings), host);
	}

	SharedConfigFollower follower() {
		return SharedConfigs.follower(this.shared, "orders")
			.pollInterval(Duration.ofMillis(5))
			.staleAfter(STALE_AFTER)
			.open();
	}

	static String document(long version) {
		return SelfChecking.document(version, 500);
	}

	static Health health(@Nullable SharedConfigPublisher master, SharedConfigFollower follower) {
		return health(master, follower, Clock.systemUTC());
	}

	static Health health(@Nullable SharedConfigPublisher master, SharedConfigFollower follower, Clock clock) {
		try (StaticApplicationContext beans = new StaticApplicationContext()) {
			beans.getBeanFactory().registerSingleton("follower", follower);
			if (master != null) {
				beans.getBeanFactory().registerSingleton("master", master);
			}
			LocalConfigs configs = new LocalConfigs(beans.getBeanProvider(SharedConfigPublisher.class),
					beans.getBeanProvider(SharedConfigFollower.class), beans.getBeanProvider(FollowedConfigs.class));
			return Objects.requireNonNull(new SharedConfigHealthIndicator(configs, (name) -> true, clock).health());
		}
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> details(Health health) {
		return (Map<String, Object>) health.getDetails().get("orders");
	}

	void truncate(long lengthBytes) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
			file.setLength(lengthBytes);
		}
	}

	void fill(long from, long to) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
			byte[] garbage = new byte[(int) (Math.min(to, file.length()) - from)];
			Arrays.fill(garbage, (byte) 0x5a);
			file.seek(from);
			file.write(garbage);
		}
	}

	void replaceBy(Path other) throws IOException {
		Files.move(other, data(), StandardCopyOption.ATOMIC_MOVE);
	}

	Path moveAside(Path path) throws IOException {
		return Files.move(path, this.directory.resolve("aside" + path.getFileName() + System.nanoTime()));
	}

	/**
	 * Put something in the place of something, even if the master is faster once.
	 */
	void swap(Path path, Replacement replacement) throws IOException {
		while (true) {
			Path aside = moveAside(path);
			try {
				replacement.make(path, aside);
				return;
			}
			catch (FileAlreadyExistsException ex) {
				// the master has mended it already
			}
		}
	}

	void chmod(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

	interface Replacement {

		void make(Path path, Path aside) throws IOException;

	}

}
