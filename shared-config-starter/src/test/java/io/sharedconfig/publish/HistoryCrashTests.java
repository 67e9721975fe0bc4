package io.sharedconfig.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.sharedconfig.ConfigHistory;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.file.WatchedHost;
import io.sharedconfig.file.WatchedHost.Step;
import io.sharedconfig.plain.SharedConfigs;
import io.sharedconfig.publish.Image.Content;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random edits, as patches and as documents, are committed to a backup that is stopped
 * after every single thing it does to its files: by a kill, in the middle of a write, and
 * by a power cut. Whatever is left then: every kept version is what was committed, the
 * last one is there, and the readable document is never taken for one that a person
 * edited.
 */
class HistoryCrashTests {

	private static final int COMMITS = 40;

	private static final HistoryLimits LIMITS = new HistoryLimits(6, 5000);

	@TempDir(factory = CrashPointTests.SharedMemory.class)
	Path temp;

	private final List<Throwable> failures = new ArrayList<>();

	private final PowerCut powerCut = new PowerCut();

	private final Set<Object> checked = new HashSet<>();

	private @Nullable BackupLife life;

	private @Nullable Image before;

	private long acknowledged;

	private int copies;

	static long[] seeds() {
		SplittableRandom random = new SplittableRandom();
		return new long[] { 1, 2, random.nextLong() };
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void stoppedAnywhereTheHistoryIsWhatWasCommitted(long seed) throws IOException {
		SplittableRandom random = new SplittableRandom(seed);
		Path directory = this.temp.resolve("backup");
		RandomEdits edits = new RandomEdits(random);
		int patches = 0;
		new BackupLife(directory).close();
		this.before = Image.of(directory);
		this.powerCut.begin(this.before);
		try (BackupLife watched = new BackupLife(directory, WatchedHost.watched(this::after).effects())) {
			this.life = watched;
			for (int i = 0; i < COMMITS; i++) {
				edits.commitTo(watched);
				this.acknowledged = watched.version();
				if (random.nextInt(4) == 0) {
					watched.backup.look();
				}
				patches += (watched.lines().get(watched.lines().size() - 1).contains("\"patch\":")) ? 1 : 0;
				watched.backup.forget(LIMITS);
			}
			assertThat(watched.warnings).isEmpty();
		}
		assertThat(this.failures).as("seed " + seed).isEmpty();
		assertThat(patches).isBetween(COMMITS / 4, COMMITS - 1);
		assertThat(this.copies).isGreaterThan(5 * COMMITS);
	}

	private void after(Step step) {
		if (this.life == null || !this.failures.isEmpty()) {
			return;
		}
		try {
			Image left = Image.of(this.life.directory);
			this.powerCut.after(step, left);
			check(step + ", killed", left);
			String name = step.path().getFileName().toString();
			if (step.isDivisible() && left.files().containsKey(name)) {
				Content whole = left.files().get(name);
				Content old = (this.before != null) ? this.before.withKey(whole.key()) : null;
				check(step + ", first half",
						left.with(name, whole.torn(old, Math.toIntExact(step.offset()), step.lengthBytes(), true)));
			}
			check(step + ", power cut", this.powerCut.withNamesOf(left));
			check(step + ", power cut, names lost", this.powerCut.withSyncedNames(left));
			this.before = left;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void check(String point, Image left) throws IOException {
		if (!this.checked.add(List.of(left.fingerprint(), this.acknowledged))) {
			return;
		}
		Path copy = this.temp.resolve("copy" + ++this.copies);
		try {
			left.writeTo(copy);
			check(copy);
		}
		catch (Throwable ex) {
			this.failures
				.add(new AssertionError("%s, after version %d: %s".formatted(point, this.acknowledged, ex), ex));
		}
		finally {
			FileSystemUtils.deleteRecursively(copy);
		}
	}

	private void check(Path copy) throws IOException {
		Map<Long, String> committed = this.life.committed;
		try (BackupLife next = new BackupLife(copy)) {
			assertThat(next.version()).isBetween(this.acknowledged, this.life.version() + 1);
			assertThat(next.backup.edit()).as("edit").isNull();
			assertThat(next.warnings).allMatch((warning) -> warning.contains("unfinished last line"));
			if (next.version() > 0) {
				assertThat(next.document().json()).isEqualTo(committed.get(next.version()));
				assertThat(next.readable()).content().isEqualTo(new String(ReadableJson.of(next.document())));
				next.patch("[{\"op\":\"add\",\"path\":\"/after\",\"value\":true}]");
			}
			ConfigHistory history = SharedConfigs.history(copy, "orders");
			List<Long> kept = history.revisions().stream().map(ConfigRevision::version).toList();
			assertThat(kept.size()).isGreaterThanOrEqualTo((int) Math.min(2, next.version()));
			for (int i = 0; i < kept.size(); i++) {
				long version = next.version() - i;
				assertThat(kept.get(i)).isEqualTo(version);
				assertThat(history.revision(version).json()).as("version " + version)
					.isEqualTo((i == 0) ? next.committed.get(version) : committed.get(version));
				assertThat(history.revision(version).comment()).isEqualTo(BackupLife.comment(version));
			}
		}
	}

}
