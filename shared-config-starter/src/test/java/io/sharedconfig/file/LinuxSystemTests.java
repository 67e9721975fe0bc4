package io.sharedconfig.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LinuxSystem}.
 */
@EnabledOnOs(OS.LINUX)
class LinuxSystemTests {

	private final LinuxSystem system = new LinuxSystem();

	@TempDir
	Path temp;

	@Test
	void currentWhenOnLinuxIsThisOne() {
		assertThat(HostSystem.CURRENT).isInstanceOf(LinuxSystem.class);
	}

	@Test
	void currentOwnerWhenAskedIsTheUid() throws IOException {
		assertThat(this.system.currentOwner()).isEqualTo(firstLineOf("id", "-u"));
	}

	@Test
	void defaultDirectoryWhenSharedMemoryIsThereIsInItAndOfThisUser() throws IOException {
		assumeThat(Files.getFileStore(Path.of("/dev/shm")).type()).isEqualTo("tmpfs");
		assertThat(this.system.defaultDirectory())
			.isEqualTo(Path.of("/dev/shm/shared-config-" + this.system.currentOwner()));
		assertThat(SharedDirectory.defaultPath()).isEqualTo(this.system.defaultDirectory());
	}

	@Test
	void startTicksWhenProcessRunsIsAlwaysTheSame() {
		long own = this.system.startTicks(ProcessHandle.current().pid());
		assertThat(own).isPositive().isEqualTo(this.system.startTicks(ProcessHandle.current().pid()));
	}

	@Test
	void startTicksWhenThereIsNoProcessSaysSo() {
		assertThat(this.system.startTicks(Integer.MAX_VALUE)).isEqualTo(HostSystem.NO_PROCESS);
		assertThat(this.system.startTicks(0)).isEqualTo(HostSystem.NO_PROCESS);
	}

	@Test
	void startTicksWhenCommandHasParenthesesAndSpacesIsFound() throws IOException {
		Path odd = Files.createSymbolicLink(this.temp.resolve("a) b (c"), Path.of(firstLineOf("which", "sleep")));
		Process process = new ProcessBuilder(odd.toString(), "60").start();
		try {
			assertThat(this.system.startTicks(process.pid()))
				.isGreaterThanOrEqualTo(this.system.startTicks(ProcessHandle.current().pid()));
		}
		finally {
			process.destroyForcibly();
			Files.delete(odd);
		}
	}

	@Test
	void startTicksWhenProcessIsDeadButNotReapedSaysThatThereIsNone() throws IOException {
		// the child must outlive the shell, which would reap it; what takes its place
		// does not
		Process parent = new ProcessBuilder("sh", "-c",
				"(while [ \"$(cat /proc/$$/comm)\" != sleep ]; do :; done) & echo $!; exec sleep 60")
			.start();
		try {
			long child = Long.parseLong(firstLineOf(parent));
			await().until(() -> this.system.startTicks(child) == HostSystem.NO_PROCESS);
			assertThat(Path.of("/proc", String.valueOf(child))).exists();
		}
		finally {
			parent.destroyForcibly();
		}
	}

	@Test
	void identityWhenAskedIsThatOfTheHost() throws IOException {
		assertThat(this.system.bootId())
			.hasToString(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim())
			.isNotEqualTo(new UUID(0, 0));
		assertThat(firstLineOf("readlink", "/proc/self/ns/pid"))
			.isEqualTo("pid:[%d]".formatted(this.system.pidNamespace()));
	}

	@Test
	void canReplaceWhenFileIsAMountPointSaysNo() throws Exception {
		Path mounted = Files.createFile(this.temp.resolve("a mounted file"));
		Path other = Files.createFile(this.temp.resolve("other"));
		assertThat(this.system.canReplace(mounted)).isTrue();
		assumeThat(run("mount", "--bind", other.toString(), mounted.toString())).isZero();
		try {
			assertThat(this.system.canReplace(mounted)).isFalse();
			assertThat(this.system.canReplace(other)).isTrue();
		}
		finally {
			run("umount", mounted.toString());
		}
	}

	private static int run(String... command) throws IOException, InterruptedException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
	}

	private static String firstLineOf(String... command) throws IOException {
		return firstLineOf(new ProcessBuilder(command).start());
	}

	private static String firstLineOf(Process process) throws IOException {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
	}

}
