package io.sharedconfig.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.file.CommitStep;
import io.sharedconfig.file.NewVersion;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.SharedFileStore;
import io.sharedconfig.file.StoreHost;
import io.sharedconfig.file.StoredRun;
import io.sharedconfig.file.WatchedHost;
import io.sharedconfig.file.WatchedHost.Step;
import io.sharedconfig.publish.Image.Content;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A master that is stopped after every single thing it does to its files.
 * <p>
 * It is not stopped really, because what it would do in {@code finally} is not done by a
 * process that is killed: while it waits within the watch its directories are copied, and
 * the recovery is tried on the copies. What the page cache holds at that moment is what a
 * killed process leaves. Stores and writes of more than a word may be done in part: of
 * these either half is also left out.
 */
final class CrashPoints {

	private final Path directory;

	final Path shared;

	final @Nullable Path backup;

	private final Path witness;

	private final int container;

	private final SharedFileReader live;

	private final List<Throwable> failures = new ArrayList<>();

	private final List<String> warnings = new ArrayList<>();

	private final Map<String, Integer> kinds = new TreeMap<>();

	private final PowerCut powerCut = new PowerCut();

	private final Set<String> done = new HashSet<>();

	private final Set<Object> checked = new HashSet<>();

	private final Thread publishing = Thread.currentThread();

	private volatile boolean watching;

	private int masters;

	private int recoveries;

	private @Nullable Image before;

	private @Nullable Image backupBefore;

	Expected expected = Expected.nothing();

	HistoryLimits limits = HistoryLimits.DEFAULT;

	CrashPoints(Path directory, boolean hasBackup, int container) {
		this.directory = directory;
		this.shared = directory.resolve("shared");
		this.backup = (hasBackup) ? directory.resolve("backup") : null;
		this.witness = directory.resolve("witness");
		this.container = container;
		this.live = new SharedFileReader(this.shared, "orders", Set.of());
	}

	/**
	 * Stop at each step from now on.
	 */
	void watch() throws IOException {
		this.before = Image.of(this.shared);
		this.backupBefore = (this.backup != null) ? Image.of(this.backup) : null;
		this.powerCut.begin(this.backupBefore);
		mapWhatIsThere();
		this.watching = true;
	}

	MasterPublisher open() {
		return open(this.backup);
	}

	MasterPublisher open(@Nullable Path withBackup) {
		return MasterPublisher.open(Recovered.options(this.shared, withBackup).withHistory(this.limits),
				this.expected.initial(), Recovered.warningsTo(this.warnings),
				WatchedHost.ofDying(++this.masters, (this.watching) ? this.container : 0, this::after));
	}

	/**
	 * Be a master that publishes changes, without a backup.
	 */
	SharedFileStore openStore() {
		return SharedFileStore.open(Recovered.options(this.shared, null).store(),
				WatchedHost.ofDying(++this.masters, (this.watching) ? this.container : 0, this::after));
	}

	void append(SharedFileStore store, NewVersion version) throws IOException {
		expect(this.expected.visible(), this.expected.committed(), version.version());
		store.append(version, CommitStep.NONE);
		acknowledged(version.version());
	}

	void publish(MasterPublisher publisher, int length) throws IOException {
		publish(publisher, SelfChecking.document(this.expected.highest() + 1, length));
	}

	void publish(MasterPublisher publisher, String document) throws IOException {
		long version = this.expected.highest() + 1;
		expect(this.expected.visible(), this.expected.committed(), version);
		ConfigSnapshot published = publisher.publish(document);
		assertThat(published.version()).isEqualTo(version);
		acknowledged(version);
	}

	/**
	 * Publish a change of a document that stays the same for the most part.
	 */
	void change(MasterPublisher publisher, int length) throws IOException {
		long version = this.expected.highest() + 1;
		expect(this.expected.visible(), this.expected.committed(), version);
		ConfigSnapshot published = publisher.change()
			.set("version", version)
			.set("text", SelfChecking.text(version, length))
			.publish();
		assertThat(published.version()).isEqualTo(version);
		acknowledged(version);
	}

	/**
	 * Publish what has the most part of the version before.
	 */
	void edit(MasterPublisher publisher, int length) throws IOException {
		long version = this.expected.highest() + 1;
		expect(this.expected.visible(), this.expected.committed(), version);
		ConfigSnapshot published = publisher.change()
			.set("version", version)
			.set("text", SelfChecking.text(version, length))
			.publish();
		assertThat(SelfChecking.isWhole(version, published.json())).isTrue();
		acknowledged(version);
	}

	synchronized void acknowledged(long version) throws IOException {
		expect(version, version, version);
		mapWhatIsThere();
	}

	synchronized void expect(long visible, long committed, long highest) {
		this.expected = this.expected.withVersions(visible, committed, highest);
	}

	/**
	 * Keep a name for the file that followers have mapped by now.
	 */
	private synchronized void mapWhatIsThere() throws IOException {
		Files.createDirectories(this.witness);
		Path mapped = this.witness.resolve("orders.scfg");
		Files.deleteIfExists(mapped);
		Path data = this.shared.resolve("orders.scfg");
		if (Files.isRegularFile(data) && !this.expected.fileMayBeUnusable()) {
			Files.createLink(mapped, data);
		}
	}

	private synchronized void after(Step step) {
		if (!this.watching || Thread.currentThread().getName().startsWith("shared-config-heartbeat")) {
			return;
		}
		try {
			this.kinds.merge(step.kind(), 1, Integer::sum);
			Image left = Image.of(this.shared);
			Image leftBackup = (this.backup != null) ? Image.of(this.backup) : null;
			this.powerCut.after(step, leftBackup);
			read(this.live);
			read(new SharedFileReader(this.shared, "orders", Set.of()));
			checkWhole(step, left, leftBackup);
			if (step.isDivisible()) {
				checkTorn(step, left, leftBackup, true);
				if (step.isStore()) {
					checkTorn(step, left, leftBackup, false); // a copy may go backwards
				}
			}
			this.done.add(step.effect() + step.path());
			this.before = left;
			this.backupBefore = leftBackup;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is left after a step of another thread may be the half of one of this thread.
	 */
	private void checkWhole(Step step, @Nullable Image left, @Nullable Image leftBackup) throws IOException {
		Expected whole = this.expected;
		if (Thread.currentThread() != this.publishing) {
			this.expected = whole.withWarning("unfinished last line");
		}
		checkAll(step.toString(), left, leftBackup);
		this.expected = whole;
	}

	private void checkTorn(Step step, @Nullable Image left, @Nullable Image leftBackup, boolean firstHalf)
			throws IOException {
		Expected whole = this.expected;
		this.expected = whole.withWarning("unfinished last line");
		checkAll(step + ((firstHalf) ? ", first half" : ", second half"),
				torn(left, this.before, this.shared, step, firstHalf),
				torn(leftBackup, this.backupBefore, this.backup, step, firstHalf));
		this.expected = whole;
	}

	private static @Nullable Image torn(@Nullable Image left, @Nullable Image before, @Nullable Path of, Step step,
			boolean firstHalf) {
		if (left == null || !Objects.equals(step.path().getParent(), of)) {
			return left;
		}
		String name = step.path().getFileName().toString();
		// a file may have got its name after it was opened
		String found = (left.files().containsKey(name)) ? name : "orders.scfg";
		Content after = Objects.requireNonNull(left.files().get(found), found);
		Content old = (before != null) ? before.withKey(after.key()) : null;
		return left.with(found, after.torn(old, Math.toIntExact(step.offset()), step.lengthBytes(), firstHalf));
	}

	/**
	 * Let a follower read that had the file mapped all the time, or a new one.
	 */
	private void read(SharedFileReader reader) {
		StoredRun version = null;
		try {
			version = reader.read();
		}
		catch (RuntimeException ex) {
			if (!this.expected.fileMayBeUnusable()) {
				this.failures.add(ex);
			}
			reader.close();
		}
		if (version != null) {
			Expected now = this.expected;
			if (version.version() < now.seen() || version.version() > now.highest()) {
				this.failures.add(new AssertionError("seen=%d after %d".formatted(version.version(), now.seen())));
			}
			// what was published without the backup may be lost with the host
			boolean durable = version.version() > now.visible() || now.committed() >= now.visible();
			if (durable) {
				this.expected = now.withSeen(Math.max(now.seen(), version.version()));
			}
		}
	}

	private void checkAll(String point, @Nullable Image left, @Nullable Image leftBackup) throws IOException {
		Image mapped = Image.of(this.witness);
		Content attached = (mapped != null) ? mapped.files().get("orders.scfg") : null;
		if (attached != null && left != null) {
			attached = Objects.requireNonNullElse(left.withKey(attached.key()), attached);
		}
		check(point + ", killed", left, leftBackup, attached, WatchedHost.ofNext(this.container));
		check(point + ", perhaps not killed", left, leftBackup, attached, WatchedHost.ofNext(2));
		if (leftBackup != null) {
			checkWithoutShared(point + ", host rebooted", leftBackup);
			checkWithoutShared(point + ", power cut", this.powerCut.withNamesOf(leftBackup));
			checkWithoutShared(point + ", power cut, names lost", this.powerCut.withSyncedNames(leftBackup));
		}
	}

	private void checkWithoutShared(String point, Image leftBackup) {
		if (this.checked.add(List.of(leftBackup.fingerprint(), this.expected))) {
			check(point, null, leftBackup, null, WatchedHost.ofNext(0));
		}
	}

	private void check(String point, @Nullable Image left, @Nullable Image leftBackup, @Nullable Content mapped,
			StoreHost host) {
		this.recoveries++;
		try {
			new Recovered(this.directory.resolve("copy" + this.recoveries), this.backup != null, this.expected,
					this.limits)
				.check(left, leftBackup, mapped, host);
		}
		catch (Throwable ex) {
			this.failures.add(new AssertionError("%s %s: %s".formatted(point, this.expected, ex), ex));
		}
	}

	/**
	 * Return whether something was done to a file since it is watched.
	 */
	synchronized boolean isDone(String effect, Path path) {
		return this.done.contains(effect + path);
	}

	int count() {
		return this.kinds.values().stream().mapToInt(Integer::intValue).sum();
	}

	int recoveries() {
		return this.recoveries;
	}

	Map<String, Integer> kinds() {
		return new LinkedHashMap<>(this.kinds);
	}

	List<Throwable> failures() {
		return this.failures;
	}

	List<String> warnings() {
		return this.warnings;
	}

}
