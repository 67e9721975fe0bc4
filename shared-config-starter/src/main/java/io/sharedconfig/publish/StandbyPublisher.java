package io.sharedconfig.publish;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.sharedconfig.ConfigChange;
import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigRevision;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerDescriptor;
import io.sharedconfig.MasterAlreadyRunningException;
import io.sharedconfig.NotMasterException;
import io.sharedconfig.PublisherState;
import io.sharedconfig.RolloutReport;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.StageReport;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.StoreHost;
import org.jspecify.annotations.Nullable;

/**
 * A publisher that waits until it can be the master: it follows the running one, and
 * takes its place when it is gone.
 * <p>
 * Thread-safe. Has one thread while it waits; holds no lock until it is the master.
 *
 * @since 1.0.0
 */
public final class StandbyPublisher implements ObservedPublisher {

	private final PublisherOptions options;

	private final @Nullable Supplier<?> initial;

	private final PublishEvents events;

	private final StoreHost host;

	private final DocumentCodec codec = new DocumentCodec();

	private final FollowedVersion followed;

	private final KeptVersions kept;

	private final StandbyThread thread;

	private final List<Consumer<Duration>> stopwatches = new CopyOnWriteArrayList<>();

	/*
	 * Held while the locks of the master are tried, so that closing never leaves a master
	 * behind.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private boolean closed;

	private volatile @Nullable MasterPublisher master;

	private volatile String reason;

	private StandbyPublisher(PublisherOptions options, @Nullable Supplier<?> initial, PublishEvents events,
			StoreHost host, String reason) {
		this.options = options;
		this.initial = initial;
		this.events = events;
		this.host = host;
		this.reason = reason;
		this.followed = new FollowedVersion(options.store());
		this.kept = kept(options, this.followed);
		this.thread = new StandbyThread(options.store(), this.followed, this::takeOver);
	}

	private static KeptVersions kept(PublisherOptions options, FollowedVersion followed) {
		Path directory = options.backupDirectory();
		return (directory != null) ? new HistoryReader(directory, options.store().name(),
				options.history().maxVersions(), followed::version)
				: new MemoryHistory(options.store().name(), options.history());
	}

	/**
	 * Become the master of a configuration, now or as soon as the running one is gone.
	 * @param options where and how to publish
	 * @param initial gives the document that is published when nothing was published
	 * before, as for {@link MasterPublisher#open}
	 * @param events who is told of what happens
	 * @return the publisher, to be closed by the caller
	 * @throws io.sharedconfig.UntrustedFileException if a directory or file is not
	 * trusted
	 * @throws io.sharedconfig.StorageException if something cannot be read or written
	 * @throws io.sharedconfig.InvalidDocumentException if the initial document is needed
	 * and is none
	 */
	public static ObservedPublisher open(PublisherOptions options, @Nullable Supplier<?> initial,
			PublishEvents events) {
		return open(options, initial, events, StoreHost.CURRENT);
	}

	static ObservedPublisher open(PublisherOptions options, @Nullable Supplier<?> initial, PublishEvents events,
			StoreHost host) {
		try {
			return MasterPublisher.open(options, initial, events, host);
		}
		catch (MasterAlreadyRunningException ex) {
			StandbyPublisher standby = new StandbyPublisher(options, initial, events, host, text(ex));
			standby.thread.begin();
			events.standby(standby.name(), text(ex));
			return standby;
		}
	}

	/*
	 * Whatever fails is tried again: the master is gone, and nobody is there to start
	 * this process anew.
	 */
	private void takeOver(boolean makesLock) {
		this.lock.lock();
		try {
			if (!this.closed && this.master == null) {
				MasterPublisher taken = MasterPublisher.open(this.options, this.initial, this.events, this.host,
						makesLock);
				this.stopwatches.forEach(taken::onPublished);
				this.master = taken;
				this.thread.end();
				ConfigSnapshot current = taken.current();
				this.events.tookOver(name(), (current != null) ? current.version() : 0);
			}
		}
		catch (MasterAlreadyRunningException ex) {
			this.reason = text(ex);
		}
		catch (RuntimeException ex) {
			warn("it cannot become the master and tries again: " + text(ex));
		}
		finally {
			this.lock.unlock();
		}
	}

	private void warn(String problem) {
		if (!problem.equals(this.reason)) {
			this.reason = problem;
			this.events.warning(name(), problem);
		}
	}

	private static String text(RuntimeException ex) {
		String message = (ex instanceof SharedConfigException) ? ex.getMessage() : null;
		return (message != null) ? message : ex.getClass().getName(); // it may quote a
																		// value
	}

	private MasterPublisher requireMaster() {
		MasterPublisher current = this.master;
		if (current == null) {
			throw new NotMasterException(name(), "it stands by. " + this.reason);
		}
		return current;
	}

	@Override
	public String name() {
		return this.options.store().name();
	}

	@Override
	public @Nullable ConfigSnapshot current() {
		MasterPublisher current = this.master;
		return (current != null) ? current.current() : this.followed.current();
	}

	@Override
	public PublisherState state() {
		MasterPublisher current = this.master;
		if (current != null) {
			return current.state();
		}
		return this.thread.hasEnded() ? PublisherState.FENCED : PublisherState.STANDBY;
	}

	@Override
	public ConfigSnapshot publish(Object document) {
		return requireMaster().publish(document);
	}

	/**
	 * Begin a change. It may be published once this is the master.
	 */
	@Override
	public ConfigChange change() {
		return new DocumentChange(this.codec, new DocumentChange.Target() {

			@Override
			public ConfigDiff preview(DocumentChange change) {
				return requireMaster().preview(change);
			}

			@Override
			public ConfigSnapshot publish(DocumentChange change) {
				return requireMaster().publish(change);
			}

			@Override
			public RolloutReport await(ConfigSnapshot published, Duration timeout) {
				return requireMaster().await(published, timeout);
			}

			@Override
			public StageReport stage(DocumentChange change, Duration timeout) {
				return requireMaster().stage(change, timeout);
			}

		});
	}

	@Override
	public List<FollowerDescriptor> followers() {
		MasterPublisher current = this.master;
		return (current != null) ? current.followers() : List.of();
	}

	@Override
	public StageReport stage(Object document, Duration timeout) {
		return requireMaster().stage(document, timeout);
	}

	@Override
	public List<ConfigRevision> history() {
		MasterPublisher current = this.master;
		return (current != null) ? current.history() : this.kept.revisions();
	}

	@Override
	public ConfigSnapshot revision(long version) {
		MasterPublisher current = this.master;
		return (current != null) ? current.revision(version) : this.kept.revision(version);
	}

	@Override
	public void onPublished(Consumer<Duration> stopwatch) {
		this.lock.lock();
		try {
			this.stopwatches.add(stopwatch);
			if (this.master != null) {
				this.master.onPublished(stopwatch);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable String reason() {
		MasterPublisher current = this.master;
		return (current != null) ? current.reason() : this.reason;
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.thread.end();
			if (this.master != null) {
				this.master.close();
			}
			else {
				this.reason = "it was closed";
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "StandbyPublisher[name=%s, state=%s]".formatted(name(), state());
	}

}
