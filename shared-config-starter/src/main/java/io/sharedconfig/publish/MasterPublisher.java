package io.sharedconfig.publish;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.StageReport;
import io.sharedconfig.StorageException;
import io.sharedconfig.codec.Document;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.codec.TooLongException;
import io.sharedconfig.file.CommitStep;
import io.sharedconfig.file.SharedFileStore;
import io.sharedconfig.file.StoreHost;
import org.jspecify.annotations.Nullable;

/**
 * The master of one configuration.
 * <p>
 * Thread-safe; changes are made one after the other, each in its caller's thread. It
 * holds the lock of the configuration until it is closed or fenced.
 *
 * @since 1.0.0
 */
public final class MasterPublisher implements ObservedPublisher {

	private final String name;

	private final SharedFileStore store;

	private final @Nullable Backup backup;

	private final HistoryLimits limits;

	private final @Nullable MemoryHistory memory;

	private final KeptVersions kept;

	private final DocumentCodec codec;

	private final Drafting drafting;

	private final DocumentChecks checks;

	private final Clock clock;

	private final PublishEvents events;

	private final List<Consumer<Duration>> stopwatches = new CopyOnWriteArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final MasterThreads threads;

	private final FollowerReports reports;

	private final Rollout rollout;

	private long lastVersion;

	private boolean inDraft;

	private volatile @Nullable DocumentSnapshot current;

	private volatile @Nullable String fencedReason;

	private boolean checkFails;

	private MasterPublisher(PublisherOptions options, SharedFileStore store, @Nullable Backup backup,
			DocumentCodec codec, StoreHost host, PublishEvents events) {
		this.name = options.store().name();
		this.store = store;
		this.backup = backup;
		this.limits = options.history();
		Path backupDirectory = options.backupDirectory();
		this.memory = (backupDirectory == null) ? new MemoryHistory(this.name, this.limits) : null;
		this.kept = (backupDirectory == null) ? Objects.requireNonNull(this.memory)
				: new HistoryReader(backupDirectory, this.name, this.limits.maxVersions(), this::newestVersion);
		this.codec = codec;
		this.drafting = new Drafting(codec);
		this.checks = new DocumentChecks(options.validators());
		this.clock = host.clock();
		this.events = events;
		this.threads = new MasterThreads(this.name, store::ring);
		this.reports = new FollowerReports(options.store(), host, (problem) -> events.warning(this.name, problem));
		this.rollout = new Rollout(this.reports, options.store(), host, this::newestVersion);
	}

	/**
	 * Become the master of a configuration. The last version, from the shared file or the
	 * backup, is there for followers when this returns.
	 * @param options where and how to publish
	 * @param initial gives the document that is published when nothing was published
	 * before, called only then; it may give {@code null} for none, and may be
	 * {@code null}
	 * @param events who is told of what happens
	 * @return the publisher, to be closed by the caller
	 * @throws io.sharedconfig.MasterAlreadyRunningException if there is a running master
	 * @throws io.sharedconfig.UntrustedFileException if a directory or file is not
	 * trusted
	 * @throws io.sharedconfig.StorageException if something cannot be read or written
	 * @throws io.sharedconfig.InvalidDocumentException if the initial document is needed
	 * and is none
	 */
	public static MasterPublisher open(PublisherOptions options, @Nullable Supplier<?> initial, PublishEvents events) {
		return open(options, initial, events, StoreHost.CURRENT);
	}

	static MasterPublisher open(PublisherOptions options, @Nullable Supplier<?> initial, PublishEvents events,
			StoreHost host) {
		return open(options, initial, events, host, true);
	}

	static MasterPublisher open(PublisherOptions options, @Nullable Supplier<?> initial, PublishEvents events,
			StoreHost host, boolean makesLock) {
		String name = options.store().name();
		DocumentCodec codec = new DocumentCodec();
		SharedFileStore store = SharedFileStore.open(options.store(), host, makesLock);
		Backup backup = null;
		try {
			HistoryFile.Warnings warnings = (problem) -> events.warning(name, problem);
			if (options.backupDirectory() != null) {
				backup = Backup.open(options.backupDirectory(), name, codec, warnings, host.effects());
			}
			Clock clock = host.clock();
			Recovery recovery = new Recovery(name, store, backup, codec, clock, warnings,
					new DocumentChecks(options.validators()));
			MasterPublisher publisher = new MasterPublisher(options, store, backup, codec, host, events);
			publisher.reports.begin();
			publisher.begin(recovery.recover(initial), recovery.lastVersion());
			return publisher;
		}
		catch (RuntimeException | Error ex) {
			closeAll(store, backup);
			throw ex;
		}
	}

	private void begin(@Nullable DocumentSnapshot recovered, long lastVersion) {
		this.current = recovered;
		this.lastVersion = lastVersion;
		if (recovered != null) {
			remember(recovered);
		}
		this.threads.begin(this.store::beat, this::look);
		this.threads.ring();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public @Nullable ConfigSnapshot current() {
		return this.current;
	}

	@Override
	public PublisherState state() {
		return (this.fencedReason != null) ? PublisherState.FENCED : PublisherState.ACTIVE;
	}

	@Override
	public @Nullable String reason() {
		return this.fencedReason;
	}

	@Override
	public ConfigSnapshot publish(Object document) {
		return change().document(document).publish();
	}

	@Override
	public ConfigChange change() {
		return new DocumentChange(this.codec, new DocumentChange.Target() {

			@Override
			public ConfigDiff preview(DocumentChange change) {
				return MasterPublisher.this.preview(change);
			}

			@Override
			public ConfigSnapshot publish(DocumentChange change) {
				return MasterPublisher.this.publish(change);
			}

			@Override
			public RolloutReport await(ConfigSnapshot published, Duration timeout) {
				return MasterPublisher.this.await(published, timeout);
			}

			@Override
			public StageReport stage(DocumentChange change, Duration timeout) {
				return MasterPublisher.this.stage(change, timeout);
			}

		});
	}

	@Override
	public List<FollowerDescriptor> followers() {
		return this.reports.read().stream().map(FollowerReports::describe).toList();
	}

	@Override
	public StageReport stage(Object document, Duration timeout) {
		return change().document(document).stage(timeout);
	}

	RolloutReport await(ConfigSnapshot published, Duration timeout) {
		return this.rollout.await(published, timeout);
	}

	StageReport stage(DocumentChange change, Duration timeout) {
		return this.rollout.stage(candidate(change), timeout, this::announceStage);
	}

	private Document candidate(DocumentChange change) {
		this.lock.lock();
		try {
			return draft(change).version().content();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void announceStage() {
		this.lock.lock();
		try {
			requireMaster();
			this.store.announceStage();
			this.threads.ring();
		}
		catch (NotMasterException ex) {
			fence(ex.getMessage());
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public List<ConfigRevision> history() {
		return this.kept.revisions();
	}

	@Override
	public ConfigSnapshot revision(long version) {
		return this.kept.revision(version);
	}

	private long newestVersion() {
		DocumentSnapshot newest = this.current;
		return (newest != null) ? newest.version() : 0;
	}

	@Override
	public void onPublished(Consumer<Duration> stopwatch) {
		this.stopwatches.add(stopwatch);
	}

	ConfigSnapshot publish(DocumentChange change) {
		long begin = System.nanoTime();
		this.lock.lock();
		try {
			Draft draft = draft(change);
			DocumentSnapshot next = draft.version();
			if (!draft.isNew()) {
				return next;
			}
			append(draft);
			this.drafting.published(next.content());
			this.lastVersion = next.version();
			this.current = next;
			this.threads.ring();
			remember(next);
			this.events.published(this.name, next.version(), draft.diff().size());
			Duration took = Duration.ofNanos(System.nanoTime() - begin);
			this.stopwatches.forEach((stopwatch) -> stopwatch.accept(took));
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	ConfigDiff preview(DocumentChange change) {
		this.lock.lock();
		try {
			Draft draft = draft(change);
			// refuses what is said about it if it is too long
			draft.version().meta().encode();
			return draft.diff();
		}
		finally {
			this.lock.unlock();
		}
	}

	/*
	 * Calls code of the user, who might begin another change in it: that would be made
	 * first, and this one undo it.
	 */
	private Draft draft(DocumentChange change) {
		if (this.inDraft) {
			throw new IllegalStateException(
					"Shared config '%s' cannot be changed by the code that is called for another change of it"
						.formatted(this.name));
		}
		requireMaster();
		this.inDraft = true;
		try {
			DocumentSnapshot before = this.current;
			change.checkVersion(this.name, newestVersion());
			Drafting.Drafted drafted = drafted(change, (before != null) ? before.content() : null);
			Document document = drafted.document();
			// what a patch makes is another one
			if (before != null && drafted.patch() == null && before.content().sameAs(document)) {
				return Draft.unchanged(before);
			}
			this.store.requireFits(document.lengthBytes());
			ConfigDiff diff = Versions.diff(before, this.name, this.lastVersion + 1, document);
			DocumentSnapshot next = Versions.of(diff, this.clock.millis(), change.author(), change.comment(), document);
			if (!this.checks.isEmpty()) {
				this.drafting.payload(document);
				this.checks.check(next);
			}
			return new Draft(diff, next, drafted.patch(), true);
		}
		finally {
			this.inDraft = false;
		}
	}

	private Drafting.Drafted drafted(DocumentChange change, @Nullable Document current) {
		try {
			// of one that is a little too long the length can be said
			int longestMade = (int) Math.min(Integer.MAX_VALUE, 2L * this.store.maxLengthBytes());
			return this.drafting.draft(change, current, this.kept, longestMade);
		}
		catch (TooLongException ex) {
			throw this.store.tooLong(ex.lengthBytes());
		}
	}

	private void remember(DocumentSnapshot version) {
		if (this.memory != null) {
			this.memory.add(version);
		}
		if (this.backup != null) {
			this.backup.forget(this.limits);
		}
	}

	private void append(Draft draft) {
		DocumentSnapshot next = draft.version();
		Backup durable = this.backup;
		try {
			Supplier<byte[]> payload = () -> this.drafting.payload(next.content());
			this.store.append(Versions.toWrite(next, draft.patch(), payload),
					(durable != null) ? () -> durable.commit(next, draft.patch(), payload::get) : CommitStep.NONE);
		}
		catch (NotMasterException ex) {
			fence(ex.getMessage());
			throw ex;
		}
		catch (StorageException ex) {
			if (ex.outcomeUnknown()) {
				fence(ex.getMessage());
			}
			throw ex;
		}
	}

	private void requireMaster() {
		String reason = this.fencedReason;
		if (reason != null) {
			throw new NotMasterException(this.name, reason);
		}
	}

	private void fence(@Nullable String reason) {
		if (this.fencedReason == null) {
			this.fencedReason = (reason != null) ? reason : "fenced";
			this.events.fenced(this.name, this.fencedReason);
			this.threads.end();
		}
	}

	/*
	 * Without the lock: how many followers there are, or how large the document of the
	 * backup is, is nothing to who publishes.
	 */
	private void look() {
		check();
		if (this.fencedReason == null) {
			if (this.backup != null) {
				this.backup.look();
			}
			this.reports.tidy();
		}
	}

	private void check() {
		this.lock.lock();
		try {
			if (this.fencedReason == null) {
				this.store.check();
				this.checkFails = false;
			}
		}
		catch (NotMasterException ex) {
			fence(ex.getMessage());
		}
		catch (RuntimeException ex) {
			warnOnce("the look at the shared file failed: " + ex.getMessage());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void warnOnce(String problem) {
		if (!this.checkFails) {
			this.checkFails = true;
			this.events.warning(this.name, problem);
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.threads.end();
			if (!"closed".equals(this.fencedReason)) {
				this.fencedReason = "closed";
				this.rollout.close();
				closeAll(this.store, this.backup);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Backup backup() {
		return this.backup;
	}

	private static void closeAll(SharedFileStore store, @Nullable Backup backup) {
		try {
			if (backup != null) {
				backup.close();
			}
		}
		finally {
			store.close();
		}
	}

	@Override
	public String toString() {
		return "MasterPublisher[name=%s, version=%d, state=%s]".formatted(this.name, this.lastVersion, state());
	}

}
