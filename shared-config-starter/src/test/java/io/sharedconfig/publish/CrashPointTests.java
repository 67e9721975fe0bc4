package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.FileEffects;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.SharedFileStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A master is stopped after every single store, write, rename, change of permissions and
 * whatever else it does to its files. Whatever is left then: followers read a version
 * that is whole and not older than the last one that was published, and a new master goes
 * on with it, or with the one that was just being published.
 */
class CrashPointTests {

	private static final int QUARTER_OF_AN_ARENA = 15_000;

	private static final int THIRD_OF_A_PAYLOAD = 5000;

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final List<String> REPORT = new ArrayList<>();

	@TempDir(factory = SharedMemory.class)
	Path temp;

	@ParameterizedTest
	@EnumSource
	void stoppedAnywhereNothingIsLostTornOrLeftOver(Scenario scenario) throws Exception {
		CrashPoints points = new CrashPoints(this.temp.resolve("run"), scenario.hasBackup, scenario.container);
		scenario.prepare.with(points);
		points.watch();
		scenario.run.with(points);
		REPORT.add("%-35s crash points: %3d  recoveries: %3d  %s".formatted(scenario, points.count(),
				points.recoveries(), points.kinds()));
		assertThat(points.failures().stream().map(Throwable::getMessage)).isEmpty();
		assertThat(points.count()).as("crash points: " + points.kinds()).isGreaterThanOrEqualTo(scenario.atLeast);
		assertThat(points.warnings()).allMatch(points.expected::isExpectedWarning);
	}

	@AfterAll
	static void report() throws IOException {
		Files.write(Path.of("target", "crash-points.txt"), REPORT);
	}

	private static void publishThree(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			for (int i = 0; i < 3; i++) {
				points.publish(publisher, 100);
			}
		}
	}

	/**
	 * Leave the files as a master does that was killed.
	 */
	private static void publishThreeAndDie(CrashPoints points) throws IOException {
		Image left;
		Image leftBackup = null;
		try (MasterPublisher publisher = points.open()) {
			for (int i = 0; i < 3; i++) {
				points.publish(publisher, 100);
			}
			left = Image.of(points.shared);
			if (points.backup != null) {
				leftBackup = Image.of(points.backup);
			}
		}
		FileSystemUtils.deleteRecursively(points.shared);
		left.writeTo(points.shared);
		if (leftBackup != null) {
			FileSystemUtils.deleteRecursively(points.backup);
			leftBackup.writeTo(points.backup);
		}
	}

	private static Path data(CrashPoints points) {
		return points.shared.resolve("orders.scfg");
	}

	private static Path history(CrashPoints points) {
		return points.backup.resolve("orders.history.jsonl");
	}

	private static void expectInitial(CrashPoints points) {
		points.expected = points.expected.withInitial(() -> SelfChecking.document(1, 100));
		points.expect(0, 0, 1);
	}

	private static void start(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			points.publish(publisher, 100);
		}
	}

	private static void publishThroughManyArenas(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			for (int i = 0; i < 11; i++) {
				points.publish(publisher, QUARTER_OF_AN_ARENA + 100 * i);
			}
		}
	}

	private static void publishChanges(CrashPoints points) throws IOException {
		try (SharedFileStore store = points.openStore()) {
			long version = store.lastVersion();
			store.begin((version > 3) ? SelfChecking.whole(version, THIRD_OF_A_PAYLOAD) : null);
			appendChanges(points, store, 12);
		}
	}

	private static void appendChanges(CrashPoints points, SharedFileStore store, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			long next = store.lastVersion() + 1;
			points.append(store, (next == 4) ? SelfChecking.whole(next, THIRD_OF_A_PAYLOAD)
					: SelfChecking.change(next, THIRD_OF_A_PAYLOAD));
		}
	}

	private static void changeWithBackup(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			points.publish(publisher, SelfChecking.withBallast(points.expected.highest() + 1, 2000));
			for (int i = 0; i < 6; i++) {
				points.change(publisher, 2000);
			}
			assertThat(Files.readAllLines(history(points))).last().asString().contains("\"patch\":[");
		}
	}

	private static void publishThreeAndChanges(CrashPoints points) throws IOException {
		publishThree(points);
		try (SharedFileStore store = points.openStore()) {
			store.begin(null);
			appendChanges(points, store, 5);
		}
		assertThat(new SharedFileReader(points.shared, "orders", Set.of()).read().deltas()).hasSize(4);
	}

	/**
	 * Leave the file as a master does that was killed.
	 */
	private static void publishChangesAndDie(CrashPoints points) throws IOException {
		publishThree(points);
		Image left;
		try (SharedFileStore store = points.openStore()) {
			store.begin(null);
			appendChanges(points, store, 5);
			left = Image.of(points.shared);
		}
		FileSystemUtils.deleteRecursively(points.shared);
		left.writeTo(points.shared);
	}

	private static void publishThreeAndABallast(CrashPoints points) throws IOException {
		publishThree(points);
		try (MasterPublisher publisher = points.open()) {
			points.expect(3, 3, 4);
			publisher.publish(SelfChecking.withBallast(4, THIRD_OF_A_PAYLOAD));
			points.acknowledged(4);
			points.edit(publisher, THIRD_OF_A_PAYLOAD);
			points.edit(publisher, THIRD_OF_A_PAYLOAD);
		}
		assertThat(new SharedFileReader(points.shared, "orders", Set.of()).read().deltas()).hasSize(2);
	}

	private static void edit(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			for (int i = 0; i < 8; i++) {
				points.edit(publisher, THIRD_OF_A_PAYLOAD);
			}
		}
	}

	private static void grow(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.publish(publisher, 40_000);
			points.publish(publisher, 100);
		}
	}

	private static void keepFew(CrashPoints points) throws IOException {
		publishThree(points);
		points.limits = new HistoryLimits(4, 64 * 1024);
	}

	private static void publishFive(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			for (int i = 0; i < 5; i++) {
				points.publish(publisher, 100);
			}
		}
	}

	private static void stage(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			assertThat(publisher.stage(SelfChecking.document(4, 100), LONG).verdicts()).isEmpty();
			points.publish(publisher, 100);
		}
	}

	private static void damageTheFile(CrashPoints points) throws IOException {
		publishThree(points);
		points.expected = points.expected.withUnusableFile("could not be used and is kept beside");
		points.expect(0, 3, 3);
		EventfulLife.damageHeader(data(points));
	}

	private static void commitAVersionThatIsNotInTheFile(CrashPoints points) throws IOException {
		publishThreeAndDie(points);
		DocumentCodec codec = new DocumentCodec();
		try (Backup open = Backup.open(points.backup, "orders", codec, points.warnings()::add, FileEffects.UNWATCHED)) {
			open.commit(Versions.of("orders", Recovered.entry(4, null, codec.encode(SelfChecking.document(4, 100)))),
					null);
		}
		points.expect(3, 4, 4);
	}

	private static void publishAVersionThatIsNotInTheBackup(CrashPoints points) throws IOException {
		publishThree(points);
		try (MasterPublisher publisher = points.open(null)) {
			points.publish(publisher, 100);
		}
		points.expect(4, 3, 4);
	}

	private static void editTheBackup(CrashPoints points) throws IOException {
		publishThree(points);
		Files.writeString(points.backup.resolve("orders.json"), SelfChecking.document(4, 50));
		points.expect(3, 3, 4);
	}

	private static void leaveAnUnfinishedLine(CrashPoints points) throws IOException {
		publishThree(points);
		Files.writeString(history(points), "{\"version\":4", StandardOpenOption.APPEND);
		points.expected = points.expected.withWarning("unfinished last line");
	}

	private static void damageTheLastLine(CrashPoints points) throws IOException {
		publishThree(points);
		List<String> lines = new ArrayList<>(Files.readAllLines(history(points)));
		lines.set(2, lines.get(2).replace("ddd", "???"));
		Files.write(history(points), lines);
		points.expected = points.expected.withWarning("damaged line at the end").withKept("???");
		points.expect(3, 2, 3);
	}

	private static void deleteTheFileOfARunningMaster(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			points.expected = points.expected.withUnusableFile("could not be used and is kept beside");
			points.expect(0, 3, 3);
			Files.delete(data(points));
			await().atMost(LONG).until(() -> points.isDone("RENAME", data(points)));
			points.publish(publisher, 100);
		}
	}

	private static void removeTheDirectoryOfARunningMaster(CrashPoints points) throws IOException {
		try (MasterPublisher publisher = points.open()) {
			points.acknowledged(publisher.current().version());
			points.expected = points.expected.withUnusableFile("could not be used and is kept beside");
			points.expect(0, 3, 3);
			// in one step: the master looks at it at any time
			Files.move(points.shared, points.shared.resolveSibling("removed"));
			await().atMost(LONG).until(() -> points.isDone("RENAME", data(points)));
			points.publish(publisher, 100);
		}
	}

	/**
	 * What the master does when it is stopped, and at how many points at least.
	 */
	private enum Scenario {

		CREATION(true, 0, 45, CrashPointTests::expectInitial, CrashPointTests::start),

		CREATION_WITHOUT_BACKUP(false, 0, 28, CrashPointTests::expectInitial, CrashPointTests::start),

		CREATION_WITHOUT_A_VERSION(true, 0, 24, (points) -> {
		}, (points) -> points.open().close()),

		PUBLISHES_THROUGH_MANY_ARENAS(true, 0, 125, CrashPointTests::publishThree,
				CrashPointTests::publishThroughManyArenas),

		PUBLISHES_WITHOUT_BACKUP(false, 0, 55, CrashPointTests::publishThree,
				CrashPointTests::publishThroughManyArenas),

		PUBLISHES_CHANGES(false, 0, 70, CrashPointTests::publishThree, CrashPointTests::publishChanges),

		ADOPTION_OF_CHANGES(false, 0, 70, CrashPointTests::publishThreeAndChanges, CrashPointTests::publishChanges),

		EDITS(true, 0, 70, CrashPointTests::publishThreeAndABallast, CrashPointTests::edit),

		ADOPTION_OF_CHANGES_AFTER_A_CRASH(false, 0, 15, CrashPointTests::publishChangesAndDie, CrashPointTests::start),

		SUCCESSOR_OF_CHANGES(false, 1, 25, CrashPointTests::publishChangesAndDie, CrashPointTests::start),

		PUBLISHES_CHANGES_WITH_BACKUP(true, 0, 70, CrashPointTests::publishThree, CrashPointTests::changeWithBackup),

		COMPACTS(true, 0, 60, CrashPointTests::keepFew, CrashPointTests::publishFive),

		COMPACTS_CHANGES(true, 0, 85, CrashPointTests::keepFew, CrashPointTests::changeWithBackup),

		GROWTH(true, 0, 50, CrashPointTests::publishThree, CrashPointTests::grow),

		GROWTH_WITHOUT_BACKUP(false, 0, 36, CrashPointTests::publishThree, CrashPointTests::grow),

		ADOPTION_OF_A_CLOSED_FILE(true, 0, 21, CrashPointTests::publishThree, CrashPointTests::start),

		ADOPTION_AFTER_A_CRASH(true, 0, 21, CrashPointTests::publishThreeAndDie, CrashPointTests::start),

		SUCCESSOR_AFTER_WHAT_MAY_BE_A_CRASH(true, 1, 34, CrashPointTests::publishThreeAndDie, CrashPointTests::start),

		SUCCESSOR_WITHOUT_BACKUP(false, 1, 27, CrashPointTests::publishThreeAndDie, CrashPointTests::start),

		STAGES(true, 0, 30, CrashPointTests::publishThree, CrashPointTests::stage),

		REPLACEMENT_OF_A_DAMAGED_FILE(true, 0, 31, CrashPointTests::damageTheFile, CrashPointTests::start),

		BACKUP_AHEAD(true, 0, 25, CrashPointTests::commitAVersionThatIsNotInTheFile, CrashPointTests::start),

		BACKUP_BEHIND(true, 0, 28, CrashPointTests::publishAVersionThatIsNotInTheBackup, CrashPointTests::start),

		BACKUP_EDITED(true, 0, 31, CrashPointTests::editTheBackup, CrashPointTests::start),

		BACKUP_WITH_AN_UNFINISHED_LINE(true, 0, 22, CrashPointTests::leaveAnUnfinishedLine, CrashPointTests::start),

		BACKUP_WITH_A_DAMAGED_LINE(true, 0, 33, CrashPointTests::damageTheLastLine, CrashPointTests::start),

		FILE_DELETED(true, 0, 40, CrashPointTests::publishThree, CrashPointTests::deleteTheFileOfARunningMaster),

		DIRECTORY_REMOVED(true, 0, 43, CrashPointTests::publishThree,
				CrashPointTests::removeTheDirectoryOfARunningMaster);

		private final boolean hasBackup;

		private final int container;

		private final int atLeast;

		private final Action prepare;

		private final Action run;

		Scenario(boolean hasBackup, int container, int atLeast, Action prepare, Action run) {
			this.hasBackup = hasBackup;
			this.container = container;
			this.atLeast = atLeast;
			this.prepare = prepare;
			this.run = run;
		}

	}

	/**
	 * Where a sync costs nothing, if there is such a place.
	 */
	static final class SharedMemory implements TempDirFactory {

		@Override
		public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
				throws IOException {
			Path memory = Path.of("/dev/shm");
			return (Files.isWritable(memory)) ? Files.createTempDirectory(memory, "crash-points-")
					: Files.createTempDirectory("crash-points-");
		}

	}

	private interface Action {

		void with(CrashPoints points) throws IOException;

	}

}
