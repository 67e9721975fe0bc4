package io.sharedconfig.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.UntrustedFileException;
import io.sharedconfig.file.SharedDirectory;
import io.sharedconfig.file.WatchedHost;
import io.sharedconfig.plain.SharedConfigs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Whom a master lets in: never more than configured, not even for an instant, and nobody
 * whose files it would have to believe.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no permissions of this kind")
class MasterAccessTests {

	private static final String[] EVERY_KIND = { "backup", "on", "orders.followers", "orders.history.jsonl",
			"orders.history.jsonl.damaged", "orders.json", "orders.json.invalid", "orders.json.version", "orders.lock",
			"orders.scfg", "orders.scfg.corrupt-", "orders~.tmp", "shared", "the", "way" };

	@TempDir
	Path temp;

	private Path shared;

	private Path backup;

	@BeforeEach
	void paths() {
		this.shared = this.temp.resolve("on").resolve("the").resolve("way").resolve("shared");
		this.backup = this.temp.resolve("backup");
	}

	@ParameterizedTest
	@CsvSource({ "rw-r-----, rwxr-x---", "rw-------, rwx------", "rw-r--r--, rwxr-xr-x" })
	void masterWhenWatchedIsNeverOpenToMoreThanConfigured(String ofFile, String ofDirectory) throws Exception {
		Set<String> seen = new TreeSet<>();
		Set<String> wrong = new TreeSet<>();
		String group = anotherGroup();
		WatchedHost.Watch watch = (step) -> {
			if (Thread.currentThread().getName().startsWith("shared-config-heartbeat")) {
				return; // it changes no file but by a store, while the others come and go
			}
			for (Path path : everything()) {
				PosixFileAttributes found = attributes(path);
				seen.add(kind(path));
				boolean letIn = found.permissions().size() > 3;
				if (!permissions(allowed(path, ofFile, ofDirectory)).containsAll(found.permissions())
						|| (letIn && isPublished(path) && group != null && !found.group().getName().equals(group))) {
					wrong.add("after %s: %s %s %s".formatted(step.kind(),
							PosixFilePermissions.toString(found.permissions()), found.group(), path));
				}
			}
		};
		PublisherOptions options = PublisherOptions
			.of(this.shared, "orders", 16 * 1024, 1024 * 1024, permissions(ofFile), group)
			.withBackup(this.backup);
		EventfulLife.live(() -> MasterPublisher.open(options, null, Recovered.warningsTo(new ArrayList<>()),
				WatchedHost.ofDying(1, 0, watch)), this.shared, this.backup);
		assertThat(wrong).isEmpty();
		assertThat(seen).containsExactly(EVERY_KIND);
	}

	/**
	 * The system calls themselves, under a umask that forgives nothing.
	 */
	@ParameterizedTest
	@CsvSource({ "rw-r-----, rwxr-x---", "rw-------, rwx------" })
	void masterWhenTracedNeverAsksForMoreThanConfigured(String ofFile, String ofDirectory) throws Exception {
		Path trace = this.temp.resolve("trace");
		requireStrace(trace);
		List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh", "strace", "-f", "-y",
				"-e", "trace=" + TracedModes.CALLS, "-e", "signal=none", "-s", "4096", "-o", trace.toString(),
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), EventfulLife.class.getName(),
				this.shared.toString(), this.backup.toString(), ofFile));
		String group = anotherGroup();
		if (group != null) {
			command.add(group);
		}
		assertThat(run(command)).contains("lived");
		TracedModes modes = new TracedModes(this.temp.toString(), (path, mode) -> {
			int allowed = mode(permissions(allowed(Path.of(path), ofFile, ofDirectory)))
					| (isOfFollowers(Path.of(path)) ? 03000 : 0); // files get its group,
																	// and stay whose they
																	// are
			return (mode & ~allowed) == 0;
		});
		Files.readAllLines(trace).forEach(modes::add);
		assertThat(modes.wrong()).isEmpty();
		Set<String> seen = new TreeSet<>();
		modes.paths().forEach((path) -> seen.add(kind(Path.of(path))));
		assertThat(seen).containsExactly(EVERY_KIND);
	}

	private static void requireStrace(Path trace) throws InterruptedException {
		boolean can;
		try {
			can = new ProcessBuilder("strace", "-f", "-o", trace.toString(), "true").start().waitFor() == 0;
		}
		catch (IOException ex) {
			can = false;
		}
		if (!can) {
			System.out.println("The modes of a master's system calls are not tested: it takes 'strace'");
		}
		assumeThat(can).as("'strace', and the right to use it").isTrue();
	}

	private static String run(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return String.join("\n", process.inputReader().lines().toList());
	}

	/**
	 * Return a group that this process may give a file to and that it would not get by
	 * itself, if there is one.
	 */
	private static String anotherGroup() throws IOException {
		boolean root = SharedDirectory.currentOwner().equals("0");
		return (root && Files.readString(Path.of("/etc/group")).contains("\nnogroup:")) ? "nogroup" : null;
	}

	private boolean isPublished(Path path) {
		return path.startsWith(this.shared);
	}

	private String allowed(Path path, String ofFile, String ofDirectory) {
		if (path.equals(this.shared)) {
			return ofDirectory;
		}
		if (path.equals(this.backup)) {
			return "rwx------";
		}
		if (isOfFollowers(path)) {
			return ofFile.startsWith("r", 3) ? "rwxrwx---" : "rwx------";
		}
		if (this.shared.startsWith(path)) {
			return "rwxr-xr-x"; // made on the way, as anybody would have
		}
		return (path.startsWith(this.backup) || kind(path).equals("orders.lock")) ? "rw-------" : ofFile;
	}

	private static boolean isOfFollowers(Path path) {
		return kind(path).equals("orders.followers");
	}

	private static String kind(Path path) {
		return path.getFileName().toString().replaceAll("~[-0-9a-f]+", "~").replaceAll("corrupt-.*", "corrupt-");
	}

	private List<Path> everything() {
		try (Stream<Path> paths = Files.walk(this.temp)) {
			return paths.filter((path) -> !path.equals(this.temp)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static PosixFileAttributes attributes(Path path) {
		try {
			return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Set<PosixFilePermission> permissions(String text) {
		return PosixFilePermissions.fromString(text);
	}

	private static int mode(Set<PosixFilePermission> permissions) {
		int mode = 0;
		for (PosixFilePermission permission : permissions) {
			mode |= 0400 >> permission.ordinal(); // in the order of "rwxrwxrwx"
		}
		return mode;
	}

	@ParameterizedTest
	@CsvSource({ "rwxrwx---, group", "rwx----w-, others" })
	void openWhenBackupDirectoryIsWritableByOthersIsRefused(String permissions, String who) throws Exception {
		Files.createDirectory(this.backup);
		Files.setPosixFilePermissions(this.backup, permissions(permissions));
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this::open)
			.withMessageContainingAll(this.backup.toString(), "writableBy expected=owner found=" + who,
					"shared-config.publisher.backup.directory");
		assertThat(this.backup).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "shared", "backup" })
	void openWhenDirectoryIsAnotherUsersIsRefused(String which) throws Exception {
		requireRoot();
		Path directory = (which.equals("shared")) ? this.shared : this.backup;
		Files.createDirectories(directory);
		Files.setAttribute(directory, "unix:uid", 65534);
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this::open)
			.withMessageContainingAll(directory.toString(), "owner expected=0 found=65534");
		assertThat(directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "shared", "backup" })
	void openWhenLockFileIsAnotherUsersIsRefused(String which) throws Exception {
		requireRoot();
		open().close();
		Path lock = ((which.equals("shared")) ? this.shared : this.backup).resolve("orders.lock");
		Files.setAttribute(lock, "unix:uid", 65534);
		for (int attempt = 0; attempt < 2; attempt++) {
			assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this::open)
				.withMessageContainingAll(lock.toString(), "owner expected=0 found=65534", "Remove it");
		}
		Files.delete(lock);
		open().close();
	}

	@ParameterizedTest
	@CsvSource({ "rw-rw----, group", "rw-----w-, others" })
	void openWhenLockFileIsWritableByOthersIsRefused(String permissions, String who) throws Exception {
		open().close();
		Path lock = this.shared.resolve("orders.lock");
		Files.setPosixFilePermissions(lock, permissions(permissions));
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(this::open)
			.withMessageContainingAll(lock.toString(), "writableBy expected=owner found=" + who, "Remove it");
	}

	private SharedConfigPublisher open() {
		return SharedConfigs.publisher(this.shared, "orders").backup(this.backup).open();
	}

	private static void requireRoot() {
		assumeThat(SharedDirectory.currentOwner()).as("only root can give a file away").isEqualTo("0");
	}

}
