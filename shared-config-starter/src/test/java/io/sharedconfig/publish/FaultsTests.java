package io.sharedconfig.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.sharedconfig.FollowerState;
import io.sharedconfig.PublisherState;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigFollower;
import io.sharedconfig.UntrustedFileException;
import io.sharedconfig.file.StoreHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What followers, the health and the master make of what is done to their files: the
 * table of {@link Fault}. Nothing makes a follower drop its version, and nothing is left
 * when they are closed.
 */
class FaultsTests {

	@TempDir
	Path temp;

	private final OpenThings open = new OpenThings();

	@AfterEach
	void nothingIsLeft() {
		this.open.awaitEndBelow(this.temp);
	}

	@Test
	void followersGoOnWhileTheMasterMendsWhatItCan() throws Exception {
		check(FaultsTests::whileTheMasterRuns);
	}

	@Test
	void followersKeepTheirVersionWhileNoMasterRunsAndTheNextOneMendsIt() throws Exception {
		check(FaultsTests::whileNoMasterRuns);
	}

	/**
	 * Run one row of the table each, all at once: a master looks at its files but once a
	 * second.
	 */
	private void check(Row row) throws Exception {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		ExecutorService rows = Executors.newCachedThreadPool();
		for (Fault fault : Fault.values()) {
			FaultScene scene = new FaultScene(this.temp.resolve(fault.name()));
			rows.execute(() -> {
				try {
					row.check(fault, scene);
				}
				catch (Throwable ex) {
					failures.add(new AssertionError(fault + ": " + ex.getMessage(), ex));
				}
			});
		}
		rows.shutdown();
		assertThat(rows.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
		assertThat(failures).isEmpty();
	}

	private static void whileTheMasterRuns(Fault fault, FaultScene scene) throws Exception {
		try (MasterPublisher master = scene.master(StoreHost.CURRENT);
				SharedConfigFollower follower = scene.follower()) {
			scene.publishTwo(master, follower);
			Object key = scene.key();
			fault.inflict(scene);
			FaultScene.serving(follower, 2).until(() -> !fault.mended || scene.isMended(key));
			assertThat(FaultScene.health(master, follower).getStatus()).isEqualTo(Status.UP);
			assertThat(master.publish(FaultScene.document(3)).version()).isEqualTo(3);
			assertThat(follower.awaitVersion(3, FaultScene.LONG)).isTrue();
			FaultScene.serving(follower, 3).until(() -> follower.status().state() == FollowerState.CURRENT);
			assertThat(FaultScene.health(master, follower).getStatus()).isEqualTo(Status.UP);
			assertThat(FaultScene.details(FaultScene.health(master, follower))).doesNotContainKey("reason")
				.containsEntry("publisher", PublisherState.ACTIVE);
			newFollowerFinds(fault, scene, 3);
			Files.setPosixFilePermissions(scene.shared, PosixFilePermissions.fromString("rwx------"));
		}
		assertThat(scene.warnings).isEmpty();
	}

	private static void newFollowerFinds(Fault fault, FaultScene scene, long version) {
		try (SharedConfigFollower another = scene.follower()) {
			if (fault.refusal == null) {
				assertThat(another.current()).isNotNull();
				assertThat(another.current().version()).isEqualTo(version);
			}
			else {
				assertThat(another.current()).isNull();
				assertThat(another.status().reason()).contains(fault.refusal);
			}
		}
	}

	private static void whileNoMasterRuns(Fault fault, FaultScene scene) throws Exception {
		try (SharedConfigFollower follower = scene.follower()) {
			try (MasterPublisher master = scene.master(StoreHost.CURRENT)) {
				scene.publishTwo(master, follower);
			}
			fault.inflict(scene);
			if (fault.reason == null) {
				assertThat(follower.refresh()).isEqualTo(new RefreshResult(Outcome.UNCHANGED, 2, null));
			}
			else {
				// the late error of a truncated mapping may be the reason at first
				FaultScene.serving(follower, 2).until(() -> isSaid(fault.reason, follower.refresh()));
			}
			assertThat(follower.current().json()).isEqualTo(FaultScene.document(2));
			Health health = FaultScene.health(null, follower);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(FaultScene.details(health)).containsEntry("state", FollowerState.STALE)
				.containsEntry("version", 2L);
			assertThat((String) FaultScene.details(health).get("reason"))
				.satisfies((reason) -> assertThat(reason == null).isEqualTo(fault.reason == null));
			nextMasterGoesOn(fault, scene, follower);
		}
	}

	private static boolean isSaid(String reason, RefreshResult result) {
		return result.outcome() == Outcome.FAILED && String.valueOf(result.reason()).contains(reason);
	}

	private static void nextMasterGoesOn(Fault fault, FaultScene scene, SharedConfigFollower follower)
			throws Exception {
		if (fault == Fault.DIRECTORY_WRITABLE_BY_OTHERS) {
			assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(() -> scene.master(StoreHost.CURRENT));
			Files.setPosixFilePermissions(scene.shared, PosixFilePermissions.fromString("rwx------"));
		}
		try (MasterPublisher master = scene.master(StoreHost.CURRENT)) {
			assertThat(master.current().version()).isEqualTo(2);
			assertThat(master.publish(FaultScene.document(3)).version()).isEqualTo(3);
			assertThat(follower.awaitVersion(3, FaultScene.LONG)).isTrue();
			FaultScene.serving(follower, 3).until(() -> follower.status().state() == FollowerState.CURRENT);
			assertThat(FaultScene.details(FaultScene.health(master, follower))).doesNotContainKey("reason");
			try (SharedConfigFollower another = scene.follower()) {
				assertThat(another.current().json()).isEqualTo(FaultScene.document(3));
			}
		}
	}

	private interface Row {

		void check(Fault fault, FaultScene scene) throws Exception;

	}

}
