package io.sharedconfig.follow;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.sharedconfig.ConfigName;
import io.sharedconfig.ConfigSnapshot;
import io.sharedconfig.SharedConfigFollower.Pin;
import io.sharedconfig.codec.DocumentCodec;
import io.sharedconfig.file.DirectoryWatch;
import io.sharedconfig.file.SharedFileReader;
import io.sharedconfig.file.StageFile;
import io.sharedconfig.follow.Applier.Trial;
import org.jspecify.annotations.Nullable;

/**
 * The followers of one process: one thread that polls for all of them, one that applies,
 * and one that waits for a master's ring.
 * <p>
 * Thread-safe. The threads are daemons, begin when they are needed and end with
 * {@link #close()}.
 *
 * @since 1.0.0
 */
public final class FollowerHub implements AutoCloseable {

	private final FollowOptions options;

	private final DocumentCodec codec = new DocumentCodec();

	private final PollLoop polling;

	private final ApplyLoop applying;

	private final VersionApplier applier;

	private final EventReceivers events;

	private final StatusReporter reports;

	private final Map<String, Follower> followers = new LinkedHashMap<>();

	private final Pins pins = new Pins();

	private volatile AppliedState state = AppliedState.none();

	private boolean closed;

	private boolean closesWithLastFollower;

	/**
	 * Create a hub without followers and threads.
	 * @param options how to follow
	 * @param events who is told, on the apply thread or the thread that asked for a poll
	 */
	public FollowerHub(FollowOptions options, FollowEvents events) {
		this(options, events, DirectoryWatch::open);
	}

	FollowerHub(FollowOptions options, FollowEvents events, DirectoryWatch.Opener opener) {
		this(options, events, opener, StatusReporter.SHORTEST_RETRY);
	}

	FollowerHub(FollowOptions options, FollowEvents events, DirectoryWatch.Opener opener, Duration reportRetry) {
		this.options = options;
		this.applying = new ApplyLoop(() -> apply(followers()));
		this.polling = new PollLoop(options, opener, this.applying::wake);
		this.events = new EventReceivers(events);
		this.applier = new VersionApplier(this.events, this.applying, this::swap);
		this.reports = new StatusReporter(options.directory(), Clock.systemUTC(), this.events, reportRetry);
	}

	/**
	 * Follow a configuration, and poll it once before returning. Nothing is polled by
	 * time before {@link #start()}.
	 * @param name the configuration
	 * @return its follower, the same at each call
	 * @throws io.sharedconfig.InvalidNameException if it cannot be a name
	 * @throws IllegalStateException if this hub is closed
	 */
	public Follower follow(String name) {
		ConfigName.requireValid(name);
		Follower follower;
		synchronized (this.followers) {
			if (this.closed) {
				throw new IllegalStateException("'%s' cannot be followed: closed".formatted(name));
			}
			Follower known = this.followers.get(name);
			if (known != null) {
				return known;
			}
			SharedFileReader reader = reader(name);
			StagedFile staged = new StagedFile(name, reader(StageFile.nameFor(name)), this.codec, Clock.systemUTC());
			TrackedFile tracked = new TrackedFile(name, reader, staged, this.codec, this.options.pollInterval());
			follower = new Follower(name, reader.file(), tracked, this);
			this.followers.put(name, follower);
			this.polling.add(tracked);
			this.applying.begin();
		}
		pollAndApply(List.of(follower));
		return follower;
	}

	private SharedFileReader reader(String name) {
		return new SharedFileReader(this.options.directory(), name, this.options.trustedOwners());
	}

	/**
	 * Let the master know how each follower stands while it polls by time, from the next
	 * {@link #start()} on.
	 * @param application what this process is, for people, {@code null} to report nothing
	 */
	public void reportAs(@Nullable String application) {
		this.reports.reportAs(application);
	}

	/**
	 * Return the follower of a configuration.
	 * @param name the configuration
	 * @return its follower, {@code null} if it is not followed
	 */
	public @Nullable Follower find(String name) {
		synchronized (this.followers) {
			return this.followers.get(name);
		}
	}

	/**
	 * Return all followers.
	 * @return a copy, in the order they were asked for
	 */
	public List<Follower> followers() {
		synchronized (this.followers) {
			return new ArrayList<>(this.followers.values());
		}
	}

	/**
	 * Return where the shared files are.
	 * @return the directory
	 */
	public Path directory() {
		return this.options.directory();
	}

	/**
	 * Wait until a configuration has a version, polling meanwhile. Works before
	 * {@link #start()}.
	 * @param name a followed configuration
	 * @param timeout how long to wait at most
	 * @return whether it has one
	 */
	public boolean awaitPublished(String name, Duration timeout) {
		Follower follower = follow(name);
		long deadline = System.nanoTime() + timeout.toNanos();
		while (follower.current() == null) {
			long left = deadline - System.nanoTime();
			if (left <= 0 || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(this, Math.min(left, this.options.pollInterval().toNanos()));
			pollAndApply(List.of(follower));
		}
		return true;
	}

	/**
	 * Return what is applied, as this thread sees it.
	 * @return the newest state, or the one this thread is pinned to
	 */
	public AppliedState state() {
		AppliedState pinned = this.pins.current();
		return (pinned != null) ? pinned : this.state;
	}

	/**
	 * Return what is applied, whatever this thread is pinned to.
	 * @return the newest state
	 */
	public AppliedState newestState() {
		return this.state;
	}

	/**
	 * Hold this thread to what is applied now, for all configurations.
	 * @return the pin, to be closed by this thread; within another one it changes nothing
	 * @see io.sharedconfig.SharedConfigFollower#pin()
	 */
	public Pin pin() {
		return pin(state());
	}

	/**
	 * Hold this thread to a state it has got before.
	 * @param state the state
	 * @return the pin, to be closed by this thread
	 */
	public Pin pin(AppliedState state) {
		return this.pins.pin(state);
	}

	/**
	 * Return the state this thread is held to.
	 * @return the state, {@code null} if this thread sees the newest one
	 */
	public @Nullable AppliedState held() {
		return this.pins.current();
	}

	/**
	 * Hold this thread to a state until it is told otherwise: for those who move a scope
	 * between threads, and put back what {@link #held()} was before. Everybody else uses
	 * {@link #pin(AppliedState)}.
	 * @param state the state, {@code null} to let go
	 */
	public void hold(@Nullable AppliedState state) {
		this.pins.hold(state);
	}

	private void swap(Follower follower, ConfigSnapshot next, Trial trial) {
		this.state = this.state.with(follower, next, trial.made());
		follower.accept();
	}

	/**
	 * Set how versions are taken over from now on.
	 * @param applier the applier
	 */
	public void use(Applier applier) {
		this.applier.use(applier);
	}

	/**
	 * Tell somebody else, too, what happens from now on.
	 * @param receiver who is told, as long as this hub lives
	 */
	public void tell(FollowEvents receiver) {
		this.events.add(receiver);
	}

	/**
	 * Poll all configurations now, and apply what is new in this thread. Does nothing
	 * when called while this thread is applying a version.
	 */
	public void refresh() {
		pollAndApply(followers());
	}

	/**
	 * Let the apply thread call {@link Applier#around} soon, even if nothing is new.
	 */
	public void applySoon() {
		this.applying.wake();
	}

	/**
	 * Begin to poll by time and on rings, after one catch-up poll whose news is applied
	 * in this thread. Starting again does nothing.
	 */
	public void start() {
		if (!isRunning()) {
			refresh();
			this.polling.timed(true);
			this.reports.begin();
			this.reports.changed(followers());
		}
	}

	/**
	 * Poll no more by time or on rings and let go of the files: none is open, and a
	 * mapping lasts until the next garbage collection. The versions stay, the threads
	 * wait, and {@link #start()} goes on.
	 */
	public void stop() {
		if (isRunning()) {
			this.polling.timed(false);
			this.reports.pause();
		}
	}

	/**
	 * Return whether it polls by time.
	 * @return {@code true} between {@link #start()} and {@link #stop()}
	 */
	public boolean isRunning() {
		return this.polling.isTimed();
	}

	/**
	 * Close this hub as soon as its last follower is closed.
	 * @return this hub
	 */
	public FollowerHub closeWithLastFollower() {
		this.closesWithLastFollower = true;
		return this;
	}

	@Override
	public void close() {
		synchronized (this.followers) {
			this.closed = true;
			this.polling.end();
			this.applying.end();
		}
		this.reports.end();
	}

	boolean pollAndApply(List<Follower> wanted) {
		if (this.applier.isApplying() || wanted.isEmpty()) {
			return true;
		}
		boolean answered = this.polling.pollNow(wanted.stream().map(Follower::tracked).toArray(TrackedFile[]::new));
		apply(wanted);
		return answered;
	}

	private void apply(List<Follower> wanted) {
		// whoever applies a version must see the newest one, even within a pin
		try (Pin newest = this.pins.pin(null)) {
			this.applier.apply(wanted);
		}
		this.reports.changed(wanted);
	}

	void requireOutsideListener(String method) {
		if (this.applier.isApplying() || this.applying.isCurrentThread()) {
			throw new IllegalStateException("'%s' must not be called from within a listener".formatted(method));
		}
	}

	void remove(Follower follower) {
		boolean last;
		synchronized (this.followers) {
			if (this.followers.remove(follower.name(), follower)) {
				this.polling.remove(follower.tracked());
			}
			last = this.followers.isEmpty();
		}
		this.reports.remove(follower);
		if (this.closesWithLastFollower && last) {
			close();
		}
	}

	@Nullable Thread pollThread() {
		return this.polling.thread();
	}

	/**
	 * Return whether a file is looked at as soon as its master rings.
	 */
	boolean hears(TrackedFile tracked) {
		return this.polling.hears(tracked);
	}

	/**
	 * Return how often the files are looked at by time at the moment.
	 */
	Duration pollInterval() {
		return Duration.ofNanos(this.polling.intervalNanos());
	}

	Duration staleAfter() {
		return this.options.staleAfter();
	}

}
