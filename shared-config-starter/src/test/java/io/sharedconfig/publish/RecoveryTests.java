package io.sharedconfig.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.sharedconfig.file.CommitStep;
import io.sharedconfig.file.NewVersion;
import io.sharedconfig.file.SharedFileStore;
import io.sharedconfig.file.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Recovery}: what a master goes on with of a file that holds changes.
 */
class RecoveryTests {

	private static final int LENGTH = 400;

	@TempDir
	Path temp;

	private final List<String> warnings = new ArrayList<>();

	@Test
	void openWhenTheFileHoldsChangesGoesOnWithTheDocumentTheyLeadTo() {
		writeChanges(9, 0);
		try (MasterPublisher publisher = open(false)) {
			assertThat(publisher.current().version()).isEqualTo(9);
			assertThat(SelfChecking.isWhole(9, publisher.current().json())).isTrue();
			assertThat(publisher.current().author()).isEqualTo("a");
			assertThat(publisher.publish("{\"a\":1}").version()).isEqualTo(10);
		}
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void openWhenTheBackupIsBehindChangesAppendsTheDocumentTheyLeadTo() {
		writeChanges(9, 0);
		open(true).close();
		try (MasterPublisher publisher = open(true)) {
			assertThat(SelfChecking.isWhole(9, publisher.revision(9).json())).isTrue();
		}
	}

	@Test
	void openWhenChangesLeadElsewhereKeepsTheFileAndGoesOnWithTheBackup() throws IOException {
		writeChanges(4, 0);
		open(true).close();
		writeChanges(9, 1);
		try (MasterPublisher publisher = open(true)) {
			assertThat(publisher.current().version()).isEqualTo(4);
			assertThat(this.warnings).singleElement()
				.asString()
				.contains("kept beside the new one: version 9 in it is not a document");
			assertThat(publisher.publish("{\"a\":1}").version()).as("9 is not given again").isEqualTo(10);
		}
		try (Stream<Path> files = Files.list(this.temp.resolve("shared"))) {
			assertThat(files).anyMatch((file) -> file.toString().contains("corrupt"));
		}
	}

	@Test
	void pollWhenStandingByMakesTheDocumentOfChanges() {
		FollowedVersion followed = new FollowedVersion(options());
		try (SharedFileStore store = SharedFileStore.open(options())) {
			store.begin(null);
			store.append(SelfChecking.whole(1, LENGTH), CommitStep.NONE);
			followed.poll(true);
			for (long version = 2; version < 9; version++) {
				store.append(SelfChecking.change(version, LENGTH), CommitStep.NONE);
				followed.poll(false);
				assertThat(followed.version()).isEqualTo(version);
				assertThat(SelfChecking.isWhole(version, followed.current().json())).isTrue();
			}
			store.append(wrong(9), CommitStep.NONE);
			followed.poll(false);
			assertThat(followed.version()).as("as long as it cannot be made").isEqualTo(8);
			followed.poll(false);
			followed.poll(false);
			assertThat(followed.version()).isEqualTo(8);
			store.append(SelfChecking.change(10, LENGTH), CommitStep.NONE);
			followed.poll(false);
			followed.poll(false);
			assertThat(followed.version()).as("begun with the whole document again").isEqualTo(10);
		}
		followed.close();
	}

	private static NewVersion wrong(long version) {
		NewVersion change = SelfChecking.change(version, LENGTH);
		return new NewVersion(version, change.publishedAtMs(), change.stateHash() + 1, change.meta(),
				change.documentLengthBytes(), change.document(), change.patch());
	}

	private void writeChanges(long newest, long wrongBy) {
		try (SharedFileStore store = SharedFileStore.open(options())) {
			store.begin((store.lastVersion() > 0) ? SelfChecking.whole(store.lastVersion(), LENGTH) : null);
			for (long version = store.lastVersion() + 1; version <= newest; version++) {
				boolean wrong = version == newest && wrongBy > 0;
				store.append((version == 1) ? SelfChecking.whole(version, LENGTH)
						: (wrong) ? wrong(version) : SelfChecking.change(version, LENGTH), CommitStep.NONE);
			}
		}
	}

	private MasterPublisher open(boolean withBackup) {
		Path backup = (withBackup) ? this.temp.resolve("backup") : null;
		return MasterPublisher.open(new PublisherOptions(options(), backup, HistoryLimits.DEFAULT, List.of()), null,
				Recovered.warningsTo(this.warnings));
	}

	private StoreOptions options() {
		return new StoreOptions(this.temp.resolve("shared"), "orders", 16 * 1024, 1024 * 1024,
				PosixFilePermissions.fromString("rw-------"), null);
	}

}
