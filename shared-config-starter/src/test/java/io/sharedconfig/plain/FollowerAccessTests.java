package io.sharedconfig.plain;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sharedconfig.ChildJvm;
import io.sharedconfig.SharedConfigPublisher;
import io.sharedconfig.file.SecondUser;
import io.sharedconfig.plain.MasterAndFollowersTests.PrintingFollower;
import io.sharedconfig.publish.ReportingFollower;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What a follower can do to the files of its master: nothing.
 */
@EnabledOnOs(OS.LINUX)
class FollowerAccessTests {

	private static final int OTHER_USER = 65534;

	private static final int THIRD_USER = 65531;

	private static final int GROUP = 65533;

	private static final int OTHER_GROUP = 65532;

	@TempDir
	Path temp;

	private Path directory;

	@BeforeEach
	void paths() {
		this.directory = this.temp.resolve("shared");
	}

	@Test
	void followerWhenItFollowsHasTheFileMappedForReadingAndNothingOpenButItsLock() throws Exception {
		try (SharedConfigPublisher master = master("rw-------");
				ChildJvm follower = ChildJvm.start(PrintingFollower.class, this.directory)) {
			master.publish(Map.of("n", 1));
			follower.await("version 1 ");
			master.publish(Map.of("text", "x".repeat(200_000)));
			follower.await("version 2 ");
			assertThat(mappingsOf(follower.pid())).isNotEmpty().allMatch((permissions) -> permissions.equals("r--s"));
			assertThat(openFilesOf(follower.pid())).as("files in the shared directory")
				.allMatch((file) -> file.startsWith(this.directory.resolve("orders.followers")));
			// so that an empty list says something
			assertThat(mappingsOf(ProcessHandle.current().pid())).contains("rw-s");
			assertThat(openFilesOf(ProcessHandle.current().pid())).isNotEmpty();
		}
	}

	private List<String> mappingsOf(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "maps"))
			.stream()
			.filter((line) -> line.contains(this.directory.toString()))
			.map((line) -> line.split(" ")[1])
			.toList();
	}

	private List<Path> openFilesOf(long pid) throws IOException {
		List<Path> found = new ArrayList<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
			for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
				try {
					found.add(Files.readSymbolicLink(descriptor));
				}
				catch (NoSuchFileException ex) {
					// closed meanwhile
				}
			}
		}
		found.removeIf((file) -> !file.startsWith(this.directory));
		return found;
	}

	@Test
	void secondUserWhenInTheGroupCanReadAndDoNothingElse() throws Exception {
		requireSecondUser();
		try (SharedConfigPublisher master = master("rw-r-----")) {
			master.publish(Map.of("n", 1));
			giveToGroup();
			List<String> said = secondUser(GROUP);
			assertThat(said).contains("version 1");
			assertThat(said).filteredOn((line) -> line.startsWith("allowed ")).isEmpty();
			assertThat(said).filteredOn((line) -> line.startsWith("refused ")).hasSize(SecondUser.ATTEMPTS);
			master.publish(Map.of("n", 2));
			assertThat(secondUser(GROUP)).contains("version 2");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-r-----", "rw-------" })
	void secondUserWhenNotAllowedCannotEvenLook(String permissions) throws Exception {
		requireSecondUser();
		try (SharedConfigPublisher master = master(permissions)) {
			master.publish(Map.of("n", 1));
			List<String> said = secondUser((permissions.contains("r-----") ? OTHER_GROUP : 0));
			assertThat(said).contains("cannot be opened");
			assertThat(said).filteredOn((line) -> line.startsWith("version ") || line.startsWith("allowed ")).isEmpty();
		}
	}

	@Test
	void followerOfAnotherUserOfTheGroupReportsAndNoThirdOneCanChangeThat() throws Exception {
		requireSecondUser();
		try (SharedConfigPublisher master = master("rw-r-----")) {
			master.publish(Map.of("n", 1));
			giveToGroup();
			Path followers = this.directory.resolve("orders.followers");
			Files.setAttribute(followers, "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
			Files.setAttribute(followers, "unix:mode", 03770, LinkOption.NOFOLLOW_LINKS);
			Process follower = asUser(OTHER_USER, GROUP, List.of(java(), "-cp", copiedClassPath(),
					ReportingFollower.class.getName(), this.directory.toString(), "other"));
			try {
				assertThat(follower.inputReader().readLine()).startsWith("following");
				await().atMost(Duration.ofSeconds(60)).until(() -> master.followers().size() == 1);
				assertThat(master.change().set("n", 2).publishAndAwait(Duration.ofSeconds(60)).applied())
					.singleElement()
					.satisfies((one) -> assertThat(one.application()).isEqualTo("other"));
				List<Path> reports = filesIn(followers);
				assertThat(reports).hasSize(2);
				for (Path report : reports) {
					assertThat(Files.getAttribute(report, "unix:uid")).isEqualTo(OTHER_USER);
					assertThat(Files.getAttribute(report, "unix:gid")).isEqualTo(GROUP);
					assertThat(Files.getPosixFilePermissions(report))
						.isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
					Process third = asUser(THIRD_USER, GROUP, List.of("rm", "-f", report.toString()));
					assertThat(third.waitFor()).isNotZero();
				}
				assertThat(filesIn(followers)).containsExactlyInAnyOrderElementsOf(reports);
			}
			finally {
				follower.destroyForcibly().waitFor();
			}
			assertThat(master.followers()).isEmpty();
		}
	}

	private static List<Path> filesIn(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

	/**
	 * Copy the class path of a plain follower to where everybody can read it.
	 */
	private String copiedClassPath() throws IOException {
		List<Path> copied = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path from = Path.of(entry);
			Path to = this.temp.resolve("classpath").resolve(copied.size() + "-" + from.getFileName());
			if (Files.isDirectory(from)) {
				FileSystemUtils.copyRecursively(from, to);
				copied.add(to);
			}
			else if (entry.contains("jackson")) {
				Files.createDirectories(to.getParent());
				Files.write(to, Files.readAllBytes(from));
				copied.add(to);
			}
		}
		return copied.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

	private void giveToGroup() throws IOException {
		for (Path path : List.of(this.directory, this.directory.resolve("orders.scfg"))) {
			Files.setAttribute(path, "unix:gid", GROUP, LinkOption.NOFOLLOW_LINKS);
		}
	}

	private SharedConfigPublisher master(String permissions) {
		return SharedConfigs.publisher(this.directory, "orders")
			.withoutBackup()
			.permissions(permissions)
			.size(16 * 1024, 1024 * 1024)
			.open();
	}

	private void requireSecondUser() throws Exception {
		boolean can = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0) && canBeSecondUser();
		if (!can) {
			System.out.println("What a second user can do is not tested: it takes root, 'setpriv' and a readable JDK");
		}
		assumeThat(can).as("root, 'setpriv' and a readable JDK").isTrue();
		Files.setPosixFilePermissions(this.temp, PosixFilePermissions.fromString("rwx--x--x"));
	}

	private static boolean canBeSecondUser() throws InterruptedException {
		try {
			Process process = asSecondUser(OTHER_GROUP, List.of(java(), "-version"));
			process.inputReader().lines().toList();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Run {@link SecondUser}, from copies of its classes that everybody can read.
	 */
	private List<String> secondUser(int group) throws Exception {
		Path classes = this.temp.resolve("classes");
		for (Path compiled : List.of(Path.of("target", "classes"), Path.of("target", "test-classes"))) {
			Path packaged = Path.of("io", "sharedconfig");
			copyClasses(compiled.resolve(packaged), classes.resolve(packaged));
			copyClasses(compiled.resolve(packaged).resolve("file"), classes.resolve(packaged).resolve("file"));
		}
		Process process = asSecondUser(group,
				List.of(java(), "-cp", classes.toString(), SecondUser.class.getName(), this.directory.toString()));
		List<String> said = process.inputReader().lines().toList();
		assertThat(process.waitFor()).as("%s", said).isZero();
		return said;
	}

	private static void copyClasses(Path from, Path to) throws IOException {
		Files.createDirectories(to);
		try (Stream<Path> files = Files.list(from)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				if (Files.isRegularFile(file)) {
					Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
				}
			}
		}
	}

	private static Process asSecondUser(int group, List<String> command) throws IOException {
		return asUser(OTHER_USER, group, command);
	}

	private static Process asUser(int user, int group, List<String> command) throws IOException {
		List<String> all = new ArrayList<>(
				List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--"));
		all.addAll(command);
		return new ProcessBuilder(all).redirectErrorStream(true).start();
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

}
