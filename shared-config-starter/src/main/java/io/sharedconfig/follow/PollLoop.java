package io.sharedconfig.follow;

import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.sharedconfig.codec.DocumentSnapshot;
import io.sharedconfig.file.DirectoryWatch;
import io.sharedconfig.file.MappingFaults;
import org.jspecify.annotations.Nullable;

/**
 * The poll thread: the only thread that touches a mapping. It reads and decodes; it takes
 * no lock of anyone else and calls no code of the program. While nothing changes, a round
 * is a few loads per file and one timed wait. While the doorbell is heard, it looks at
 * what was rung for at once, and by time as seldom as the {@linkplain PollPace pace} is.
 * <p>
 * Thread-safe.
 */
final class PollLoop implements Runnable {

	static final String THREAD_NAME = "shared-config-poll";

	/*
	 * How long a caller waits for a poll it asked for. Only storage that hangs takes
	 * longer, and then the caller must not hang with it.
	 */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	private final long intervalNanos;

	private final PollPace pace;

	private final @Nullable Doorbell doorbell;

	private final Runnable onNews;

	private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();

	private volatile TrackedFile[] files = new TrackedFile[0];

	private volatile boolean timed;

	/*
	 * Whether nothing may stay mapped between two polls.
	 */
	private volatile boolean paused;

	private volatile boolean ended;

	/*
	 * Whether some file was rung for.
	 */
	private volatile boolean rung;

	private volatile @Nullable Thread thread;

	private long lookedAtNanos;

	private long restsUntilNanos;

	/*
	 * Whether all files were heard after the last round: when that is over, it rings.
	 */
	private boolean heard;

	PollLoop(FollowOptions options, DirectoryWatch.Opener opener, Runnable onNews) {
		this.intervalNanos = options.pollInterval().toNanos();
		this.doorbell = (options.doorbell()) ? new Doorbell(options.directory(), opener, this::ring) : null;
		this.onNews = onNews;
		this.restsUntilNanos = System.nanoTime();
		this.pace = new PollPace(options.pollInterval(), options.staleAfter(), this.restsUntilNanos);
		this.lookedAtNanos = this.restsUntilNanos - this.intervalNanos;
	}

	@Override
	public void run() {
		while (!this.ended) {
			MappingFaults.survive(this::rounds);
		}
		answerRequests();
		release();
	}

	private void rounds() {
		while (!this.ended) {
			try {
				answerRequests();
				long nanos = (this.timed) ? round(System.nanoTime()) : Long.MAX_VALUE;
				if (this.requests.isEmpty() && !this.ended) {
					park(nanos);
				}
			}
			catch (InternalError ex) {
				loseMappings(ex);
			}
			catch (Throwable ex) {
				// one failure, whatever it is, must not be the end of all polls
				Thread current = Thread.currentThread();
				current.getUncaughtExceptionHandler().uncaughtException(current, ex);
			}
		}
	}

	/**
	 * Poll what it is time for.
	 * @return how long there is nothing to do if nobody rings, in nanoseconds
	 */
	private long round(long now) {
		if (!this.rung && this.heard && isQuiet(now)) {
			this.lookedAtNanos = now;
			// what is due before the next glance is not worth a wake-up of its own
			return Math.min(this.pace.intervalNanos(true, now), Math.max(this.pace.heardNanos(now), tend(now)));
		}
		if (this.rung && now - this.restsUntilNanos >= 0) {
			pollRung(now);
			// polls for rings take half of the time at most, however often somebody rings
			long end = System.nanoTime();
			this.restsUntilNanos = end + Math.min(end - now, this.intervalNanos);
		}
		if (now - this.lookedAtNanos >= this.pace.intervalNanos(isHeard(), now)) {
			this.lookedAtNanos = now;
			pollAll(now);
		}
		long tendNanos = tend(now);
		long then = System.nanoTime();
		this.heard = isHeard();
		long ringNanos = (this.rung) ? this.restsUntilNanos - then : Long.MAX_VALUE;
		long intervalNanos = this.pace.intervalNanos(this.heard, then);
		return Math.min(Math.min(ringNanos, tendNanos), this.lookedAtNanos + intervalNanos - then);
	}

	private long tend(long now) {
		return (this.doorbell != null) ? this.doorbell.tend(now) : Long.MAX_VALUE;
	}

	/*
	 * Nothing that happens once a second is ever compiled, and nothing of it is left in a
	 * cache of the processor: what costs is how much code is gone through.
	 */
	private boolean isQuiet(long now) {
		for (TrackedFile file : this.files) {
			if (!file.isQuiet(now)) {
				return false;
			}
		}
		return true;
	}

	private void park(long nanos) {
		Thread.interrupted();
		if (nanos == Long.MAX_VALUE) {
			LockSupport.park(this);
		}
		else if (nanos > 0) {
			LockSupport.parkNanos(this, nanos);
		}
	}

	private void pollRung(long now) {
		this.rung = false;
		this.pace.stir(now);
		boolean news = false;
		for (TrackedFile file : this.files) {
			if (file.hearing().takeRing()) {
				news |= file.pollRung(now);
			}
		}
		if (news) {
			this.onNews.run();
		}
	}

	private void pollAll(long now) {
		boolean news = false;
		for (TrackedFile file : this.files) {
			DocumentSnapshot before = file.seen();
			news |= file.poll(now, hears(file));
			file.hearing().looked(file.seen() != before);
		}
		if (news) {
			this.pace.stir(now);
			this.onNews.run();
		}
	}

	/*
	 * Called by the thread of the doorbell.
	 */
	private void ring(@Nullable String fileName) {
		for (TrackedFile file : this.files) {
			if (fileName == null || file.isNamed(fileName)) {
				file.hearing().ring();
				this.rung = true;
			}
		}
		if (this.rung) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Return whether a file is looked at as soon as its master rings.
	 */
	boolean hears(TrackedFile file) {
		return this.doorbell != null && this.doorbell.isListening() && !file.hearing().isDeaf();
	}

	/**
	 * Return how often the files are looked at by time at the moment, in nanoseconds.
	 */
	long intervalNanos() {
		return this.pace.intervalNanos(isHeard(), System.nanoTime());
	}

	private boolean isHeard() {
		for (TrackedFile file : this.files) {
			// one that fails may be there again without a ring
			if (!hears(file) || file.problem() != null) {
				return false;
			}
		}
		return true;
	}

	private void answerRequests() {
		Runnable request = this.requests.poll();
		while (request != null) {
			request.run();
			request = this.requests.poll();
		}
	}

	private void loseMappings(InternalError error) {
		for (TrackedFile file : this.files) {
			file.failed(error, System.nanoTime());
		}
		this.onNews.run();
	}

	private void release() {
		for (TrackedFile file : this.files) {
			file.release();
		}
	}

	synchronized void add(TrackedFile file) {
		TrackedFile[] more = new TrackedFile[this.files.length + 1];
		System.arraycopy(this.files, 0, more, 0, this.files.length);
		more[this.files.length] = file;
		this.files = more;
		if (this.thread == null && !this.ended) {
			Thread started = new Thread(this, THREAD_NAME);
			started.setDaemon(true);
			this.thread = started;
			started.start();
		}
		listen();
	}

	synchronized void remove(TrackedFile file) {
		this.files = Arrays.stream(this.files).filter((candidate) -> candidate != file).toArray(TrackedFile[]::new);
		post(file::release);
	}

	synchronized void timed(boolean timed) {
		this.timed = timed;
		this.paused = !timed;
		listen();
		post((timed) ? () -> {
		} : this::release);
	}

	/*
	 * Where nothing is followed, nobody has to listen.
	 */
	private void listen() {
		Doorbell bell = this.doorbell;
		if (bell == null) {
			return;
		}
		if (this.timed && this.files.length > 0) {
			bell.begin();
		}
		else {
			bell.pause();
		}
	}

	boolean isTimed() {
		return this.timed;
	}

	/**
	 * Let the poll thread look at files now, and wait until it has.
	 * @param files the files
	 * @return whether it has; {@code false} when it did not answer in time or has ended
	 */
	boolean pollNow(TrackedFile... files) {
		CountDownLatch answered = new CountDownLatch(1);
		if (!post(() -> {
			try {
				for (TrackedFile file : files) {
					file.lookAndPoll(System.nanoTime());
					if (this.paused) {
						file.release();
					}
				}
			}
			finally {
				answered.countDown();
			}
		})) {
			return false;
		}
		return await(answered);
	}

	private static boolean await(CountDownLatch latch) {
		boolean interrupted = false;
		long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
		try {
			while (true) {
				try {
					return latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private synchronized boolean post(Runnable request) {
		Thread poller = this.thread;
		if (this.ended || poller == null) {
			return false;
		}
		this.requests.add(request);
		LockSupport.unpark(poller);
		return true;
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	synchronized void end() {
		this.ended = true;
		this.timed = false;
		if (this.doorbell != null) {
			this.doorbell.end();
		}
		Thread poller = this.thread;
		if (poller != null) {
			LockSupport.unpark(poller);
		}
	}

}
