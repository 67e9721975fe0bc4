package io.sharedconfig.sample.follower;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A master and its followers as processes of their own, started as a user starts them.
 */
class MasterAndFollowersIT {

	private static final String ENDPOINT = "/actuator/sharedconfig/orders";

	private static final String READY = "==> Ctrl-C ends the master and the followers";

	private final List<SampleProcess> processes = new ArrayList<>();

	private final List<ProcessHandle> grandchildren = new ArrayList<>();

	@TempDir
	private Path temporary;

	@AfterEach
	void endAll() {
		this.processes.forEach(SampleProcess::close);
		this.grandchildren.forEach(ProcessHandle::destroyForcibly);
	}

	@Test
	void demonstrationWhenStartedShowsChangeInBothFollowersAndEndsWithMaster() throws Exception {
		int port = twoFreePorts();
		SampleProcess master = startMaster("--sample.followers=2", "--sample.follower-port=" + port);
		master.awaitLog(READY);
		this.grandchildren.addAll(master.children());
		assertThat(this.grandchildren).hasSize(2);
		assertThat(master.log()).contains("==> published version 2: pricing.discount 0.15 -> 0.20", "[follower 1] ",
				"[follower 2] ");
		assertThat(SampleProcess.get(port, "/values")).isEqualTo(allWays(2, "0.20"));
		assertThat(SampleProcess.get(port + 1, "/values")).isEqualTo(allWays(2, "0.20"));

		assertThat(publish(master, "0.30")).isEqualTo("{\"version\":3,\"changed\":[\"pricing.discount\"]}");
		awaitValues(port, 3, "0.30");
		awaitValues(port + 1, 3, "0.30");

		master.terminate();
		assertThat(this.grandchildren).noneMatch(ProcessHandle::isAlive);
	}

	@Test
	void demonstrationWhenPortOfFollowerIsTakenEndsAllWithReason() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			SampleProcess master = startMaster("--sample.followers=1",
					"--sample.follower-port=" + taken.getLocalPort());
			assertThat(master.awaitEnd()).isEqualTo(1);
			assertThat(master.log()).contains("[follower 1] Web server failed to start. Port " + taken.getLocalPort(),
					"The demonstration has failed: follower 1 ended with exit code 1");
		}
	}

	@Test
	void killWhenMasterIsKilledLeavesLastVersionToOldAndNewFollowers() throws Exception {
		int port = twoFreePorts();
		SampleProcess master = startMaster("--sample.followers=1", "--sample.follower-port=" + port);
		master.awaitLog(READY);
		this.grandchildren.addAll(master.children());

		master.kill();
		assertThat(SampleProcess.get(port, "/values")).isEqualTo(allWays(2, "0.20"));
		SampleProcess newcomer = startFollower().awaitStarted();
		assertThat(newcomer.get("/values")).isEqualTo(allWays(2, "0.20"));

		SampleProcess successor = startMaster().awaitStarted();
		assertThat(publish(successor, "0.30")).startsWith("{\"version\":3,");
		awaitValues(port, 3, "0.30");
		awaitValues(newcomer.port(), 3, "0.30");
	}

	@Test
	void startWhenMasterIsRunningFailsAndNamesIt() throws Exception {
		SampleProcess master = startMaster().awaitStarted();
		SampleProcess second = startMaster();
		assertThat(second.awaitEnd()).isEqualTo(1);
		assertThat(second.log()).contains("APPLICATION FAILED TO START", "'orders'", "pid=" + master.pid());
		assertThat(publish(master, "0.20")).startsWith("{\"version\":2,");
	}

	@Test
	void startWhenSharedDirectoryWasWipedBringsBackLastVersion() throws Exception {
		SampleProcess master = startMaster().awaitStarted();
		publish(master, "0.20");
		master.kill();
		FileSystemUtils.deleteRecursively(sharedDirectory());
		assertThat(Files.exists(sharedDirectory())).isFalse();

		SampleProcess successor = startMaster().awaitStarted();
		SampleProcess follower = startFollower().awaitStarted();
		assertThat(follower.get("/values")).isEqualTo(allWays(2, "0.20"));
		assertThat(publish(successor, "0.30")).startsWith("{\"version\":3,");
		awaitValues(follower.port(), 3, "0.30");
	}

	@Test
	void startWhenNothingIsPublishedFailsAndNamesDirectory() throws Exception {
		SampleProcess follower = startFollower("--shared-config.follower.wait=0s");
		assertThat(follower.awaitEnd()).isEqualTo(1);
		assertThat(follower.log()).contains("APPLICATION FAILED TO START",
				"Shared config 'orders' has not been published on this host", sharedDirectory().toString());
	}

	@Test
	void startWhenFollowerIsFirstWaitsForMaster() {
		SampleProcess follower = startFollower("--shared-config.follower.wait=2m");
		startMaster().awaitStarted();
		assertThat(follower.awaitStarted().get("/values")).isEqualTo(allWays(1, "0.15"));
	}

	private SampleProcess startMaster(String... arguments) {
		return start("sample.master-jar", arguments);
	}

	private SampleProcess startFollower(String... arguments) {
		return start("sample.follower-jar", arguments);
	}

	private SampleProcess start(String jarProperty, String... furtherArguments) {
		List<String> arguments = new ArrayList<>();
		arguments.add("--server.port=0");
		arguments.add("--shared-config.directory=" + sharedDirectory());
		arguments.add("--shared-config.publisher.backup.directory=" + this.temporary.resolve("backup"));
		arguments.addAll(List.of(furtherArguments));
		SampleProcess process = SampleProcess.start(jarProperty, arguments);
		this.processes.add(process);
		return process;
	}

	private Path sharedDirectory() {
		return this.temporary.resolve("shared");
	}

	private static String publish(SampleProcess master, String discount) {
		return master.post(ENDPOINT, "{\"mergePatch\":{\"pricing\":{\"discount\":\"%s\"}}}".formatted(discount));
	}

	private static void awaitValues(int port, long version, String discount) {
		await().atMost(SampleProcess.PATIENCE)
			.untilAsserted(() -> assertThat(SampleProcess.get(port, "/values")).isEqualTo(allWays(version, discount)));
	}

	private static String allWays(long version, String discount) {
		return "{\"version\":%d,\"value\":\"%2$s\",\"properties\":\"%2$s\",\"live\":\"%2$s\",\"environment\":\"%2$s\"}"
			.formatted(version, discount);
	}

	/*
	 * Below the ports that the system gives to outgoing connections: one to a port of
	 * those can be given the very port that it asks for, and then takes it.
	 */
	private static int twoFreePorts() throws IOException {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
			try (ServerSocket first = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
					ServerSocket second = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
				assertThat(List.of(first, second)).allMatch(ServerSocket::isBound);
				return port;
			}
			catch (BindException ex) {
				// one of the two is taken: try others
			}
		}
	}

}
