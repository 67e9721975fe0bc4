package io.sharedconfig.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.sharedconfig.ConfigRevision;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.CorruptFileException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoredRun;
import io.sharedconfig.publish.Image.Content;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a master that was stopped at one point, with a follower that had mapped
 * its file, a new follower, and a new master.
 */
final class Recovered {

	private static final String DATA = "orders.scfg";

	/*
	 * Another one than root's own, which nobody but root can give to a file.
	 */
	private static final String GROUP = group();

	private static final String DATA_ACCESS = "rw-r----- " + GROUP;

	private static final String DIRECTORY_ACCESS = "rwxr-x--- " + GROUP;

	private final Path directory;

	private final Path shared;

	private final Path backup;

	private final boolean hasBackup;

	private final Expected expected;

	private final HistoryLimits limits;

	private final List<String> warnings = new ArrayList<>();

	Recovered(Path directory, boolean hasBackup, Expected expected, HistoryLimits limits) {
		this.directory = directory;
		this.shared = directory.resolve("shared");
		this.backup = directory.resolve("backup");
		this.hasBackup = hasBackup;
		this.expected = expected;
		this.limits = limits;
	}

	private static String group() {
		try {
			boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
			return (root) ? "daemon" : Image.Access.of(Path.of("/proc/self")).group().getName();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Write down what is left, let everybody go on with it, and check what they see.
	 * @param left the shared directory, {@code null} if it is gone
	 * @param leftBackup the backup, {@code null} if there is none
	 * @param mapped the file that a follower had mapped, {@code null} for none
	 */
	void check(@Nullable Image left, @Nullable Image leftBackup, @Nullable Content mapped, StoreHost host)
			throws IOException {
		if (leftBackup != null) {
			leftBackup.writeTo(this.backup);
		}
		SharedFileReader attached = reader();
		try {
			long seen = 0;
			if (left != null) {
				seen = attach(attached, left, mapped);
				seen = Math.max(seen, newFollower());
				constructionsAreHiddenOrWhole(left);
				nobodyElseIsLetIn(left);
			}
			goOn(Math.max(seen, this.expected.seen()), host, attached);
			assertNothingIsLeftOver();
		}
		finally {
			FileSystemUtils.deleteRecursively(this.directory);
		}
	}

	/**
	 * Let a follower map the file that it had mapped, even if another one has taken its
	 * place.
	 */
	private long attach(SharedFileReader attached, Image left, @Nullable Content mapped) throws IOException {
		Content now = left.files().get(DATA);
		if (mapped == null || (now != null && now.key().equals(mapped.key()))) {
			left.writeTo(this.shared);
			return (mapped != null) ? read(attached, true) : 0;
		}
		left.with(DATA, mapped).writeTo(this.shared);
		long seen = read(attached, true);
		Path data = this.shared.resolve(DATA);
		if (now != null) {
			now.writeTo(this.directory.resolve(DATA));
			Files.move(this.directory.resolve(DATA), data, StandardCopyOption.ATOMIC_MOVE);
		}
		else {
			Files.delete(data);
		}
		return seen;
	}

	private long newFollower() {
		long seen = read(reader(), false);
		if (!this.expected.fileMayBeUnusable()) {
			assertThat(seen).as("seen by a new follower").isGreaterThanOrEqualTo(this.expected.visible());
		}
		return seen;
	}

	private long read(SharedFileReader reader, boolean wasMapped) {
		try {
			StoredRun version = reader.read();
			if (version == null) {
				return 0;
			}
			assertThat(SelfChecking.isWhole(version.version(), SelfChecking.text(version, reader))).as("whole")
				.isTrue();
			assertThat(version.version()).isBetween(this.expected.visible(), this.expected.highest());
			return version.version();
		}
		catch (CorruptFileException ex) {
			assertThat(this.expected.fileMayBeUnusable() && !wasMapped).as("readable: " + ex.getMessage()).isTrue();
			return 0;
		}
	}

	/**
	 * Whoever sees the magic sees all of a file, even under its temporary name.
	 */
	private void constructionsAreHiddenOrWhole(Image left) throws IOException {
		Path aside = this.directory.resolve("construction");
		for (String name : left.files().keySet().stream().filter(Recovered::isConstruction).toList()) {
			Content content = left.files().get(name);
			if (new String(content.bytes(), 0, Math.min(6, content.bytes().length), StandardCharsets.US_ASCII)
				.equals("SHCONF")) {
				assertThat(content.access()).as("access to a complete file").hasToString(DATA_ACCESS);
				new Image(left.access(), Map.of(DATA, content)).writeTo(aside);
				long version = read(new SharedFileReader(aside, "orders", Set.of()), true);
				assertThat(version).as("version in a complete file")
					.isIn(this.expected.visible(), this.expected.committed(), this.expected.highest());
				FileSystemUtils.deleteRecursively(aside);
			}
		}
	}

	/*
	 * A staged document is no version.
	 */
	private static boolean isConstruction(String file) {
		return file.endsWith(".tmp") && !file.startsWith("orders~stage~");
	}

	/**
	 * Where a group is let in, it is the right one; others never are.
	 */
	private static void nobodyElseIsLetIn(Image left) {
		assertThat(left.access()).asString().isIn("rwx------ " + left.access().group(), DIRECTORY_ACCESS);
		left.files()
			.forEach((name, content) -> assertThat(content.access()).as(name)
				.asString()
				.isIn("rw------- " + content.access().group(), DATA_ACCESS));
	}

	private void goOn(long seen, StoreHost host, SharedFileReader attached) {
		try (MasterPublisher next = open(host)) {
			ConfigSnapshot current = next.current();
			long version = (current != null) ? current.version() : 0;
			assertThat(version).as("version that the new master goes on with")
				.isBetween(Math.max(this.expected.committed(), seen), this.expected.highest());
			assertThat(current == null || SelfChecking.isWhole(version, current.json())).as("whole").isTrue();
			assertThat(this.warnings).allMatch(this.expected::isExpectedWarning);
			if (this.hasBackup) {
				assertEveryKeptVersionIsThere(next, version);
			}
			ConfigSnapshot published = next.publish(SelfChecking.document(version + 1, 20));
			assertThat(published.version()).as("version that the new master publishes").isEqualTo(version + 1);
			attached.lookAtPath();
			for (SharedFileReader follower : List.of(reader(), attached)) {
				StoredRun read = follower.read();
				assertThat(read).as("what a follower sees of the new master").isNotNull();
				assertThat(read.version()).isEqualTo(published.version());
				assertThat(SelfChecking.isWhole(read.version(), SelfChecking.text(read, follower))).as("whole")
					.isTrue();
			}
		}
	}

	/**
	 * Each can be gone back to, and none in between is missing.
	 */
	private void assertEveryKeptVersionIsThere(MasterPublisher next, long newest) {
		List<Long> kept = next.history().stream().map(ConfigRevision::version).toList();
		long count = Math.min(newest, this.limits.maxVersions());
		assertThat(kept).as("kept versions")
			.containsExactlyElementsOf(LongStream.range(0, count).mapToObj((age) -> newest - age).toList());
		for (long version : kept) {
			assertThat(SelfChecking.isWhole(version, next.revision(version).json())).as("whole").isTrue();
		}
	}

	private MasterPublisher open(StoreHost host) {
		return MasterPublisher.open(
				options(this.shared, (this.hasBackup) ? this.backup : null).withHistory(this.limits),
				this.expected.initial(), warningsTo(this.warnings), host);
	}

	static PublisherOptions options(Path shared, @Nullable Path backup) {
		return PublisherOptions
			.of(shared, "orders", 16 * 1024, 1024 * 1024, PosixFilePermissions.fromString("rw-r-----"), GROUP)
			.withBackup(backup);
	}

	static HistoryEntry entry(long version, @Nullable String author, Document document) {
		return new HistoryEntry(
				new ConfigRevision(version, Instant.ofEpochMilli(1_700_000_000_000L), author, null, 0, List.of()),
				document);
	}

	static PublishEvents warningsTo(List<String> warnings) {
		return new PublishEvents() {
			@Override
			public void warning(String name, String problem) {
				warnings.add(problem);
			}
		};
	}

	private SharedFileReader reader() {
		return new SharedFileReader(this.shared, "orders", Set.of());
	}

	private void assertNothingIsLeftOver() throws IOException {
		assertThat(names(this.shared)).filteredOn((name) -> !name.startsWith("orders.scfg.corrupt-"))
			.containsExactlyInAnyOrder("orders.followers", "orders.lock", DATA);
		Path followers = this.shared.resolve("orders.followers");
		assertThat((int) Files.getAttribute(followers, "unix:mode") & 07777).isEqualTo(03770);
		assertThat(Image.Access.of(followers).group()).isEqualTo(Image.Access.of(this.shared).group());
		assertThat(Image.Access.of(this.shared)).hasToString(DIRECTORY_ACCESS);
		assertThat(Image.Access.of(this.shared.resolve(DATA))).hasToString(DATA_ACCESS);
		if (this.hasBackup) {
			assertThat(names(this.backup)).filteredOn((name) -> !name.endsWith(".damaged"))
				.containsExactlyInAnyOrder("orders.history.jsonl", "orders.json", "orders.json.version", "orders.lock");
			for (String part : this.expected.keptInBackup()) {
				assertThat(this.backup.resolve("orders.history.jsonl.damaged")).content().contains(part);
			}
		}
	}

	private static List<String> names(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
