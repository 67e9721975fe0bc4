package io.sharedconfig.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.StorageException;
import io.sharedconfig.file.StatusFiles.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link StatusFiles}, {@link StatusFile} and {@link FollowersDirectory}.
 */
class StatusFilesTests {

	@TempDir
	Path directory;

	private final SettableClock clock = new SettableClock();

	private final List<StatusFile> opened = new ArrayList<>();

	private StoreOptions options;

	private Path followers;

	private StatusFiles master;

	@BeforeEach
	void prepare() {
		this.options = StoreFixture.options(this.directory);
		this.followers = this.directory.resolve("orders.followers");
		this.master = new StatusFiles(this.options, WatchedHost.withClock(this.clock));
		FollowersDirectory.prepare(this.options, FileEffects.UNWATCHED);
	}

	@AfterEach
	void closeAll() throws IOException {
		for (StatusFile file : this.opened) {
			file.close();
		}
	}

	private StatusFile follower(String id) {
		StatusFile file = new StatusFile(this.directory, "orders", id);
		this.opened.add(file);
		return file;
	}

	private static String id() {
		return UUID.randomUUID().toString();
	}

	private List<String> read() throws IOException {
		return this.master.read().stream().map((status) -> new String(status.content(), UTF_8)).sorted().toList();
	}

	@Test
	void readWhenFollowersLiveReturnsTheirLastStatus() throws IOException {
		StatusFile one = follower(id());
		one.replace("one".getBytes(UTF_8));
		follower(id()).replace("two".getBytes(UTF_8));
		one.replace("three".getBytes(UTF_8));
		assertThat(read()).containsExactly("three", "two");
		assertThat(this.master.skipped()).isZero();
		one.close();
		assertThat(read()).containsExactly("two");
		assertThat(StoreFixture.names(this.followers)).hasSize(2);
	}

	@Test
	void readWhenThereIsNoDirectoryReturnsNothing() throws IOException {
		Files.delete(this.followers);
		assertThat(read()).isEmpty();
		assertThatIOException().isThrownBy(() -> follower(id()).replace(new byte[1]));
	}

	@Test
	void readWhenFollowerIsOfThisProcessLeavesItItsLock() throws Exception {
		follower(id()).replace("mine".getBytes(UTF_8));
		for (int i = 0; i < 3; i++) {
			assertThat(read()).containsExactly("mine");
		}
		try (ChildJvm other = ChildJvm.start(OtherMaster.class, this.directory)) {
			assertThat(other.await("sees ")).as("what another process finds locked").isEqualTo("1");
		}
	}

	/**
	 * A process that looks who lives.
	 */
	public static final class OtherMaster {

		private OtherMaster() {
		}

		public static void main(String[] args) throws IOException {
			StoreOptions options = StoreFixture.options(Path.of(args[0]));
			System.out.println("sees " + new StatusFiles(options, StoreHost.CURRENT).read().size());
		}

	}

	@Test
	void readWhenProcessIdIsInUseButTheLockIsFreeLeavesItOut() throws IOException {
		leaveDead(id(), "{\"pid\":%d}".formatted(ProcessHandle.current().pid()));
		assertThat(read()).isEmpty();
	}

	@Test
	void readWhenDeadForTenMinutesDeletesWhatIsLeft() throws IOException {
		String dead = id();
		leaveDead(dead, "dead");
		Files.createFile(this.followers.resolve(id() + "~.json.tmp"));
		follower(id()).replace("alive".getBytes(UTF_8));
		assertThat(read()).containsExactly("alive");
		this.clock.add(StatusFiles.KEPT.minusMillis(1));
		assertThat(read()).containsExactly("alive");
		assertThat(StoreFixture.names(this.followers)).hasSize(5);
		this.clock.add(Duration.ofMillis(1));
		assertThat(read()).containsExactly("alive");
		assertThat(StoreFixture.names(this.followers)).hasSize(2).noneMatch((name) -> name.startsWith(dead));
		assertThat(this.master.skipped()).isZero();
	}

	private void leaveDead(String id, String status) throws IOException {
		Files.writeString(this.followers.resolve(id + ".json"), status);
		Files.createFile(this.followers.resolve(id + ".lock"));
	}

	@ParameterizedTest
	@EnumSource
	@EnabledOnOs(OS.LINUX)
	@Timeout(60)
	void readWhenFollowerMeansHarmSkipsItAndReadsTheOthers(Harm harm) throws Exception {
		follower(id()).replace("good".getBytes(UTF_8));
		String bad = id();
		StatusFile file = follower(bad);
		file.replace("bad".getBytes(UTF_8));
		Path secret = Files.writeString(this.directory.resolve("secret"), "secret");
		harm.action.to(this.followers, bad, secret);
		assertThat(read()).containsExactly("good");
		assertThat(this.master.skipped()).isEqualTo(harm.skipped);
		assertThat(secret).hasContent("secret");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@Timeout(60)
	void contentWhenItIsAPipeThatCanBeOpenedDoesNotWaitForWhoeverWrites() throws Exception {
		Path pipe = this.directory.resolve("pipe");
		Harm.makePipe(pipe);
		try (FileChannel writer = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			assertThat(writer.isOpen()).isTrue();
			assertThatIOException().isThrownBy(() -> StatusFiles.content(pipe));
		}
	}

	@Test
	void replaceWhenFollowerMayBeReadByTheGroupLetsItRead() throws IOException {
		StoreOptions forGroup = new StoreOptions(this.directory, "shop", 1024, 1024,
				PosixFilePermissions.fromString("rw-r-----"), null);
		FollowersDirectory.prepare(forGroup, FileEffects.UNWATCHED);
		Path shop = this.directory.resolve("shop.followers");
		assertThat((int) Files.getAttribute(shop, "unix:mode") & 07777).isEqualTo(03770);
		try (StatusFile file = new StatusFile(this.directory, "shop", id())) {
			file.replace(new byte[1]);
			for (String name : StoreFixture.names(shop)) {
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shop.resolve(name))))
					.isEqualTo("rw-r-----");
			}
		}
		assertThat((int) Files.getAttribute(this.followers, "unix:mode") & 07777).isEqualTo(0700);
		follower(id()).replace(new byte[1]);
		for (String name : StoreFixture.names(this.followers)) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.followers.resolve(name))))
				.isEqualTo("rw-------");
		}
	}

	@Test
	void replaceWhenDirectoryWasMadeAnewLocksAgain() throws IOException {
		StatusFile file = follower(id());
		file.replace("before".getBytes(UTF_8));
		for (String name : StoreFixture.names(this.followers)) {
			Files.delete(this.followers.resolve(name));
		}
		Files.delete(this.followers);
		assertThat(file.isInPlace()).isFalse();
		FollowersDirectory.prepare(this.options, FileEffects.UNWATCHED);
		file.replace("after".getBytes(UTF_8));
		assertThat(file.isInPlace()).isTrue();
		assertThat(read()).containsExactly("after");
	}

	@ParameterizedTest
	@CsvSource({ "file", "link" })
	void prepareWhenSomethingElseIsThereRefusesIt(String what) throws IOException {
		Files.delete(this.followers);
		if (what.equals("file")) {
			Files.createFile(this.followers);
		}
		else {
			Files.createSymbolicLink(this.followers, Files.createDirectory(this.directory.resolve("elsewhere")));
		}
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> FollowersDirectory.prepare(this.options, FileEffects.UNWATCHED))
			.withMessageContaining("found=a " + what);
		assertThatIOException().isThrownBy(() -> follower(id()).replace(new byte[1]));
	}

	@Test
	void readWhenCalledReturnsTheIdOfTheFollower() throws IOException {
		String id = id();
		follower(id).replace(new byte[1]);
		assertThat(this.master.read()).extracting(Status::id).containsExactly(id);
	}

	/**
	 * What a follower may do that means harm.
	 */
	enum Harm {

		LINK_TO_A_SECRET(1, (followers, id, secret) -> {
			Files.delete(followers.resolve(id + ".json"));
			Files.createSymbolicLink(followers.resolve(id + ".json"), secret);
		}),

		PIPE(1, (followers, id, secret) -> {
			Files.delete(followers.resolve(id + ".json"));
			makePipe(followers.resolve(id + ".json"));
		}),

		PIPE_AS_LOCK(1, (followers, id, secret) -> {
			Files.delete(followers.resolve(id + ".lock"));
			makePipe(followers.resolve(id + ".lock"));
		}),

		LINK_AS_LOCK(1, (followers, id, secret) -> {
			Files.delete(followers.resolve(id + ".lock"));
			Files.createSymbolicLink(followers.resolve(id + ".lock"), secret);
		}),

		DIRECTORY(1, (followers, id, secret) -> {
			Files.delete(followers.resolve(id + ".json"));
			Files.createDirectory(followers.resolve(id + ".json"));
		}),

		TOO_LARGE(1, (followers, id, secret) -> {
			try (FileChannel channel = FileChannel.open(followers.resolve(id + ".json"), StandardOpenOption.WRITE)) {
				channel.write(java.nio.ByteBuffer.allocate(1), StatusFiles.MAX_LENGTH_BYTES);
			}
		}),

		OTHER_NAMES(2, (followers, id, secret) -> {
			Files.delete(followers.resolve(id + ".json"));
			Files.createFile(followers.resolve("other.json"));
			Files.createFile(followers.resolve(id.toUpperCase(java.util.Locale.ROOT) + "x.lock"));
		});

		private final int skipped;

		private final Action action;

		Harm(int skipped, Action action) {
			this.skipped = skipped;
			this.action = action;
		}

		private static void makePipe(Path path) throws IOException, InterruptedException {
			assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
		}

		private interface Action {

			void to(Path followers, String id, Path secret) throws IOException, InterruptedException;

		}

	}

	private static final class SettableClock extends Clock {

		private Instant now = Instant.parse("2026-11-21T09:30:00Z");

		void add(Duration duration) {
			this.now = this.now.plus(duration);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

	}

}
