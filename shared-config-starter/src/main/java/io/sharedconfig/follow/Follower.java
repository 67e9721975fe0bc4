package io.sharedconfig.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.sharedconfig.ConfigDiff;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.FollowerState;
import io.sharedconfig.FollowerStatus;
import io.sharedconfig.RefreshResult;
import io.sharedconfig.RefreshResult.Outcome;
import io.sharedconfig.SharedConfigException;
import io.sharedconfig.SharedConfigFollower;
import org.jspecify.annotations.Nullable;

/**
 * Follows one configuration.
 * <p>
 * Thread-safe. Lives as long as the {@link FollowerHub} that made it.
 *
 * @since 1.0.0
 */
public final class Follower implements SharedConfigFollower {

	private final String name;

	private final Path file;

	private final TrackedFile tracked;

	private final FollowerHub hub;

	private final List<Consumer<ConfigDiff>> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable Rejection rejection;

	private volatile @Nullable Rejection judged;

	private volatile boolean closed;

	private final AtomicLong rejections = new AtomicLong();

	private final Object applied = new Object();

	/*
	 * Guarded by 'applied'.
	 */
	private @Nullable ConfigSnapshot complete;

	Follower(String name, Path file, TrackedFile tracked, FollowerHub hub) {
		this.name = name;
		this.file = file;
		this.tracked = tracked;
		this.hub = hub;
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * Return where the shared file is, or would be.
	 * @return the path of the data file
	 */
	public Path file() {
		return this.file;
	}

	@Override
	public @Nullable ConfigSnapshot current() {
		return this.hub.state().snapshot(this);
	}

	private @Nullable ConfigSnapshot newest() {
		return this.hub.newestState().snapshot(this);
	}

	@Override
	public Pin pin() {
		return this.hub.pin();
	}

	/**
	 * Return why the file cannot be read at the moment.
	 * @return the problem of the last poll, {@code null} when there was none
	 */
	public @Nullable SharedConfigException problem() {
		return this.tracked.problem();
	}

	/**
	 * Return how many versions this process has refused since its start.
	 * @return the number of refused versions
	 */
	public long rejections() {
		return this.rejections.get();
	}

	@Override
	public FollowerStatus status() {
		ConfigSnapshot now = newest();
		ConfigSnapshot seen = this.tracked.seen();
		Rejection refused = this.rejection;
		SharedConfigException problem = this.tracked.problem();
		String reason = (refused != null) ? refused.reason() : (problem != null) ? problem.getMessage() : null;
		return new FollowerStatus(state(now, refused), (seen != null) ? seen.version() : 0,
				(now != null) ? now.version() : 0, (refused != null) ? refused.version() : 0, reason,
				this.tracked.pollFailures(), this.hub.pollInterval(), this.hub.hears(this.tracked));
	}

	private FollowerState state(@Nullable ConfigSnapshot now, @Nullable Rejection refused) {
		if (now == null) {
			return FollowerState.WAITING;
		}
		if (refused != null) {
			return FollowerState.REJECTING;
		}
		return (this.tracked.isStale(System.nanoTime(), this.hub.staleAfter())) ? FollowerState.STALE
				: FollowerState.CURRENT;
	}

	@Override
	public RefreshResult refresh() {
		this.hub.requireOutsideListener("refresh");
		ConfigSnapshot before = newest();
		boolean answered = this.hub.pollAndApply(List.of(this));
		ConfigSnapshot now = newest();
		Rejection refused = this.rejection;
		SharedConfigException problem = this.tracked.problem();
		long version = (now != null) ? now.version() : 0;
		if (!answered) {
			return new RefreshResult(Outcome.FAILED, version, "the poll thread has ended or does not answer");
		}
		if (problem != null) {
			return new RefreshResult(Outcome.FAILED, version, problem.getMessage());
		}
		if (refused != null) {
			return new RefreshResult(Outcome.REJECTED, version, refused.reason());
		}
		if (now == null) {
			return new RefreshResult(Outcome.NOT_PUBLISHED, 0, null);
		}
		return new RefreshResult((now != before) ? Outcome.APPLIED : Outcome.UNCHANGED, version, null);
	}

	@Override
	public boolean awaitVersion(long version, Duration timeout) throws InterruptedException {
		this.hub.requireOutsideListener("awaitVersion");
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.applied) {
			while (!hasVersion(version)) {
				long leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
				if (leftMs <= 0) {
					return false;
				}
				this.applied.wait(leftMs);
			}
			return true;
		}
	}

	private boolean hasVersion(long version) {
		ConfigSnapshot now = this.complete;
		return now != null && now.version() >= version;
	}

	@Override
	public Subscription onChange(Consumer<ConfigDiff> listener) {
		Consumer<ConfigDiff> own = listener::accept;
		this.listeners.add(own);
		return () -> this.listeners.remove(own);
	}

	@Override
	public void close() {
		this.closed = true;
		this.hub.remove(this);
	}

	@Override
	public String toString() {
		ConfigSnapshot now = newest();
		return "Follower[name=%s, version=%d]".formatted(this.name, (now != null) ? now.version() : 0);
	}

	TrackedFile tracked() {
		return this.tracked;
	}

	List<Consumer<ConfigDiff>> listeners() {
		return this.listeners;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Return where it stands, for the master to know.
	 */
	Position position() {
		ConfigSnapshot now = newest();
		ConfigSnapshot seen = this.tracked.seen();
		Rejection refused = this.rejection;
		Rejection stage = this.judged;
		return new Position((seen != null) ? seen.version() : 0, (now != null) ? now.version() : 0,
				(refused != null) ? refused.version() : 0, (refused != null) ? refused.reason() : null,
				(stage != null) ? stage.version() : 0, (stage != null) ? stage.reason() : null);
	}

	/**
	 * Tell those who wait that a version is applied, with all that belongs to it.
	 */
	void completed(ConfigSnapshot version) {
		synchronized (this.applied) {
			this.complete = version;
			this.applied.notifyAll();
		}
	}

	void accept() {
		this.rejection = null;
	}

	void reject(long version, String reason) {
		this.rejections.incrementAndGet();
		this.rejection = new Rejection(version, reason);
	}

	/**
	 * Remember what came of trying a staged document.
	 * @param refusal why it would be refused, {@code null} if it would not
	 */
	void judge(long stage, @Nullable String refusal) {
		this.judged = new Rejection(stage, refusal);
	}

	/**
	 * Where a follower stands: versions, 0 for none, and why one is refused.
	 */
	record Position(long seen, long applied, long rejected, @Nullable String reason, long stage,
			@Nullable String stageReason) {

	}

	private record Rejection(long version, @Nullable String reason) {

	}

}
